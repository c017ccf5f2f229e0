"""Incidents: complete, findings with their standard, stale saves, who may."""

from datetime import date
from typing import Any

import pytest

from casework.errors import Forbidden, Invalid, NotFound, Refused, Stale
from casework.incidents import services
from casework.incidents.services import IncidentFacts
from casework.vocabulary import Act, Confidence, FindingState, ReviewStatus
from tests.units.world import World


def test_an_incident_keeps_the_bounds_of_its_date_for_sorting(world: World) -> None:
    incident = world.incident(starts="2025-03", ends="")
    assert (incident.reference, incident.earliest, incident.latest) == ("I-0001", date(2025, 3, 1), date(2025, 3, 31))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": ""}, "title"),
        ({"acts": []}, "acts"),
        ({"starts": "yesterday"}, "starts"),
        ({"starts": "2025-03-09", "ends": "2025-03-08"}, "ends"),
        ({"latitude": 35.1, "precision_m": 50}, "longitude"),
        ({"latitude": 95.0, "longitude": 36.0, "precision_m": 100}, "latitude"),
        ({"latitude": 35.1, "longitude": 36.0}, "precision_m"),
        ({"finding": FindingState.OCCURRED, "finding_standard": Confidence.REASONABLE_SUSPICION}, "finding_standard"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(world: World, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        world.incident(**facts)
    assert set(refused.value.fields) == {field}


def test_every_complaint_comes_at_once(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        world.incident(title="", acts=[], starts="?")
    assert set(refused.value.fields) == {"title", "acts", "starts"}


def test_a_stale_save_is_refused_and_a_reviewed_incident_waits(world: World) -> None:
    incident, facts = world.incident(), IncidentFacts(title="Again", acts=[Act.LOOTING])
    services.change_incident(world.session, world.actor, world.case, incident, facts, version=1)
    with pytest.raises(Stale):
        services.change_incident(world.session, world.actor, world.case, incident, facts, version=1)
    incident.status = ReviewStatus.CLAIMED
    world.session.flush()
    with pytest.raises(Refused):
        services.change_incident(world.session, world.actor, world.case, incident, facts, version=2)


def test_incidents_are_filtered_by_act_and_words(world: World) -> None:
    world.incident(title="Noise", acts=[Act.ARBITRARY_DETENTION])
    wanted = world.incident(title="In the quarter", acts=[Act.KILLING, Act.LOOTING], place_ar="القصور")
    for filters in ({"act": Act.LOOTING}, {"q": "القصور"}, {"q": "quarter", "act": Act.KILLING}):
        statement = services.incidents_listed(world.session, world.actor, world.case, **filters)
        assert world.session.exec(statement).all() == [wanted]


def test_who_does_not_belong_to_the_case_sees_nothing(world: World) -> None:
    incident = world.incident()
    with pytest.raises(Forbidden):
        services.get_incident(world.session, world.stranger, world.case, incident.reference)
    with pytest.raises(NotFound):
        services.get_incident(world.session, world.actor, world.case, "I-0099")


def test_incidents_come_in_order_of_time_the_undated_last(world: World) -> None:
    late, never, early = world.incident(starts="2025-03-09"), world.incident(), world.incident(starts="2025-03-06")
    assert list(services.incidents_of(world.session, world.case.key)) == [early, late, never]
