"""What every test can ask for: a fresh database of each kind, an application, a browser's client."""

import os
import shutil
import uuid
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, make_url, text
from sqlmodel import Session

from casework.app import create_app
from casework.config import Settings, load_settings
from casework.db import make_engine, migrate
from casework.db.engine import new_session
from tests import once

FULL = os.environ.get("CASEWORK_TEST_FULL") == "1"  # ./dev test: whatever a test needs is there
pytest_plugins = ["tests.world", "tests.tsa"]

POSTGRES_URL = os.environ.get("CASEWORK_TEST_POSTGRES_URL", "")
SQLITE_TEMPLATE = "CASEWORK_TEST_SQLITE_TEMPLATE"  # made already, by the process that started this one
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
BACKENDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


once.share()


def pytest_collection_finish() -> None:
    once.settle()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a PostgreSQL server its tests cannot run; in a full run that is an error, never a silent gap."""
    if POSTGRES_URL:
        return
    if FULL:
        raise pytest.UsageError("CASEWORK_TEST_POSTGRES_URL is not set: ./dev test starts a server")
    skip = pytest.mark.skip(reason="no PostgreSQL server: run ./dev test")
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(skip)


def _never_skipped(report: Report) -> Report:
    """In a full run a skipped test is a failed one, unless the kernel or the account allows no better."""
    if (
        FULL
        and report.skipped
        and not hasattr(report, "wasxfail")
        and "this machine does not allow" not in str(report.longrepr)
    ):
        report.outcome, report.longrepr = "failed", f"skipped in a full run: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _never_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _never_skipped((yield))


def _settings(folder: Path, url: str) -> Settings:
    return load_settings(
        {
            "CASEWORK_INSTANCE": str(folder),
            "CASEWORK_DATABASE_URL": url,
            "CASEWORK_TESTING": "1",
            "CASEWORK_SECRET_KEY": "00" * 32,
            "CASEWORK_ARGON2_MEMORY_KIB": "64",
            "CASEWORK_ARGON2_TIME_COST": "1",
            "CASEWORK_WORKER_IN_PROCESS": "0",
            "CASEWORK_SECOND_FACTOR": "optional",  # tests of their own say "required"
            "CASEWORK_FRESH_FACTOR_SECONDS": "86400",
        }
    )


def make_sqlite_template(folder: Path) -> Path:
    """A migrated, empty SQLite database in one file."""
    engine = make_engine(_settings(folder, f"sqlite:///{folder / 'template.sqlite'}"))
    migrate.upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return folder / "template.sqlite"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database, copied for each test."""
    if made := os.environ.get(SQLITE_TEMPLATE):
        return Path(made)
    return make_sqlite_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    """The name of a migrated, empty PostgreSQL database, copied for each test."""
    name = f"casework_template_{uuid.uuid4().hex[:12]}"
    admin = create_engine(POSTGRES_URL, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = create_engine(make_url(POSTGRES_URL).set(database=name))
    migrate.upgrade(engine)
    engine.dispose()
    yield name
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def _copy_postgres(template: str) -> Iterator[str]:
    name = f"casework_{uuid.uuid4().hex[:12]}"
    admin = create_engine(POSTGRES_URL, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"))
    yield make_url(POSTGRES_URL).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(scope="session")
def postgres_shared(postgres_template: str) -> Iterator[Engine]:
    """One PostgreSQL database for the tests that see it through one session alone; each is rolled back."""
    for url in _copy_postgres(postgres_template):
        engine = create_engine(url, hide_parameters=True)
        yield engine
        engine.dispose()


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database, on SQLite and on PostgreSQL in turn. A test that asks for `engine` gets a copy of its own."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "casework.sqlite")
        yield f"sqlite:///{tmp_path / 'casework.sqlite'}"
    elif "engine" in request.fixturenames:
        yield from _copy_postgres(request.getfixturevalue("postgres_template"))
    else:
        yield request.getfixturevalue("postgres_shared").url.render_as_string(hide_password=False)


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings of an installation in a temporary folder, with cheap password hashing."""
    return _settings(tmp_path / "instance", database_url)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """The engine of the test's database."""
    engine = make_engine(settings)
    yield engine
    engine.dispose()


@pytest.fixture
def session(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Session]:
    """A writing session on the test's database.

    On PostgreSQL a test that does not ask for `engine` runs inside one transaction that is rolled back: its commits
    are savepoints. Making a database for each of them took most of the suite's time.
    """
    if settings.is_sqlite or "engine" in request.fixturenames:
        engine = make_engine(settings)
        with new_session(engine, writes=True) as session:
            yield session
        engine.dispose()
        return
    with request.getfixturevalue("postgres_shared").connect() as connection, connection.begin() as outer:
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
            yield session
        outer.rollback()


@pytest.fixture
def sqlite_settings(sqlite_template: Path, tmp_path: Path) -> Settings:
    """Settings on SQLite alone: for pages, whose wiring does not depend on the database."""
    shutil.copy(sqlite_template, tmp_path / "casework.sqlite")
    return _settings(tmp_path / "instance", f"sqlite:///{tmp_path / 'casework.sqlite'}")


@pytest.fixture
def app(sqlite_settings: Settings) -> Iterator[Flask]:
    """The application on a fresh SQLite database, with CSRF on as in life."""
    app = create_app(sqlite_settings)
    yield app
    app.extensions["casework_engine"].dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript."""
    return app.test_client()


@pytest.fixture
def db(app: Flask) -> Iterator[Session]:
    """A writing session on the application's database; commit before the next request, or it waits for you."""
    with new_session(app.extensions["casework_engine"], writes=True) as session:
        yield session
