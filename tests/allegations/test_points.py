"""Factors of command, elements of labels: evidence on both sides, four eyes, compartments, and no review without them."""

from typing import Any

import pytest
from sqlmodel import select

from casework.access import Membership
from casework.allegations import command, labels, reviewing
from casework.allegations.elements import crimes
from casework.allegations.models import Allegation
from casework.allegations.point_models import ARTICLE_28
from casework.allegations.points import PointGiven, as_text, cited, points_by_allegation
from casework.cases import compartments
from casework.db import read_as
from casework.errors import Forbidden, Invalid, NotFound, Refused, Stale
from casework.subjects import Role
from casework.vocabulary import CommandFactor, Leaning, LegalLabel, LiabilityMode, ReviewStatus
from casework.witnesses.models import Witness
from tests.allegations.test_services import make
from tests.factories import make_account
from tests.units.world import World

MURDER = LegalLabel.WAR_CRIME_MURDER
NOT_KNOWN = [PointGiven(factor.value, Leaning.NOT_KNOWN) for factor in CommandFactor]


@pytest.fixture(autouse=True)
def statement(world: World) -> None:
    world.testimony(1)
    world.exhibit(3)


def commander(world: World) -> Allegation:
    return make(world, individual=world.person(), mode=LiabilityMode.MILITARY_COMMANDER)


def second(world: World) -> Any:
    account = make_account(world.session, Role.SUPERVISOR)
    world.session.add(Membership(case_id=world.case.key, account_id=account.key, reason="test"))
    world.session.flush()
    return account.as_actor()


def save(world: World, row: Allegation, given: list[PointGiven], version: int = 1) -> None:
    command.save_factors(world.session, world.actor, world.case, row, given, version=version)


def test_a_commander_is_not_submitted_while_a_factor_is_open_and_not_known_is_an_answer(world: World) -> None:
    row = commander(world)
    save(world, row, NOT_KNOWN[:-1])
    with pytest.raises(Refused, match="Failed to submit"):
        reviewing.submit(world.session, world.actor, world.case, row)
    save(world, row, NOT_KNOWN, version=2)
    reviewing.submit(world.session, world.actor, world.case, row)
    with pytest.raises(Refused):
        save(world, row, NOT_KNOWN, version=3)


def test_a_factor_keeps_evidence_on_both_sides_and_makes_an_approved_link_a_draft(world: World) -> None:
    row = commander(world)
    row.status = ReviewStatus.APPROVED
    world.session.flush()
    given = PointGiven("knew", Leaning.FOR, "on the radio", "a second source", "t-0001 ¶9", "EX-0003 00:12")
    save(world, row, [given])
    shown = points_by_allegation(world.session, [row.key])[row.key][ARTICLE_28]["knew"]
    assert (as_text(shown.supporting), as_text(shown.against)) == ("T-0001 ¶9", "EX-0003 00:12")
    assert (shown.row.note, shown.row.missing, row.status, row.version) == (
        "on the radio",
        "a second source",
        "draft",
        2,
    )
    with pytest.raises(Stale):
        save(world, row, [given])
    save(world, row, [PointGiven("knew")], version=2)
    assert points_by_allegation(world.session, [row.key])[row.key] == {}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (PointGiven("knew", Leaning.FOR), "points-0-note"),
        (PointGiven("knew", None, "a note"), "points-0-leaning"),
        (PointGiven("knew", Leaning.FOR, supports="somebody"), "points-0-supports"),
        (PointGiven("knew", Leaning.FOR, against="T-0099 ¶1"), "points-0-against"),
    ],
)
def test_what_is_missing_in_a_point_is_said_beside_its_field(world: World, given: PointGiven, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        save(world, commander(world), [given])
    assert set(refused.value.fields) == {field}


def test_a_label_is_given_by_one_supervisor_and_confirmed_by_another_who_must_look_again(world: World) -> None:
    row, other = make(world), second(world)
    with pytest.raises(Forbidden):
        labels.label_legally(world.session, world.actor, row, [MURDER], version=1)
    labels.label_legally(world.session, world.supervisor, row, [MURDER], version=1)
    assert row.legal_labels == ["war_crime_murder"]
    with pytest.raises(Refused):
        labels.confirm_label(world.session, world.supervisor, row, MURDER, version=1)
    given = [PointGiven("killed", Leaning.FOR, supports="EX-0003")]
    labels.save_elements(world.session, world.supervisor, row, MURDER, given, version=1)
    with pytest.raises(Stale):
        labels.confirm_label(world.session, other, row, MURDER, version=1)
    labels.confirm_label(world.session, other, row, MURDER, version=2)
    assert labels.get_label(world.session, row, MURDER).confirmed_by == other.id
    labels.save_elements(world.session, other, row, MURDER, given, version=2)
    assert labels.get_label(world.session, row, MURDER).confirmed_by is None
    for writer in (world.supervisor, other):
        with pytest.raises(Refused):
            labels.confirm_label(world.session, writer, row, MURDER, version=3)


def test_investigators_write_no_elements_and_a_label_that_was_not_given_has_none(world: World) -> None:
    row = make(world)
    with pytest.raises(Forbidden):
        labels.save_elements(world.session, world.actor, row, MURDER, [], version=1)
    with pytest.raises(NotFound):
        labels.save_elements(world.session, world.supervisor, row, MURDER, [], version=1)


def test_evidence_that_is_restricted_is_counted_and_not_shown(world: World) -> None:
    row = commander(world)
    save(world, row, [PointGiven("knew", Leaning.FOR, supports="T-0001 ¶9, EX-0003")])
    witness = world.session.exec(select(Witness)).one()
    compartments.restrict(world.session, world.supervisor, subject=witness.subject, accounts=[], reason="threats")
    read_as(world.session, world.actor)
    shown = points_by_allegation(world.session, [row.key])[row.key][ARTICLE_28]["knew"]
    assert ([one.reference for one in shown.sources], shown.withheld) == (["EX-0003"], 1)


def test_every_crime_has_elements_in_both_languages_and_what_is_no_crime_has_none() -> None:
    without = {LegalLabel.WAR_CRIME_OTHER, LegalLabel.HUMAN_RIGHTS_VIOLATION, LegalLabel.UNDETERMINED}
    for label, crime in crimes().items():
        assert bool(crime.elements) == bool(crime.article) == (label not in without), label
        assert all(one.english and one.arabic and len(one.key) <= 60 for one in crime.elements)
        assert len({one.key for one in crime.elements}) == len(crime.elements)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("t-1 ¶9a; EX-0003 p. 4،T-2", [("T-1", "9a"), ("EX-0003", "p. 4"), ("T-2", "")]),
    ],
)
def test_references_are_read_as_people_write_them(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.reference.upper(), one.paragraph) for one in cited(text)] == expected
