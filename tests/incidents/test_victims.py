"""Victims: named in the vault or unidentified; compared, never melted together."""

import pytest
from sqlalchemy import text

from casework import audit
from casework.errors import Forbidden, Invalid, Stale
from casework.incidents import duplicates, victims
from casework.incidents.victims import VictimFacts
from casework.vault import Condition
from casework.vocabulary import DestructionReason, Harm, SamePerson
from tests.units.world import World

NAME = "Salma al-Invented"


def test_the_name_is_in_the_vault_and_nowhere_else(world: World) -> None:
    victim = world.victim(NAME)
    rows = world.session.execute(text("SELECT * FROM victim")).all()
    assert NAME not in str(rows) + str([(e.facts, e.subject_label) for e in audit.entries(world.session)])
    assert world.vault.open(world.session, victim.identity_owner) == {"name": NAME}


def test_an_identified_victim_has_a_name_and_an_unidentified_one_descriptors(world: World) -> None:
    with pytest.raises(Invalid) as nameless:
        world.victim("", is_identified=True)
    with pytest.raises(Invalid) as featureless:
        world.victim("", descriptors="", harms=[])
    assert set(nameless.value.fields) == {"name"}
    assert set(featureless.value.fields) == {"descriptors", "harms"}


def test_an_identity_is_read_by_a_member_with_a_reason_alone(world: World) -> None:
    victim, reason = world.victim(NAME), "to call the family back"
    shown = victims.reveal_victim(world.session, world.actor, victim, vault=world.vault, reason=reason)
    assert shown == {"name": NAME}
    assert [e.facts for e in audit.entries(world.session, action="identity.revealed")] == [{"reason": reason}]
    with pytest.raises(Forbidden):
        victims.reveal_victim(world.session, world.stranger, victim, vault=world.vault, reason=reason)


def test_a_stale_save_of_a_victim_is_refused(world: World) -> None:
    victim, facts = world.victim(), VictimFacts(descriptors="blue coat", harms=[Harm.INJURED])
    change = {"incident": None, "vault": world.vault, "identity": {}, "version": 1}
    victims.change_victim(world.session, world.actor, world.case, victim, facts, **change)
    with pytest.raises(Stale):
        victims.change_victim(world.session, world.actor, world.case, victim, facts, **change)
    assert (victim.descriptors, victim.harms) == ("blue coat", ["injured"])


def test_possible_duplicates_are_marked_both_ways_and_the_answer_can_be_taken_back(world: World) -> None:
    one, two = world.victim(), world.victim()
    world.victim()
    say = {"answer": SamePerson.SAME, "reason": "same tag number"}
    first = duplicates.mark_duplicate(world.session, world.actor, world.case, two, one, **say)
    assert [pair.other for pair in duplicates.duplicates_of(world.session, one)] == [two]
    again = {"answer": SamePerson.UNSURE, "reason": "tags were mixed up"}
    second = duplicates.mark_duplicate(world.session, world.actor, world.case, one, two, **again)
    assert second.key == first.key
    assert len(duplicates.open_questions(world.session, world.case.key)) == 1
    assert [e.facts["answer"] for e in audit.entries(world.session, action="victim.compared")] == ["unsure", "same"]


def test_a_victim_is_not_compared_with_itself_nor_without_a_reason(world: World) -> None:
    one, two = world.victim(), world.victim()
    for other, reason in ((one, "because"), (two, " ")):
        with pytest.raises(Invalid):
            duplicates.mark_duplicate(
                world.session, world.actor, world.case, one, other, answer=SamePerson.SAME, reason=reason
            )


def test_a_supervisor_of_the_case_destroys_who_a_victim_is_and_the_victim_stays_counted(world: World) -> None:
    victim, note = world.victim(NAME), f"The family of {NAME} asked"
    for nobody in (world.actor, world.stranger):
        with pytest.raises(Forbidden):
            victims.destroy_victim(world.session, nobody, victim, vault=world.vault, reason=DestructionReason.DANGER)
    victims.destroy_victim(
        world.session, world.supervisor, victim, vault=world.vault, reason=DestructionReason.DANGER, note=note
    )
    assert world.vault.state(world.session, victim.identity_owner).condition is Condition.SHREDDED
    (entry,) = audit.entries(world.session, subject=victim.subject, action="identity.destroyed")
    assert entry.facts == {"reason": "danger", "note": "The family of […] asked", "fields": ["name"]}
    assert [row.reference for row in victims.victims_of(world.session, world.case.key)] == [victim.reference]
    assert victim.is_identified
