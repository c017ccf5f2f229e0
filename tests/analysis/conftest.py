"""A world for the tests of analysis."""

import pytest
from sqlmodel import Session

from casework.config import Settings
from tests.units.world import World, make_world


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    """A case with people in it."""
    return make_world(session, settings)
