"""Public age keys of a receiving body (age-encryption.org/v1, X25519): read from what was typed, shown to be compared.

Pure. Only the `age1…` half is ever wanted; whoever pastes the secret half is told to throw that key away.
"""

import hashlib
import re
from collections.abc import Sequence

import pyrage
from pyrage import x25519

from casework.errors import Invalid
from casework.i18n import _
from casework.vault.age import is_worthless

MOST = 10
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
    if is_worthless(key):
        said = _("Line %(number)s is a key that anybody can open. It was not made by age-keygen.", number=number)
        raise Invalid(fields={"age_keys": said})
    return key


def fingerprint(key: str) -> str:
    """SHA-256 of the key's text in groups of four, as `printf %s age1… | sha256sum` begins: for reading aloud."""
    digest = hashlib.sha256(key.encode()).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, 32, 4))


def fingerprints(keys: Sequence[str]) -> list[str]:
    """Those of several keys, in their order."""
    return [fingerprint(key) for key in keys]
