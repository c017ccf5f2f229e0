"""Seal, open and destroy the identities of people. Who may do so is for the floors above to ask."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, delete, select

from casework.config import Settings
from casework.errors import CaseworkError, Unavailable
from casework.vault import crypto, master
from casework.vault.fields import NAME_LIKE
from casework.vault.keystore import CHUNK, Keystore, WrappedKey
from casework.vault.models import SealedField

TABLE = "sealed_field"


class VaultSealed(Unavailable):
    """The master key is missing or is not the one that the identities were sealed with."""


class IdentityShredded(CaseworkError):
    """This person's key has been destroyed: nobody can read the identity any more."""


class Condition(StrEnum):
    """What is known about a person's identity without opening it."""

    EMPTY = "empty"
    STORED = "stored"
    SHREDDED = "shredded"
    LOST = "lost"


@dataclass(frozen=True)
class VaultState:
    """Which fields are stored (never their values) and whether they can still be read."""

    condition: Condition
    fields: frozenset[str]


class Vault:
    """Envelope encryption: one data key per person, wrapped by the master key, in a store of its own.

    The wrapped key is durable before any ciphertext can be committed; a rollback leaves a key without ciphertexts,
    which says nothing about anybody.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._store: Keystore | None = None

    @property
    def keystore(self) -> Keystore:
        """The store of wrapped keys, made when it is first needed."""
        if self._store is None:
            self._store = Keystore(self._settings.keystore_url)
        return self._store

    @property
    def is_sealed(self) -> bool:
        """True when identities can be neither read nor written; everything else works."""
        return self.problem() is not None

    def problem(self) -> str | None:
        """Why the vault is sealed, in English for the command line; None when it is open."""
        try:
            ring = master.load(self._settings)
        except master.NoMasterKey as error:
            return str(error)
        try:
            needed = self.keystore.masters()
        except (SQLAlchemyError, OSError):
            return "The key store cannot be opened."
        if any(ring.find(one) is None for one in needed):
            return "The master key is not the one that the identities were sealed with."
        return None

    def seal(self, session: Session, owner: str, fields: Mapping[str, str]) -> None:
        """Encrypt fields of one person; an empty value removes the field. Flushes.

        Raises VaultSealed and IdentityShredded.
        """
        version, key = self._data_key(owner)
        known = {row.field: row for row in session.exec(select(SealedField).where(SealedField.owner == owner))}
        for name, value in fields.items():
            row = known.get(name)
            if value:
                nonce, ciphertext = crypto.seal(key, crypto.pad(value), _field_place(owner, name, version))
                row = row or SealedField(owner=owner, field=name, key_version=version, nonce=b"", ciphertext=b"")
                row.key_version, row.nonce, row.ciphertext = version, nonce, ciphertext
                session.add(row)
            elif row is not None:
                session.delete(row)
        session.flush()

    def open(self, session: Session, owner: str) -> dict[str, str]:
        """Every stored field of one person, in clear. Never log, cache or store what this returns.

        Raises VaultSealed, IdentityShredded, and crypto.Tampered when a ciphertext is not in its own place.
        """
        return self._open_many(session, [owner]).get(owner, {})

    def names_of(self, session: Session, owners: Iterable[str], fields: Iterable[str] = NAME_LIKE) -> set[str]:
        """Every name-like value of all these people, one per line of text: for the leak scan alone, never logged.

        Shredded people have no names left. Raises VaultSealed, also when one key is lost, and crypto.Tampered:
        a scan that cannot read must not pass.
        """
        wanted, people = frozenset(fields), list(owners)
        self._ring()
        shredded = {key.owner for key in self.keystore.get_many(people) if key.wrapped is None}
        opened = self._open_many(session, [owner for owner in people if owner not in shredded])
        values = [value for person in opened.values() for name, value in person.items() if name in wanted]
        return {line.strip() for value in values for line in value.splitlines() if line.strip()}

    def state(self, session: Session, owner: str) -> VaultState:
        """What is stored about a person, without opening anything; works while the vault is sealed."""
        statement = select(SealedField.field).where(SealedField.owner == owner)
        fields = frozenset(session.exec(statement))
        try:
            key = self.keystore.get(owner)
        except (SQLAlchemyError, OSError):
            return VaultState(
                Condition.STORED if fields else Condition.EMPTY, fields
            )  # `problem` says that it is locked
        if key is not None and key.wrapped is None:
            return VaultState(Condition.SHREDDED, fields)
        if not fields:
            return VaultState(Condition.EMPTY, fields)
        return VaultState(Condition.STORED if key else Condition.LOST, fields)

    def shred(self, session: Session, owner: str) -> bool:
        """Destroy a person's key, at once and for good, and remove the ciphertexts; True when there was a key.

        The key does not come back when the session rolls back: a promise to forget is kept first.
        """
        destroyed = self.keystore.shred(owner)
        session.exec(delete(SealedField).where(col(SealedField.owner) == owner))
        return destroyed

    def rewrap(self, fresh: master.MasterKey | None = None) -> int:
        """Wrap every person's key with the current (or a fresh) master key; returns how many. Safe to repeat.

        Nothing is decrypted but keys; people go on working. Raises VaultSealed.
        """
        ring, changed = self._ring(), 0
        target = fresh or ring.current
        while stale := self.keystore.wrapped_by_others(target.id):
            self.keystore.rewrap([_wrap(target, key.owner, key.version, _unwrap(ring, key)) for key in stale])
            changed += len(stale)
        self.keystore.forget_unused_masters()
        return changed

    def _ring(self) -> master.KeyRing:
        problem = self.problem()
        if problem is not None:
            raise VaultSealed(problem)
        return master.load(self._settings)

    def _data_key(self, owner: str) -> tuple[int, bytes]:
        """This person's data key and its version; made and kept durably when there is none."""
        ring = self._ring()
        kept = self.keystore.get(owner)
        if kept is None:
            fresh = crypto.new_key()
            if self.keystore.add(_wrap(ring.current, owner, 1, fresh)):
                return 1, fresh
            kept = self.keystore.get(owner)
        if kept is None or kept.wrapped is None:
            raise IdentityShredded("The identity has been destroyed.")
        return kept.version, _unwrap(ring, kept)

    def _open_many(self, session: Session, owners: list[str]) -> dict[str, dict[str, str]]:
        ring = self._ring()
        keys = {key.owner: key for key in self.keystore.get_many(owners)}
        opened: dict[str, dict[str, str]] = {}
        for start in range(0, len(owners), CHUNK):
            chosen = col(SealedField.owner).in_(owners[start : start + CHUNK])
            for row in session.exec(select(SealedField).where(chosen)):
                opened.setdefault(row.owner, {})[row.field] = _open_field(ring, keys.get(row.owner), row)
        return opened


