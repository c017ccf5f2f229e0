"""What a unit is alleged to have taken part in, counted over the reader's cases alone, on both databases."""

import pytest
from sqlmodel import Session

from casework.allegations.models import Allegation
from casework.analysis.unit_panels import by_confidence, incidents_alleged
from casework.config import Settings
from casework.vocabulary import Act, Confidence
from tests.units.world import World, make_world


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    return make_world(session, settings)


def test_incidents_and_confidence_count_the_readers_cases_alone(world: World) -> None:
    unit, incident = world.unit(), world.incident()
    for number, (confidence, is_refuted) in enumerate(
        [(Confidence.INSUFFICIENT, False), (Confidence.REASONABLE_GROUNDS, False), (Confidence.INSUFFICIENT, True)], 1
    ):
        row = Allegation(
            case_id=world.case.key, number=number, reference=f"A-{number:04d}", act=Act.KILLING, unit_id=unit.key,
            incident_id=incident.key, confidence=confidence, is_refuted=is_refuted, contrary="looked for, none found",
        )  # fmt: skip
        world.session.add(row)
    world.session.flush()
    (found,) = incidents_alleged(world.session, world.actor, unit)
    assert (found.incident.key, found.case_reference, found.number) == (incident.key, world.case.reference, 3)
    assert by_confidence(world.session, world.actor, unit) == [
        (Confidence.REASONABLE_GROUNDS, 1, 0),
        (Confidence.INSUFFICIENT, 1, 1),
    ]
    assert incidents_alleged(world.session, world.stranger, unit) == []
    assert by_confidence(world.session, world.stranger, unit) == []
