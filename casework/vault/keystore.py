"""Where the wrapped data keys live: a store of its own, so that a destroyed key is gone.

A deleted row survives in PostgreSQL's log and in SQLite's write-ahead log; hence a small SQLite file with a rollback
journal that is removed after each transaction, and with deleted bytes overwritten.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from casework.vault.keytables import blind_index, current_master, known_master, make_engine, wrapped_key

CHUNK = 500
FILE = "file:"
"""What the owner of a file's key begins with; the rest is the file's id."""

INDEX_OWNER = "blind index"  # the index's own key lies among the people's, and is re-wrapped with them
SIGNING_OWNER = "signing key"  # so does the secret that the installation signs with (casework.audit.heads)
CERTIFICATE = "certificate:"  # and the secrets behind certificates of our own (casework.signing), by serial number
_OURS = (INDEX_OWNER, SIGNING_OWNER)


def is_persons(owner: str) -> bool:
    """Whether a key is of a person, rather than of a file or of the installation itself."""
    return owner not in _OURS and not owner.startswith((FILE, CERTIFICATE))


_IS_PERSONS = (
    wrapped_key.c.owner.not_in(_OURS)
    & ~wrapped_key.c.owner.startswith(FILE, autoescape=True)
    & ~wrapped_key.c.owner.startswith(CERTIFICATE, autoescape=True)
)


@dataclass(frozen=True, repr=False)
class WrappedKey:
    """A data key of a person or a file, wrapped by the master key `master`; without `wrapped` it has been shredded."""

    owner: str
    version: int
    master: str | None
    nonce: bytes | None
    wrapped: bytes | None
    shredded_at: str | None = None


class Keystore:
    """The rows of the key store. Every write is its own durable transaction."""

    def __init__(self, url: str) -> None:
        self._engine = make_engine(url)
        self._writer = self._engine.execution_options(writes=True)

    def get(self, owner: str) -> WrappedKey | None:
        return next(iter(self.get_many([owner])), None)

    def get_many(self, owners: Iterable[str]) -> list[WrappedKey]:
        wanted = list(dict.fromkeys(owners))
        found: list[WrappedKey] = []
        with self._engine.connect() as connection:
            for start in range(0, len(wanted), CHUNK):
                chosen = wrapped_key.c.owner.in_(wanted[start : start + CHUNK])
                found += [_row(row) for row in connection.execute(sa.select(wrapped_key).where(chosen))]
        return found

    def add(self, key: WrappedKey) -> bool:
        """Keep a new person's key.

        False when another process has just made one for the same person, or when a rotation has meanwhile made
        another master key the current one: look again.
        """
        return self.add_many([key])

    def add_many(self, keys: Sequence[WrappedKey]) -> bool:
        """Keep the new keys of many people, wrapped by one master key, in one transaction: all of them or none; as `add`."""
        try:
            with self._writer.begin() as connection:
                _add(connection, keys)
        except _NotAdded:
            return False
        return True

    def current(self) -> str | None:
        """The id of the master key that new keys are wrapped with; None before the first."""
        with self._engine.connect() as connection:
            return connection.scalar(sa.select(current_master.c.master))

    def make_current(self, master: str) -> None:
        """From now on only keys wrapped by this master key are added."""
        with self._writer.begin() as connection:
            _know(connection, master)
            if not _insert(connection, current_master, {"id": 1, "master": master}):
                connection.execute(sa.update(current_master).values(master=master))

    def rewrap(self, keys: Sequence[WrappedKey]) -> None:
        """Replace wrappings. A person shredded meanwhile stays shredded."""
        with self._writer.begin() as connection:
            for key in keys:
                _know(connection, key.master)
                alive = (wrapped_key.c.owner == key.owner) & wrapped_key.c.wrapped.is_not(None)
                values = {"master": key.master, "nonce": key.nonce, "wrapped": key.wrapped}
                connection.execute(sa.update(wrapped_key).where(alive).values(values))

    def wrapped_by_others(self, master: str, limit: int = CHUNK) -> list[WrappedKey]:
        """Living keys that another master key than `master` wraps."""
        stale = wrapped_key.c.wrapped.is_not(None) & (wrapped_key.c.master != master)
        with self._engine.connect() as connection:
            return [_row(row) for row in connection.execute(sa.select(wrapped_key).where(stale).limit(limit))]

    def shred(self, owner: str) -> bool:
        """Destroy a person's key and index entries for good; True when there was a key. SQLite overwrites the bytes.

        Who had no key gets an empty row, too: nothing is ever sealed under that owner.
        """
        gone = {"master": None, "nonce": None, "wrapped": None, "shredded_at": _now()}
        alive = (wrapped_key.c.owner == owner) & wrapped_key.c.wrapped.is_not(None)
        with self._writer.begin() as connection:
            connection.execute(sa.delete(blind_index).where(blind_index.c.owner == owner))
            if _insert(connection, wrapped_key, gone | {"owner": owner, "version": 1, "created_at": _now()}):
                return False
            return connection.execute(sa.update(wrapped_key).where(alive).values(gone)).rowcount > 0

    def masters(self) -> set[str]:
        """Ids of the master keys that are needed to read everything."""
        with self._engine.connect() as connection:
            return set(connection.scalars(sa.select(known_master.c.id)))

    def forget_unused_masters(self) -> None:
        """After a rotation: drop from `masters` what no row needs any longer."""
        used = sa.select(wrapped_key.c.master).where(wrapped_key.c.master.is_not(None))
        unused = known_master.c.id.not_in(used) & known_master.c.id.not_in(sa.select(current_master.c.master))
        with self._writer.begin() as connection:
            connection.execute(sa.delete(known_master).where(unused))

    def delete(self, owners: Sequence[str]) -> None:
        """Remove keys without a trace: of files, which nothing is ever written under again. SQLite overwrites the bytes."""
        with self._writer.begin() as connection:
            for start in range(0, len(owners), CHUNK):
                chosen = wrapped_key.c.owner.in_(owners[start : start + CHUNK])
                connection.execute(sa.delete(wrapped_key).where(chosen))

    def count(self) -> int:
        """Number of people's keys that are alive."""
        return self._count(_IS_PERSONS)

    def count_files(self) -> int:
        """Number of files' keys that are alive."""
        return self._count(wrapped_key.c.owner.startswith(FILE, autoescape=True))

    def owners_of_files(self, made_before: str) -> list[str]:
        """Whose keys are of files and were made before that moment (ISO 8601, UTC)."""
        chosen = wrapped_key.c.owner.startswith(FILE, autoescape=True) & (wrapped_key.c.created_at < made_before)
        with self._engine.connect() as connection:
            return list(connection.scalars(sa.select(wrapped_key.c.owner).where(chosen)))

    def _count(self, which: sa.ColumnElement[bool]) -> int:
        alive = wrapped_key.c.wrapped.is_not(None) & which
        with self._engine.connect() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(wrapped_key).where(alive)).scalar_one()

    def put_index(self, owner: str, entries: Mapping[str, Iterable[bytes]]) -> None:
        """Replace a person's index entries of these kinds; entries of other kinds stay."""
        mine = blind_index.c.owner == owner
        with self._writer.begin() as connection:
            connection.execute(sa.delete(blind_index).where(mine & blind_index.c.kind.in_(list(entries))))
            for kind, digests in entries.items():
                for digest in digests:
                    _insert(connection, blind_index, {"owner": owner, "digest": digest, "kind": kind})

    def owners_alike(self, owner: str) -> dict[str, set[str]]:
        """Other people with one of this person's numbers, and of which kinds. Needs no key; at most `CHUNK` entries."""
        other = blind_index.alias()
        same = (other.c.digest == blind_index.c.digest) & (other.c.owner != owner)
        statement = sa.select(other.c.owner, other.c.kind).select_from(blind_index.join(other, same))
        found: dict[str, set[str]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(statement.where(blind_index.c.owner == owner).limit(CHUNK)):
                found.setdefault(row.owner, set()).add(row.kind)
        return found

    def add_index(self, kind: str, entries: Mapping[str, bytes]) -> None:
        """Keep one more index entry of this kind for each of these people, in one transaction."""
        with self._writer.begin() as connection:
            rows = [{"owner": owner, "digest": digest, "kind": kind} for owner, digest in entries.items()]
            for start in range(0, len(rows), CHUNK):
                _insert_many(connection, blind_index, rows[start : start + CHUNK])

    def owners_of(self, kind: str, digests: Iterable[bytes]) -> dict[bytes, set[str]]:
        """Whose index entries of this kind these are."""
        wanted, found = list(dict.fromkeys(digests)), dict[bytes, set[str]]()
        with self._engine.connect() as connection:
            for start in range(0, len(wanted), CHUNK):
                chosen = blind_index.c.digest.in_(wanted[start : start + CHUNK]) & (blind_index.c.kind == kind)
                for row in connection.execute(sa.select(blind_index).where(chosen)):
                    found.setdefault(bytes(row.digest), set()).add(row.owner)
        return found

    def dispose(self) -> None:
        self._engine.dispose()


class _NotAdded(Exception):
    """Somebody was first, or another master key is current: what was added in this transaction is taken back."""


def _add(connection: sa.Connection, keys: Sequence[WrappedKey]) -> None:
    if {_current(connection, master) for master in {key.master for key in keys}} != {key.master for key in keys}:
        raise _NotAdded
    for master in {key.master for key in keys}:
        _know(connection, master)
    at = _now()
    rows = [
        {"owner": key.owner, "version": key.version, "master": key.master, "nonce": key.nonce, "wrapped": key.wrapped}
        for key in keys
    ]
    for start in range(0, len(rows), CHUNK):
        some = rows[start : start + CHUNK]
        if _insert_many(connection, wrapped_key, [row | {"created_at": at} for row in some]) != len(some):
            raise _NotAdded


def _current(connection: sa.Connection, first: str | None) -> str | None:
    """The current master key, locked until the transaction ends; `first` becomes it when there was none."""
    _insert(connection, current_master, {"id": 1, "master": first})
    return connection.scalar(sa.select(current_master.c.master).with_for_update(read=True))


def _know(connection: sa.Connection, master: str | None) -> None:
    _insert(connection, known_master, {"id": master})


def _insert(connection: sa.Connection, table: sa.Table, row: dict[str, Any]) -> bool:
    """Insert unless the key is taken; True when it was inserted."""
    return _insert_many(connection, table, [row]) == 1


def _insert_many(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> int:
    """Insert those whose keys are not taken, in one statement; how many were."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(rows).on_conflict_do_nothing()
    return connection.execute(statement.execution_options(preserve_rowcount=True)).rowcount  # else PostgreSQL's is -1


def _row(row: Any) -> WrappedKey:
    return WrappedKey(row.owner, row.version, row.master, row.nonce, row.wrapped, row.shredded_at)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
