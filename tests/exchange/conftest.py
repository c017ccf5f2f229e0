"""A case with files, on both databases."""

from pathlib import Path

import pytest
from sqlmodel import Session

from casework.config import Settings
from tests.dossiers.world import make_world
from tests.exchange.world import Desk
from tests.storage.stores import make_store


@pytest.fixture
def desk(session: Session, settings: Settings, tmp_path: Path) -> Desk:
    return Desk(make_world(session, settings), make_store(tmp_path / "store"))
