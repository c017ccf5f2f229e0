"""Where the wrapped data keys live: a store of its own, so that a destroyed key is gone.

A deleted row survives in PostgreSQL's log and in SQLite's write-ahead log; hence a small SQLite file with a rollback
journal that is removed after each transaction, and with deleted bytes overwritten.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import NullPool

CHUNK = 500

metadata = sa.MetaData()

wrapped_key = sa.Table(
    "wrapped_key",
    metadata,
    sa.Column("owner", sa.String(64), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("master", sa.String(16), index=True),
    sa.Column("nonce", sa.LargeBinary),
    sa.Column("wrapped", sa.LargeBinary),
    sa.Column("created_at", sa.String(40), nullable=False),
    sa.Column("shredded_at", sa.String(40)),
)
"""One row per person; a shredded one keeps its row, without the key, so that nobody seals under that owner again."""

known_master = sa.Table("known_master", metadata, sa.Column("id", sa.String(16), primary_key=True))
"""Which master keys some row is wrapped with: tells a wrong key from a right one without opening anything."""


@dataclass(frozen=True, repr=False)
class WrappedKey:
    """A person's data key, wrapped by the master key `master`; without `wrapped` it has been shredded."""

    owner: str
    version: int
    master: str | None
    nonce: bytes | None
    wrapped: bytes | None
    shredded_at: str | None = None


class Keystore:
    """The rows of the key store. Every write is its own durable transaction."""

    def __init__(self, url: str) -> None:
        self._engine = _make_engine(url)
        self._writer = self._engine.execution_options(writes=True)
        metadata.create_all(self._writer)

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
        """Keep a new person's key; False when another process has just made one for the same person."""
        try:
            with self._writer.begin() as connection:
                _know(connection, key.master)
                connection.execute(
                    sa.insert(wrapped_key).values(
                        owner=key.owner,
                        version=key.version,
                        master=key.master,
                        nonce=key.nonce,
                        wrapped=key.wrapped,
                        created_at=_now(),
                    )
                )
        except IntegrityError:
            return False
        return True

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
        """Destroy a person's key for good; True when there was one. SQLite overwrites the bytes (secure_delete)."""
        gone = {"master": None, "nonce": None, "wrapped": None, "shredded_at": _now()}
        alive = (wrapped_key.c.owner == owner) & wrapped_key.c.wrapped.is_not(None)
        with self._writer.begin() as connection:
            return connection.execute(sa.update(wrapped_key).where(alive).values(gone)).rowcount > 0

    def masters(self) -> set[str]:
        """Ids of the master keys that are needed to read everything."""
        with self._engine.connect() as connection:
            return set(connection.scalars(sa.select(known_master.c.id)))

    def forget_unused_masters(self) -> None:
        """After a rotation: drop from `masters` what no row needs any longer."""
        used = sa.select(wrapped_key.c.master).where(wrapped_key.c.master.is_not(None))
        with self._writer.begin() as connection:
            connection.execute(sa.delete(known_master).where(known_master.c.id.not_in(used)))

    def count(self) -> int:
        """Number of people whose key is alive."""
        statement = sa.select(sa.func.count()).select_from(wrapped_key).where(wrapped_key.c.wrapped.is_not(None))
        with self._engine.connect() as connection:
            return connection.execute(statement).scalar_one()

    def dispose(self) -> None:
        self._engine.dispose()


def _know(connection: sa.Connection, master: str | None) -> None:
    known = connection.scalar(sa.select(known_master.c.id).where(known_master.c.id == master))
    if known is None:
        connection.execute(sa.insert(known_master).values(id=master))


def _row(row: Any) -> WrappedKey:
    return WrappedKey(row.owner, row.version, row.master, row.nonce, row.wrapped, row.shredded_at)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _make_engine(url: str) -> sa.Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return sa.create_engine(url, hide_parameters=True, pool_pre_ping=True)
    _private_file(make_url(url).database)
    engine = sa.create_engine(url, hide_parameters=True, poolclass=NullPool)

    @sa.event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("busy_timeout=10000", "journal_mode=DELETE", "synchronous=FULL", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _private_file(name: str | None) -> None:
    if not name or name == ":memory:":
        return
    path = Path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
