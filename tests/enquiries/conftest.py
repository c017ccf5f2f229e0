"""A dossier that was issued to a body, on both databases."""

import pytest
from sqlmodel import Session

from casework.config import Settings
from tests.dossiers.world import make_world
from tests.enquiries.world import Asked, begin


@pytest.fixture
def asked(session: Session, settings: Settings) -> Asked:
    return begin(make_world(session, settings))
