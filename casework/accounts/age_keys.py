"""Public age keys of a receiving body (age-encryption.org/v1, X25519): read from what was typed, shown to be compared.

Pure. Only the `age1…` half is ever wanted; whoever pastes the secret half is told to throw that key away.
"""

import hashlib
import re
from collections.abc import Sequence

import pyrage
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from pyrage import x25519

from casework.errors import Invalid
from casework.i18n import _

MOST = 10
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_CHECKSUM = 6
# What `age-keygen` writes before the key, on the screen and into the file.
_LABEL = re.compile(r"^#?\s*public key:\s*", re.IGNORECASE)


def holds_secret(text: str) -> bool:
    """True when somebody pasted the half that nobody else may have."""
    return "AGE-SECRET-KEY-" in text.upper()


def parse(text: str) -> list[str]:
    """The keys, one a line, each once. Raises Invalid (field `age_keys`) naming the line that is none."""
    if holds_secret(text):
        said = _("This is a secret key. Only the line that begins with age1 is wanted. That key is no longer secret: "
                 "have the body throw it away and make a new one.")  # fmt: skip
        raise Invalid(fields={"age_keys": said})
    found: dict[str, None] = {}
    for number, line in enumerate(text.splitlines(), 1):
        typed = _LABEL.sub("", line.strip())
        if typed:
            found[_checked(typed, number)] = None
    if len(found) > MOST:
        raise Invalid(fields={"age_keys": _("A body has %(most)s keys at most.", most=MOST)})
    return list(found)


def _checked(typed: str, number: int) -> str:
    try:
        key = str(x25519.Recipient.from_str(typed))
    except pyrage.RecipientError:
        said = _("Line %(number)s is not a public age key, or a letter of it is wrong. "
                 "Such a key begins with age1 and has 62 letters and digits.", number=number)  # fmt: skip
        raise Invalid(fields={"age_keys": said}) from None
    if _is_worthless(key):
        said = _("Line %(number)s is a key that anybody can open. It was not made by age-keygen.", number=number)
        raise Invalid(fields={"age_keys": said})
    return key


def _is_worthless(key: str) -> bool:
    """True for points of low order (RFC 7748, 6.1), which share one and the same secret with everybody.

    pyrage takes such a key and panics when it encrypts to it, so it is asked here, once.
    """
    try:
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(_bytes_of(key)))
    except ValueError:
        return True
    return False


def _bytes_of(key: str) -> bytes:
    """The 32 bytes of a key whose checksum was compared."""
    bits = "".join(f"{_BECH32.index(letter):05b}" for letter in key[len("age1") : -_CHECKSUM])
    return int(bits[: 32 * 8], 2).to_bytes(32, "big")


def fingerprint(key: str) -> str:
    """SHA-256 of the key's text in groups of four, as `printf %s age1… | sha256sum` begins: for reading aloud."""
    digest = hashlib.sha256(key.encode()).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, 32, 4))


def fingerprints(keys: Sequence[str]) -> list[str]:
    """Those of several keys, in their order."""
    return [fingerprint(key) for key in keys]
