"""What is known about an identity without opening it, and why it cannot be opened."""

from dataclasses import dataclass
from enum import StrEnum

from casework.errors import CaseworkError, Unavailable


class VaultSealed(Unavailable):
    """The master key is missing or is not the one that the identities were sealed with."""


class HeldByCustodians(Unavailable):
    """The identity was sealed to the custodians' keys: this machine cannot read it, a custodian can."""


class IdentityShredded(CaseworkError):
    """This person's key has been destroyed: nobody can read the identity any more."""


class Condition(StrEnum):
    """What is known about a person's identity without opening it."""

    EMPTY = "empty"
    STORED = "stored"
    CUSTODIANS = "custodians"
    SHREDDED = "shredded"
    LOST = "lost"


@dataclass(frozen=True)
class VaultState:
    """Which fields are stored (never their values) and whether they can still be read."""

    condition: Condition
    fields: frozenset[str]
    shredded_at: str | None = None
