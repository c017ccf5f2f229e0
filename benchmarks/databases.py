"""Empty databases for a measurement, on SQLite and on PostgreSQL."""

import base64
import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from casework import tables
from casework.config import Settings, load_settings
from casework.db import make_engine, migrate

assert tables
POSTGRES_URL = os.environ.get("CASEWORK_TEST_POSTGRES_URL", "")
KINDS = ("sqlite", "postgresql") if POSTGRES_URL else ("sqlite",)


def environment(folder: str, url: str = "") -> dict[str, str]:
    """Settings of an installation in this folder, by default on SQLite: cheap passwords, a known key, no worker."""
    return {
        "CASEWORK_INSTANCE": folder, "CASEWORK_DATABASE_URL": url or f"sqlite:///{Path(folder) / 'casework.sqlite'}",
        "CASEWORK_TESTING": "1", "CASEWORK_ARGON2_MEMORY_KIB": "64", "CASEWORK_ARGON2_TIME_COST": "1",
        "CASEWORK_SECOND_FACTOR": "optional", "CASEWORK_FRESH_FACTOR_SECONDS": "86400",
        "CASEWORK_WORKER_IN_PROCESS": "0", "CASEWORK_MASTER_KEY": base64.b64encode(bytes(32)).decode(),
    }  # fmt: skip


@contextmanager
def database(kind: str) -> Iterator[Settings]:
    """Settings of a fresh, migrated installation in a temporary folder, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        url, name = "", f"casework_bench_{uuid.uuid4().hex[:10]}"
        admin = create_engine(POSTGRES_URL, isolation_level="AUTOCOMMIT") if kind == "postgresql" else None
        if admin is not None:
            with admin.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name}"))
            url = make_url(POSTGRES_URL).set(database=name).render_as_string(hide_password=False)
        settings = load_settings(environment(folder, url))
        engine = make_engine(settings)
        migrate.upgrade(engine)
        engine.dispose()
        yield settings
        if admin is not None:
            with admin.connect() as connection:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
            admin.dispose()
