"""One-time codes by time (RFC 6238) and recovery codes. Pure."""

import hashlib
import hmac
import secrets
from datetime import datetime

import pyotp

ISSUER = "Casework"
STEP_SECONDS = 30
DRIFT = 1  # steps: telephones' clocks are a little off
RECOVERY_CODES = 10
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no i, l, o, u
_GROUPS, _GROUP = 4, 4  # 80 bits: nobody guesses one, so a fast keyed hash is enough
_AS_MEANT = str.maketrans("oil", "011")
_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def new_secret() -> str:
    """A secret of 160 bits in base32, as apps take it."""
    return pyotp.random_base32(32)


def address(secret: str, number: int) -> str:
    """What the QR code says. The account's number, not its e-mail address: a seized telephone shows it."""
    return pyotp.TOTP(secret).provisioning_uri(name=f"account {number}", issuer_name=ISSUER)


def step_of(secret: str, code: str, at: datetime, *, after: int) -> int | None:
    """The time step that the code belongs to, if it is near `at` and later than the step `after`; else None."""
    totp, here = pyotp.TOTP(secret), int(at.timestamp()) // STEP_SECONDS
    right = [
        step
        for step in range(here - DRIFT, here + DRIFT + 1)
        if hmac.compare_digest(totp.generate_otp(step), tidy(code)) and step > after
    ]
    return right[0] if right else None


def tidy(code: str) -> str:
    """A code as it was meant: no gaps or hyphens, small letters, Latin digits."""
    text = code.translate(_ARABIC_DIGITS).lower()
    return "".join(letter for letter in text if letter.isascii() and letter.isalnum())


def looks_like_time_code(code: str) -> bool:
    """True for six digits; anything else is tried as a recovery code."""
    text = tidy(code)
    return len(text) == 6 and text.isdigit()


def new_recovery_codes() -> list[str]:
    """Ten codes of four groups, to be written down."""
    return [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
        for _ in range(RECOVERY_CODES)
    ]


def recovery_hash(key: bytes, account_id: int, code: str) -> str:
    """What is stored of a recovery code; letters that look like digits count as those."""
    text = f"{account_id}:{tidy(code).translate(_AS_MEANT)}"
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
