"""A narrative does not retell what its witness keeps out of the dossier."""

import pytest
from sqlmodel import Session

from casework.access import Membership
from casework.cases.compartments import restrict
from casework.config import Settings
from casework.dossiers.snapshot import dumps
from casework.subjects import Role
from tests.dossiers.world import World, make_world
from tests.factories import make_account


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    return make_world(session, settings)


def test_a_paragraph_that_tells_of_a_withdrawn_statement_goes_with_it(world: World) -> None:
    told, gone = world.witness(1), world.witness(3)
    first, third = world.testimony(1, told, "Shots."), world.testimony(3, gone, "The secret of the third.")
    world.allegation(1, [(first, "1")], contrary="T-0003 says that the gate was open.\nNobody else was asked.")
    world.incident.summary = "T-0001 heard shots.\n\nT-0003 saw who opened the gate.\n\nThe gate is green."
    world.approve(world.incident, world.incident.version)
    assert third.reference == "T-0003"
    before = dumps(world.english())
    assert "who opened the gate" in before
    world.withdraw(gone)
    made = world.english()
    words = dumps(made)
    for kept_out in ("who opened the gate", "the gate was open", "The secret"):
        assert kept_out not in words
    for kept in ("T-0001 heard shots.", "The gate is green.", "Nobody else was asked."):
        assert kept in words
    listed = [(row.place, row.code) for row in made.redactions]
    assert ("T-0003", "R1") in listed
    assert {place for place, code in listed if code == "R4"} == {"A-0001", "I-0001"}


def test_a_paragraph_that_tells_of_something_restricted_goes_with_it(world: World) -> None:
    first, hidden = world.testimony(1, world.witness(1)), world.witness(2)
    world.testimony(2, hidden)
    world.allegation(1, [(first, "1")])
    world.incident.summary = "T-0001 heard shots.\n\nW-0002 saw who opened the gate.\nT-0001 did not."
    world.approve(world.incident, world.incident.version)
    assert "who opened the gate" in dumps(world.english())
    insider = make_account(world.session, Role.SUPERVISOR)
    world.keep(Membership(case_id=world.case.key, account_id=insider.key, reason="test"))
    restrict(world.session, insider.as_actor(), subject=hidden.subject, accounts=[], reason="threats")
    made = world.english()
    assert [fact.text for fact in made.incidents[0].facts] == ["T-0001 heard shots.", "[R5]\nT-0001 did not."]
    assert ("I-0001", "R5") in [(row.place, row.code) for row in made.redactions]
    assert "W-0002" not in dumps(made)


def test_a_longer_number_is_another_statement(world: World) -> None:
    gone = world.witness(3)
    world.allegation(1, [(world.testimony(1, world.witness(1)), "1")])
    world.testimony(3, gone)
    world.withdraw(gone)
    world.incident.summary = "T-00031 is not a statement of this case, nor is XT-0003."
    world.approve(world.incident, world.incident.version)
    assert "is not a statement" in dumps(world.english())
