"""Seal, open and destroy the identities of people. Who may do so is for the floors above to ask."""

from collections.abc import Iterable, Mapping

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, delete, select

from casework.config import Settings
from casework.vault import blind, crypto, custodians, master
from casework.vault.custodians import Place
from casework.vault.fields import NAME_LIKE
from casework.vault.keystore import CHUNK, INDEX_OWNER, SIGNING_OWNER, Keystore, WrappedKey
from casework.vault.models import SealedField
from casework.vault.states import Condition, HeldByCustodians, IdentityShredded, VaultSealed, VaultState
from casework.vault.wrapping import field_place, unwrap, wrap

ATTEMPTS = 20  # a rotation may come in between what is read from the store and from the key file
FIRST = 1  # the version of an owner\'s first data key
WRONG_KEY = "The master key is not the one that the identities were sealed with."


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
    def custodians(self) -> tuple[str, ...]:
        """The public keys that identities are sealed to; empty where the server itself may read them."""
        return self._settings.custodians

    @property
    def is_sealed(self) -> bool:
        """True when identities can be neither read nor written, nor files and seals that need the master key."""
        return self.problem() is not None

    def problem(self) -> str | None:
        """Why the vault is sealed, in English for the command line; None when it is open."""
        try:
            self.ring()
        except VaultSealed as error:
            return str(error.message)
        return custodians.problem(self.custodians)

    def ring(self) -> master.KeyRing:
        """The master keys, among them all that the store needs. Raises VaultSealed.

        The store is asked first and, when a key is missing, both once more: a rotation may have come in between.
        """
        for fresh in (False, True):
            try:
                needed = self.keystore.masters()
                ring = master.load(self._settings, fresh=fresh)
            except master.NoMasterKey as error:
                if fresh:
                    raise VaultSealed(str(error)) from None
                continue
            except (SQLAlchemyError, OSError):
                raise VaultSealed("The key store cannot be opened.") from None
            if all(ring.find(one) for one in needed):
                return ring
        raise VaultSealed(WRONG_KEY)

    def seal(self, session: Session, owner: str, fields: Mapping[str, str]) -> None:
        """Encrypt fields of one person; an empty value removes the field. Flushes.

        Where there are custodians the value is first sealed to them: from then on this machine cannot read it.
        Raises VaultSealed and IdentityShredded.
        """
        if problem := custodians.problem(self.custodians):
            raise VaultSealed(problem)
        version, key = self._data_key(owner)
        known = {row.field: row for row in session.exec(select(SealedField).where(SealedField.owner == owner))}
        for name, value in fields.items():
            row = known.get(name)
            if value:
                row = row or SealedField(owner=owner, field=name, key_version=version, nonce=b"", ciphertext=b"")
                self.seal_row(row, version, key, value)
                session.add(row)
            elif row is not None:
                session.delete(row)
        session.flush()

    def open(self, session: Session, owner: str) -> dict[str, str]:
        """Every stored field of one person, in clear. Never log, cache or store what this returns.

        Raises VaultSealed, IdentityShredded, HeldByCustodians, and crypto.Tampered when a ciphertext is not in its own
        place.
        """
        rows = self._layers(session, [owner])
        if any(row.sealed_to for row, _plain in rows):
            raise HeldByCustodians("Only a custodian can open this identity.")
        return {row.field: crypto.unpad(plain) for row, plain in rows}

    def readable(self, session: Session, owner: str) -> dict[str, str]:
        """As `open`, without the fields that custodians hold."""
        return {row.field: crypto.unpad(plain) for row, plain in self._layers(session, [owner]) if not row.sealed_to}

    def sealed_record(self, session: Session, owner: str) -> dict[str, bytes]:
        """Every stored field of one person as an age file for the custodians; what the server can read is sealed now.

        Raises VaultSealed, IdentityShredded, crypto.Tampered.
        """
        return {
            row.field: plain
            if row.sealed_to
            else custodians.seal_to(self.custodians, Place(owner, row.field), crypto.unpad(plain))
            for row, plain in self._layers(session, [owner])
        }

    def names_of(self, session: Session, owners: Iterable[str], fields: Iterable[str] = NAME_LIKE) -> set[str]:
        """Every name-like value of all these people; see `names_by_owner`."""
        return set().union(*self.names_by_owner(session, owners, fields).values())

    def names_by_owner(
        self, session: Session, owners: Iterable[str], fields: Iterable[str] = NAME_LIKE
    ) -> dict[str, set[str]]:
        """Every name-like value of each of these people, one per line of text: for the leak scan alone, never logged.

        Shredded people have no names left, and what custodians hold is not known here (`unsearchable` counts them).
        Raises VaultSealed, also when one key is lost, and crypto.Tampered: a scan that cannot read must not pass.
        """
        wanted, people = frozenset(fields), list(owners)
        self.ring()
        shredded = {key.owner for key in self.keystore.get_many(people) if key.wrapped is None}
        found: dict[str, set[str]] = {owner: set() for owner in people}
        for row, plain in self._layers(session, [owner for owner in people if owner not in shredded]):
            if row.field in wanted and not row.sealed_to:
                found[row.owner] |= {line.strip() for line in crypto.unpad(plain).splitlines() if line.strip()}
        return found

    def unsearchable(self, session: Session, owners: Iterable[str]) -> int:
        """How many of these people have names that custodians hold: no leak scan on this machine can find them."""
        people, found = list(owners), 0
        for start in range(0, len(people), CHUNK):
            held = col(SealedField.owner).in_(people[start : start + CHUNK]) & (col(SealedField.sealed_to) != "")
            found += len(session.exec(select(SealedField.owner).where(held).distinct()).all())
        return found

    def state(self, session: Session, owner: str) -> VaultState:
        """What is stored about a person, without opening anything; works while the vault is sealed."""
        rows = session.exec(select(SealedField.field, SealedField.sealed_to).where(SealedField.owner == owner)).all()
        fields = frozenset(field for field, _ in rows)
        stored = Condition.CUSTODIANS if any(held for _, held in rows) else Condition.STORED
        try:
            key = self.keystore.get(owner)
        except (SQLAlchemyError, OSError):  # `problem` says that it is locked
            return VaultState(stored if fields else Condition.EMPTY, fields)
        if key is not None and key.wrapped is None:
            return VaultState(Condition.SHREDDED, fields, key.shredded_at)
        if not fields:
            return VaultState(Condition.EMPTY, fields)
        return VaultState(stored if key else Condition.LOST, fields)

    def destroyed(self, owners: Iterable[str]) -> set[str]:
        """Those of these people whose identity was destroyed; works while the vault is sealed. While the key store does not
        answer nobody is among them: then nothing can be opened either."""
        try:
            return {key.owner for key in self.keystore.get_many(owners) if key.wrapped is None}
        except (SQLAlchemyError, OSError):
            return set()

    def index(self, owner: str, fields: Mapping[str, str]) -> None:
        """Keep keyed hashes of a person's numbers, instead of those kept before; durable at once, as keys are.

        Nothing is kept where custodians hold identities: a server that has the key could try every number.
        Raises VaultSealed.
        """
        given = {str(name): fields[name] for name in blind.INDEXED if name in fields}
        if given:
            kept = given if not self.custodians else dict.fromkeys(given, "")
            self.keystore.put_index(owner, blind.digests(self._data_key(INDEX_OWNER)[1], kept))

    def signing_secret(self) -> bytes:
        """The secret of the installation's signing key: made at the first call, the same after every rotation of the
        master key. Raises VaultSealed."""
        return self._data_key(SIGNING_OWNER)[1]

    def owners_alike(self, owner: str) -> dict[str, set[str]]:
        """Other people with one of this person's numbers, and under which headings; works while the vault is sealed."""
        try:
            return self.keystore.owners_alike(owner)
        except (SQLAlchemyError, OSError):
            return {}

    def shred(self, session: Session, owner: str) -> bool:
        """Destroy a person's key, at once and for good, and remove the ciphertexts; True when there was a key.

        The key does not come back when the session rolls back: a promise to forget is kept first. Needs no master key.
        Raises VaultSealed when the key store does not answer.
        """
        try:
            destroyed = self.keystore.shred(owner)
        except (SQLAlchemyError, OSError):
            raise VaultSealed("The key store cannot be opened.") from None
        session.exec(delete(SealedField).where(col(SealedField.owner) == owner))
        return destroyed

    def passing_key(self, owner: str) -> bytes:
        """The key of something that is no person, made when it is first asked for. Raises as `seal`."""
        return self._data_key(owner)[1]

    def seal_row(self, row: SealedField, version: int, key: bytes, value: str) -> None:
        """Put a value into its row, sealed under the person's data key; to the custodians first, where there are any."""
        to = self.custodians
        plain = custodians.seal_to(to, Place(row.owner, row.field), value) if to else crypto.pad(value)
        row.sealed_to, row.key_version = " ".join(to), version
        where = field_place(row.owner, row.field, version, row.sealed_to)
        row.nonce, row.ciphertext = crypto.seal(key, plain, where)

    def _data_key(self, owner: str) -> tuple[int, bytes]:
        """This person's data key and its version; made and kept durably when there is none."""
        for _ in range(ATTEMPTS):
            if found := self._data_keys([owner]).get(owner):
                kept, secret = found
                if secret is None:
                    raise IdentityShredded("The identity has been destroyed.")
                return kept.version, secret
            fresh = crypto.new_key()
            if self.try_to_keep({owner: fresh}):
                return FIRST, fresh
        raise VaultSealed(WRONG_KEY)

    def try_to_keep(self, keys: Mapping[str, bytes]) -> bool:
        """Keep these owners' first data keys under the current master key: all of them, durably, or none.

        False when somebody was first, or when a rotation came in between: look again. Raises VaultSealed.
        """
        ring, current = self.ring(), self.keystore.current()
        by = ring.find(current) if current else ring.current
        return by is not None and self.keystore.add_many([wrap(by, owner, FIRST, key) for owner, key in keys.items()])

    def _data_keys(self, owners: list[str]) -> dict[str, tuple[WrappedKey, bytes | None]]:
        """The kept keys of these people, unwrapped; None for who was shredded. Raises VaultSealed."""
        for _ in range(ATTEMPTS):
            kept, ring = self.keystore.get_many(owners), self.ring()
            if all(key.wrapped is None or ring.find(key.master or "") for key in kept):
                return {key.owner: (key, None if key.wrapped is None else unwrap(ring, key)) for key in kept}
        raise VaultSealed(WRONG_KEY)

    def _layers(self, session: Session, owners: list[str]) -> list[tuple[SealedField, bytes]]:
        """The stored fields of these people with the person's own layer taken off."""
        rows: list[SealedField] = []
        for start in range(0, len(owners), CHUNK):
            rows += session.exec(select(SealedField).where(col(SealedField.owner).in_(owners[start : start + CHUNK])))
        keys = self._data_keys(owners)
        return [(row, _unseal_row(row, keys.get(row.owner))) for row in rows]


def _unseal_row(row: SealedField, found: tuple[WrappedKey, bytes | None] | None) -> bytes:
    if found is None:
        raise VaultSealed("The key of an identity is missing.")
    if found[1] is None:
        raise IdentityShredded("The identity can no longer be read.")
    where = field_place(row.owner, row.field, row.key_version, row.sealed_to)
    return crypto.unseal(found[1], row.nonce, row.ciphertext, where)
