"""A case with records, on both databases."""

import pytest
from sqlmodel import Session

from casework.config import Settings
from tests.dossiers.world import make_world
from tests.exchange.records.world import Full, Scene, fill


@pytest.fixture
def scene(session: Session, settings: Settings) -> Scene:
    return Scene(make_world(session, settings))


@pytest.fixture
def full(session: Session, settings: Settings) -> Full:
    return fill(make_world(session, settings))
