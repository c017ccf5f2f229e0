"""The tables of the key store, and how its engine is made. They are not part of the main database."""

import os
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.pool import NullPool

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
"""One row per person or file; a shredded person keeps the row, without the key, so that nobody seals under that owner
again."""

known_master = sa.Table("known_master", metadata, sa.Column("id", sa.String(16), primary_key=True))
"""Which master keys some row is wrapped with: tells a wrong key from a right one without opening anything."""

current_master = sa.Table(
    "current_master",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("master", sa.String(16), nullable=False),
)
"""One row: the master key that new people's keys are wrapped with. A rotation changes it before it re-wraps, so that
nobody who has not yet heard of the rotation adds a key under the old one behind its back."""

blind_index = sa.Table(
    "blind_index",
    metadata,
    sa.Column("owner", sa.String(64), primary_key=True),
    sa.Column("digest", sa.LargeBinary(32), primary_key=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Index("ix_blind_index_digest", "digest"),
)
"""Keyed hashes of telephone and identity numbers. Here and not in the main database, because such a number can be
guessed by whoever has the key: after shredding no backup of the database may still hold its hash."""


def make_engine(url: str) -> sa.Engine:
    """The store's engine, its tables made. SQLite: full synchronisation, deleted bytes overwritten, and its default, a
    rollback journal that is removed after each transaction."""
    engine = _server(url) if make_url(url).get_backend_name() != "sqlite" else _file(url)
    writer = engine.execution_options(writes=True)
    try:
        metadata.create_all(writer)
    except (IntegrityError, OperationalError, ProgrammingError):  # another process makes them at this moment
        metadata.create_all(writer)
    return engine


def _server(url: str) -> sa.Engine:
    return sa.create_engine(url, hide_parameters=True, pool_pre_ping=True)


def _file(url: str) -> sa.Engine:
    _private_file(make_url(url).database)
    engine = sa.create_engine(url, hide_parameters=True, poolclass=NullPool)

    @sa.event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("busy_timeout=10000", "synchronous=FULL", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _private_file(name: str | None) -> None:
    """A file and, when it is made here, a folder that only their owner opens; SQLite's journal takes the file's mode."""
    if not name or name == ":memory:":
        return
    path = Path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    if path.stat().st_mode & 0o077 and path.stat().st_uid == os.geteuid():
        path.chmod(0o600)
