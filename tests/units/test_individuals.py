"""Alleged individuals: by code, the name in the vault, read with a reason by a supervisor."""

import pytest
from sqlalchemy import text

from casework import audit
from casework.errors import Forbidden, Invalid, Stale, Unavailable
from casework.units import individuals
from casework.units.individuals import IndividualFacts
from casework.vault import Condition
from casework.vocabulary import DestructionReason
from tests.units.world import World

NAME = "Marwan al-Invented"


def test_the_name_is_in_the_vault_and_nowhere_else(world: World) -> None:
    person = world.person(NAME)
    rows = world.session.execute(text("SELECT * FROM individual")).all()
    entries = audit.entries(world.session)
    assert NAME not in str(rows) + str([(e.facts, e.subject_label) for e in entries])
    assert world.vault.open(world.session, person.identity_owner) == {"name": NAME}


def test_a_supervisor_reads_the_name_with_a_reason_and_leaves_one_entry(world: World) -> None:
    person = world.person(NAME)
    reason = "needed for the annex of commanders"
    shown = individuals.reveal_individual(world.session, world.supervisor, person, vault=world.vault, reason=reason)
    (entry,) = audit.entries(world.session, action="identity.revealed")
    assert (shown, entry.facts, entry.subject_label) == ({"name": NAME}, {"reason": reason}, person.reference)


def test_an_investigator_cannot_read_it_and_nobody_without_a_reason(world: World) -> None:
    person = world.person(NAME)
    with pytest.raises(Forbidden):
        individuals.reveal_individual(world.session, world.actor, person, vault=world.vault, reason="I want to know it")
    with pytest.raises(Invalid):
        individuals.reveal_individual(world.session, world.supervisor, person, vault=world.vault, reason="why not")
    assert not audit.entries(world.session, action="identity.revealed")


def test_an_individual_needs_a_description_or_kunya(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        world.person(NAME, description=" ")
    assert set(refused.value.fields) == {"description"}


def test_an_empty_identity_field_keeps_what_the_vault_has(world: World) -> None:
    person, facts = world.person(NAME), IndividualFacts(description="tall", kunya="Abu Example")
    change = {"vault": world.vault, "identity": {"name": ""}}
    individuals.change_individual(world.session, world.actor, person, facts, version=1, **change)
    assert world.vault.open(world.session, person.identity_owner) == {"name": NAME}
    with pytest.raises(Stale):
        individuals.change_individual(world.session, world.actor, person, facts, version=1, **change)


def test_a_supervisor_destroys_who_is_meant_and_an_investigator_does_not(world: World) -> None:
    person, why = world.person(NAME), DestructionReason.MISTAKE
    with pytest.raises(Forbidden):
        individuals.destroy_individual(world.session, world.actor, person, vault=world.vault, reason=why)
    individuals.destroy_individual(world.session, world.supervisor, person, vault=world.vault, reason=why, note=NAME)
    assert world.vault.state(world.session, person.identity_owner).condition is Condition.SHREDDED
    (entry,) = audit.entries(world.session, subject=person.subject, action="identity.destroyed")
    assert (entry.facts["reason"], entry.facts["note"], entry.case_id) == ("mistake", "[…]", None)
    with pytest.raises(Unavailable):
        individuals.reveal_individual(
            world.session, world.supervisor, person, vault=world.vault, reason="to see what is left"
        )
