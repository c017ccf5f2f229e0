"""Competing claims: side by side, one preferred with a reason, reversible, never over the heads of the others."""

from typing import Any

import pytest
from sqlmodel import select

from casework.errors import Forbidden, Invalid, NotFound, Refused
from casework.incidents.data import INCIDENTS
from casework.sources import claims
from casework.sources.claims import Claimed, Kind
from casework.sources.given import SourceGiven
from casework.sources.models import DatumClaim, Source
from casework.sources.resting import resting_on
from casework.units import data, telling
from casework.units.data import INDIVIDUALS, UNITS
from casework.vocabulary import ReviewStatus
from tests.units.world import CITED, World

assert telling


def said(world: World, kind: Kind, record: Any, datum: str, value: str, **more: Any) -> DatumClaim:
    source = more.pop("source", CITED)
    return claims.add_claim(world.session, world.actor, kind, record, Claimed(source, datum, value, **more))


def choose(
    world: World, kind: Kind, record: Any, row: DatumClaim, act: Any = claims.prefer, reason: str = "seen"
) -> Any:
    return act(world.session, world.actor, kind, record, row, reason=reason)


CASES = [
    (UNITS, lambda world: world.unit("First name", name_ar="الاسم"), "name", "Second", "Third"),
    (UNITS, lambda world: world.unit(insignia="black"), "insignia", "white mark", "none"),
    (UNITS, lambda world: world.unit(), "kind", "Police", "corps"),
    (INDIVIDUALS, lambda world: world.person(), "description", "limps", "tall"),
    (INCIDENTS, lambda world: world.incident(starts="2025-03-07"), "starts", "2025-03-08", "2025-03-08/"),
    (INCIDENTS, lambda world: world.incident(place="by the road"), "place", "a yard", "a field"),
]


@pytest.mark.parametrize(("kind", "make", "datum", "one", "other"), CASES)
def test_a_preferred_claim_becomes_what_the_record_says_and_going_back_restores_it(
    world: World, kind: Kind, make: Any, datum: str, one: str, other: str
) -> None:
    record = make(world)
    before, before_ar = getattr(record, datum), getattr(record, f"{datum}_ar", "")
    first, second = said(world, kind, record, datum, one), said(world, kind, record, datum, other)
    assert getattr(record, datum) == before  # saying it changes nothing
    choose(world, kind, record, first)
    choose(world, kind, record, second)
    assert str(getattr(record, datum)) == second.value
    (shown,) = claims.claims_of(world.session, world.actor, kind, record)
    assert [bool(one.preference) for one in shown.claims] == [False, True]
    assert (shown.is_contested, shown.differs, record.version) == (True, False, 3)
    choose(world, kind, record, second, claims.unprefer, "a mistake")
    assert (getattr(record, datum), getattr(record, f"{datum}_ar", "")) == (before, before_ar)


def test_what_was_changed_since_is_not_overwritten_when_a_preference_ends(world: World) -> None:
    unit = world.unit(insignia="black")
    row = said(world, UNITS, unit, "insignia", "white")
    choose(world, UNITS, unit, row)
    unit.insignia = "blue"
    world.session.flush()
    assert claims.claims_of(world.session, world.actor, UNITS, unit)[0].differs
    choose(world, UNITS, unit, row, claims.withdraw, "misheard")
    assert (unit.insignia, row.withdrawn) == ("blue", "misheard")
    (shown,) = claims.claims_of(world.session, world.actor, UNITS, unit)
    assert (shown.claims[0].preference, shown.is_contested) == (None, False)
    with pytest.raises(Invalid):
        choose(world, UNITS, unit, row)


@pytest.mark.parametrize(
    ("claimed", "field"),
    [
        (Claimed(SourceGiven(), "starts", "2025"), "citation"),
        (Claimed(CITED, "starts", "long ago"), "value"),
        (Claimed(CITED, "place", " "), "value"),
        (Claimed(CITED, "scene_status", "tidy"), "value"),
    ],
)
def test_a_claim_that_cannot_be_is_refused_beside_the_field(world: World, claimed: Claimed, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        claims.add_claim(world.session, world.actor, INCIDENTS, world.incident(), claimed)
    assert set(refused.value.fields) == {field}


def test_a_preference_needs_a_reason_and_a_record_that_may_say_so(world: World) -> None:
    incident = world.incident(starts="2025-03-07", ends="2025-03-07")
    late = said(world, INCIDENTS, incident, "starts", "2025-03-09")
    for reason, words in ((" ", "Say why."), ("seen", "ends before it begins")):
        with pytest.raises(Invalid) as refused:
            choose(world, INCIDENTS, incident, late, reason=reason)
        assert words in str(refused.value.fields["reason"])
    assert claims.claims_of(world.session, world.actor, INCIDENTS, incident)[0].claims[0].preference is None
    incident.status = ReviewStatus.SUBMITTED
    world.session.flush()
    with pytest.raises(Refused):
        choose(world, INCIDENTS, incident, said(world, INCIDENTS, incident, "starts", "2025-03-06"))


def test_a_claim_of_another_record_is_not_found_and_strangers_may_not_write(world: World) -> None:
    one, other = world.incident(), world.incident()
    row = said(world, INCIDENTS, one, "place", "a yard")
    with pytest.raises(NotFound):
        claims.get_claim(world.session, INCIDENTS, other, row.key)
    with pytest.raises(NotFound):
        claims.get_claim(world.session, UNITS, world.unit(), row.key)
    with pytest.raises(Forbidden):
        claims.prefer(world.session, world.stranger, INCIDENTS, one, row, reason="mine")
    assert one.place == ""


def test_claims_stand_on_the_page_of_their_source(world: World) -> None:
    said(world, UNITS, world.unit("A unit"), "insignia", "white mark")
    source = world.session.exec(select(Source)).one()
    (found,) = resting_on(world.session, world.actor, source).facts
    assert found[1].words == "U-0001 A unit: white mark"
    assert data
