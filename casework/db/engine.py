"""Engines and sessions for SQLite and PostgreSQL.

SQLite: WAL, synchronous=FULL (with NORMAL a power cut loses acknowledged commits), foreign keys, secure_delete,
recursive triggers (else INSERT OR REPLACE slips past a DELETE trigger). A session that will write takes the write
lock at BEGIN, so that two writers queue instead of one failing half way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlmodel import Session

from casework.config import Settings

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=15000",
    "PRAGMA secure_delete=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA trusted_schema=OFF",
)


def make_engine(settings: Settings) -> Engine:
    """An engine for the configured database; parameters never show up in errors (they may be testimony)."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, hide_parameters=True, connect_args={"check_same_thread": False, "timeout": 15})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=10, max_overflow=10)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours, see _begin_sqlite
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("casework_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN DEFERRED")


def new_session(engine: Engine, *, writes: bool) -> Session:
    """A session; one that will write says so, and takes SQLite's write lock when its transaction begins."""
    return Session(engine.execution_options(casework_writes=writes), expire_on_commit=False)


@contextmanager
def write_session(engine: Engine) -> Iterator[Session]:
    """A session for a unit of work that ends in one commit by the caller; rolled back when it raises."""
    with new_session(engine, writes=True) as session:
        yield session


@contextmanager
def read_session(engine: Engine) -> Iterator[Session]:
    """A session that only reads."""
    with new_session(engine, writes=False) as session:
        yield session


def empty_write_ahead_log(engine: Engine) -> bool:
    """SQLite: bring what was written into the database file and leave nothing in the log beside it.

    Called after something was destroyed: with `secure_delete` its bytes are then in neither. False when a reader held
    it up; the next writer's checkpoint does it then. Nothing to do on PostgreSQL.
    """
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout=1000")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout=15000")
        cursor.close()
    finally:
        connection.close()
    return not busy


def is_alive(engine: Engine) -> bool:
    """True when the database answers."""
    with engine.connect() as connection:
        return bool(connection.execute(text("SELECT 1")).scalar() == 1)
