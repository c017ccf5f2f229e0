"""The demonstration, loaded once for all tests that only look at it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from casework.config import Settings, load_settings
from casework.db import make_engine, read_session
from casework.demo.loader import load


@dataclass
class Demo:
    """A loaded installation."""

    engine: Engine
    settings: Settings


@pytest.fixture(scope="package")
def demo(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demonstration case on SQLite, loaded once."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copy(sqlite_template, folder / "casework.sqlite")
    settings = load_settings(
        {
            "CASEWORK_INSTANCE": str(folder / "instance"),
            "CASEWORK_DATABASE_URL": f"sqlite:///{folder / 'casework.sqlite'}",
            "CASEWORK_TESTING": "1",
            "CASEWORK_SECRET_KEY": "00" * 32,
            "CASEWORK_ARGON2_MEMORY_KIB": "64",
            "CASEWORK_ARGON2_TIME_COST": "1",
        }
    )
    engine = make_engine(settings)
    assert load(engine, settings).is_new
    yield Demo(engine, settings)
    engine.dispose()


@pytest.fixture
def loaded(demo: Demo) -> Iterator[Session]:
    """A reading session on the loaded demonstration."""
    with read_session(demo.engine) as session:
        yield session
