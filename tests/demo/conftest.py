"""The demonstration, loaded once for all tests that only look at it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from casework.config import Settings
from casework.db import read_session
from tests.world import copied_app


@dataclass
class Demo:
    """A loaded installation."""

    engine: Engine
    settings: Settings


@pytest.fixture(scope="package")
def demo(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demonstration case on SQLite, in a copy of its own."""
    app = copied_app(demo_folder, tmp_path_factory.mktemp("demo"))
    yield Demo(app.extensions["casework_engine"], app.extensions["casework_settings"])
    app.extensions["casework_engine"].dispose()


@pytest.fixture
def loaded(demo: Demo) -> Iterator[Session]:
    """A reading session on the loaded demonstration."""
    with read_session(demo.engine) as session:
        yield session
