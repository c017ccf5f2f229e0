"""A dossier that is limited to a period or leaves parts out says so, and prints nothing of them."""

import dataclasses
from datetime import date

import pytest
from sqlmodel import Session

from casework.config import Settings
from casework.dossiers.composing import DossierDetails
from casework.dossiers.gist import printed_witnesses
from casework.dossiers.narrowing import narrowed
from casework.dossiers.outline import OPTIONAL, outline
from casework.dossiers.profiling import PRINTED_IN
from casework.dossiers.scope import Period
from casework.dossiers.snapshot import dumps
from casework.errors import Invalid
from casework.incidents.models import CasualtyFigure, Incident
from casework.vocabulary import FigureCategory, ReviewStatus
from tests.dossiers import samples
from tests.dossiers.world import World, make_world

MARCH = Period(date(2025, 3, 6), date(2025, 3, 10))


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    made = make_world(session, settings)
    made.allegation(1, [(made.testimony(1, made.witness(1), "In March."), "1")])
    return made


@pytest.mark.parametrize(
    "starts, ends, is_in",
    [
        ("2025-03-06", "", True),
        ("2025-03-10", "", True),
        ("2025-03-05", "", False),
        ("2025-03-11", "", False),
        ("2025-03-01", "2025-03-31", True),
        ("2025-03", "", True),
        ("2025-02", "", False),
        ("2025-03-01~", "", True),
        ("", "", True),
        ("/2025-03-05", "", False),
        ("2025-03-11/", "", False),
        ("2025-03-01/", "", True),
    ],
)
def test_an_incident_is_in_the_period_when_it_may_lie_in_it(starts: str, ends: str, is_in: bool) -> None:
    assert MARCH.may_hold(starts, ends) is is_in


def test_what_lies_outside_the_period_is_left_out_and_said(world: World) -> None:
    later = world.keep(
        Incident(
            case_id=world.case.key, number=2, reference="I-0002", title="In June", starts="2025-06-01",
            status=ReviewStatus.APPROVED,
        )
    )  # fmt: skip
    world.approve(later, 1)
    world.allegation(2, [(world.testimony(2, world.witness(2), "In June."), "1")], incident_id=later.key)
    world.keep(
        CasualtyFigure(
            case_id=world.case.key,
            category=next(iter(FigureCategory)),
            lowest=973,
            source="A source",
            as_of="2025-07-01",
        )
    )
    whole, part = world.english(), world.english(dossier=world.dossier(period=MARCH))
    assert "In June" in dumps(whole)
    assert "973" in dumps(whole)
    text = dumps(part)
    assert "In June" not in text
    assert "973" not in text
    assert [one.ref for one in part.incidents] == [one.ref for one in part.moments] == ["I-0001"]
    assert part.cover.period == "6 March 2025 to 10 March 2025"
    said = " ".join(part.limitations)
    for words in (
        "covers the period",
        "1 incident of the case is outside",
        "nothing in scope rests",
        "count other days",
    ):
        assert words in said
    assert whole.limitations == ()


def test_an_unapproved_incident_in_the_period_is_listed_and_refuses_only_by_name(world: World) -> None:
    world.keep(Incident(case_id=world.case.key, number=2, reference="I-0002", title="New", starts="2025-03-07"))
    made = world.english(dossier=world.dossier(period=MARCH))
    assert [row.place for row in made.redactions] == ["I-0002"]


def test_a_period_that_ends_before_it_begins_and_parts_that_must_stay_are_refused(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        world.dossier(period=Period(date(2025, 3, 2), date(2025, 3, 1)), without=["manifest"])
    assert set(refused.value.fields) == {"period_to", "without"}


def test_a_part_left_out_is_named_among_the_limitations_and_nothing_of_it_is_kept(world: World) -> None:
    world.exhibit(1)
    made = world.english(dossier=world.dossier(without=["statements", "casualties"]))
    assert made.statements == ()
    assert "In March" not in dumps(made)
    assert "annex C (Statements). That they are missing" in made.limitations[-1]
    assert "Casualty" not in made.limitations[-1], "there is nothing to leave out"
    assert printed_witnesses(made) == {"W-0001"}, "their consent counts though their words are not printed"


@pytest.mark.parametrize("name", OPTIONAL)
def test_a_snapshot_without_a_part_prints_all_the_others(name: str) -> None:
    whole = samples.snapshot()
    made = narrowed(dataclasses.replace(whole, without=(name,)))
    kept = [part.name for part in (*outline(whole, str).sections, *outline(whole, str).annexes) if part.name != name]
    plan = outline(made, str)
    assert [part.name for part in (*plan.sections, *plan.annexes)] == kept
    for field, parts in PRINTED_IN.items():
        if field != "allegations":
            assert bool(getattr(made, field)) == (bool(getattr(whole, field)) and parts != {name})


def test_without_all_that_can_be_left_out_only_what_was_refuted_is_kept() -> None:
    made = narrowed(dataclasses.replace(samples.snapshot(), without=OPTIONAL))
    assert all(one.is_refuted for one in made.allegations)
    kept = {field for field, parts in PRINTED_IN.items() if field != "allegations" and getattr(made, field)}
    assert kept == {"consents", "consent_scopes"}


def test_details_leave_nothing_out_of_their_own_accord() -> None:
    assert DossierDetails("x").without == ()
