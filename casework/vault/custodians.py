"""Identities that the server writes and cannot read: sealed to the public age keys of offline custodians (pure).

The inner layer is an age file (age-encryption.org/v1, X25519) to every custodian: any one of them opens it. It carries
its own place, because age has no associated data. The outer layer is the person's data key, as for everybody: it is
what shredding destroys.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import pyrage
from pyrage import x25519

from casework.vault.age import is_worthless

BLOCK = 256


class NotForThisKey(Exception):
    """None of the custodian's keys opens the record, or the record was altered or put in another place."""


@dataclass(frozen=True)
class Place:
    """Where a value belongs: the vault's name of the person, and the field."""

    owner: str
    field: str


def problem(recipients: Sequence[str]) -> str | None:
    """Why nothing can be sealed to these custodians, in English for the command line; None when all are good."""
    for number, recipient in enumerate(recipients, 1):
        try:
            x25519.Recipient.from_str(recipient)
        except pyrage.RecipientError:
            return f"Custodian {number} of the settings is not a public age key (age1…)."
        if is_worthless(recipient.strip()):
            return f"Custodian {number} of the settings is a key that anybody can open. It was not made by age-keygen."
    return None


def seal_to(recipients: Sequence[str], where: Place, value: str) -> bytes:
    """An age file that any one of the custodians opens. Its length tells little: the text is filled up with blanks."""
    text = json.dumps({"owner": where.owner, "field": where.field, "value": value}, ensure_ascii=False)
    plain = text.encode()
    padded = plain + b" " * (-len(plain) % BLOCK)
    return bytes(pyrage.encrypt(padded, [x25519.Recipient.from_str(one) for one in recipients]))


def open_with(identities: Sequence[x25519.Identity], sealed: bytes, where: Place) -> str:
    """The value. Raises NotForThisKey, also when the value was sealed for another person or field."""
    try:
        found = json.loads(pyrage.decrypt(sealed, list(identities)))
    except (pyrage.DecryptError, ValueError) as error:
        raise NotForThisKey("none of the keys opens it, or it was altered") from error
    if (found["owner"], found["field"]) != (where.owner, where.field):
        raise NotForThisKey("it was sealed for another person or field")
    return str(found["value"])


def identities_in(text: str) -> list[x25519.Identity]:
    """The secret keys of an age identity file. Raises ValueError without repeating any of it."""
    lines = [line.strip() for line in text.splitlines()]
    try:
        found = [x25519.Identity.from_str(line) for line in lines if line.startswith("AGE-SECRET-KEY-")]
    except pyrage.IdentityError:
        raise ValueError("the file holds a damaged age key") from None
    if not found:
        raise ValueError("the file holds no age key")
    return found