def _open_field(ring: master.KeyRing, key: WrappedKey | None, row: SealedField) -> str:
    if key is None:
        raise VaultSealed("The key of an identity is missing.")
    if key.wrapped is None:
        raise IdentityShredded("The identity can no longer be read.")
    where = _field_place(row.owner, row.field, row.key_version)
    return crypto.unpad(crypto.unseal(_unwrap(ring, key), row.nonce, row.ciphertext, where))


def _wrap(by: master.MasterKey, owner: str, version: int, secret: bytes) -> WrappedKey:
    nonce, wrapped = crypto.seal(by.secret, secret, _key_place(owner, version, by.id))
    return WrappedKey(owner, version, by.id, nonce, wrapped)


def _unwrap(ring: master.KeyRing, key: WrappedKey) -> bytes:
    by = ring.find(key.master or "")
    if by is None or key.nonce is None or key.wrapped is None:
        raise VaultSealed("The master key is not the one that the identities were sealed with.")
    return crypto.unseal(by.secret, key.nonce, key.wrapped, _key_place(key.owner, key.version, by.id))


def _field_place(owner: str, field: str, version: int) -> bytes:
    return crypto.place(TABLE, owner, field, version)


def _key_place(owner: str, version: int, master_id: str) -> bytes:
    return crypto.place("wrapped_key", owner, version, master_id)


def prepare(settings: Settings) -> Vault:
    """The vault, with a master key made on the very first start of the embedded default.

    A key is only made where no identity can have been sealed before: a lost key file is never replaced silently.
    """
    vault = vault_of(settings)
    embedded = settings.master_key is None and settings.database_url.startswith("sqlite")
    if embedded and not settings.master_key_file.exists() and not vault.keystore.masters():
        with suppress(FileExistsError):
            master.create(settings.master_key_file)
    return vault


@lru_cache(maxsize=16)
def vault_of(settings: Settings) -> Vault:
    """The one vault of these settings in this process."""
    return Vault(settings)
