"""Texts that are kept for a few days and must then be gone from backups, too: a key for each day, destroyed with it.

While the vault is sealed, a key made from the installation's `secret_key` (HKDF, RFC 5869) stands in: what somebody is
typing must outlive a lost session all the same. Such a text is as safe as `secret_key` is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy.exc import SQLAlchemyError

from casework.config import Settings
from casework.vault import crypto
from casework.vault.services import Vault
from casework.vault.starting import vault_of
from casework.vault.states import IdentityShredded, VaultSealed

LOOKS_BACK = 400  # days: after a longer absence the keys of older days are destroyed by nobody


@dataclass(frozen=True)
class Passing:
    """A sealed text. `day`: whose key it is under; empty under the stand-in."""

    day: str
    nonce: bytes
    ciphertext: bytes


def derived_key(settings: Settings, info: str) -> bytes:
    """A 256-bit key for one purpose, made from the installation's secret key; it is stored nowhere."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info.encode()).derive(settings.secret_key)


def day_key(vault: Vault, purpose: str, day: date) -> bytes:
    """The key of one day for one purpose, made when it is first asked for. Raises VaultSealed; IdentityShredded."""
    return vault.passing_key(_owner(purpose, day.isoformat()))


def seal_for_days(settings: Settings, text: str, *, purpose: str, where: Iterable[str | int], on: date) -> Passing:
    """Seal a text under the key of this day; `where` binds it to its row."""
    day, key = on.isoformat(), _stand_in(settings, purpose)
    try:
        key = vault_of(settings).passing_key(_owner(purpose, day))
    except (VaultSealed, IdentityShredded):
        day = ""
    return Passing(day, *crypto.seal(key, crypto.pad(text), crypto.place(purpose, day, *where)))


def open_passing(settings: Settings, passing: Passing, *, purpose: str, where: Iterable[str | int]) -> str:
    """The text again. Raises VaultSealed; IdentityShredded after its days; crypto.Tampered out of its place."""
    day = passing.day
    key = vault_of(settings).passing_key(_owner(purpose, day)) if day else _stand_in(settings, purpose)
    return crypto.unpad(crypto.unseal(key, passing.nonce, passing.ciphertext, crypto.place(purpose, day, *where)))


def destroy_days(vault: Vault, purpose: str, *, before: date) -> int:
    """Destroy the keys of all days before this one; how many there were. Raises VaultSealed."""
    days = [before - timedelta(days=back) for back in range(1, LOOKS_BACK)]
    try:
        kept = vault.keystore.get_many(_owner(purpose, day.isoformat()) for day in days)
        return sum(vault.keystore.shred(key.owner) for key in kept if key.wrapped is not None)
    except (SQLAlchemyError, OSError):
        raise VaultSealed("The key store cannot be opened.") from None


def _owner(purpose: str, day: str) -> str:
    return f"{purpose} of {day}"  # no person is named so: theirs are random


def _stand_in(settings: Settings, purpose: str) -> bytes:
    return derived_key(settings, f"casework passing text: {purpose}")
