"""The queue of possible duplicates: names opened in memory alone, by who may; answered pairs never come back."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlmodel import Session, col, select, update

from casework import audit
from casework.errors import Forbidden, NotFound, Unavailable
from casework.incidents import duplicates, queue, victims
from casework.incidents.comparing import alike, is_comparable
from casework.incidents.models import VictimPair
from casework.incidents.victims import VictimFacts
from casework.jobs import Job, JobState, run_one
from casework.vault import vault_of
from casework.vocabulary import CaseStatus, Harm, SamePerson
from tests.factories import login, post
from tests.units.world import World, make_world

ARABIC, LATIN = "سلمى المخترعة", "Salma al-Mukhtaraa"


def look(world: World) -> int:
    """As the worker does it, in the test's own session."""
    people, held = queue.people(world.session, world.actor, world.case, world.vault)
    comparable = [person for person in people if is_comparable(person)]
    pairs = alike(comparable).pairs
    return queue.keep(world.session, world.actor, world.case, pairs, compared=len(comparable), held=held)


def answer(world: World, said: SamePerson) -> None:
    asked = queue.next_pair(world.session, world.actor, world.case)
    assert asked is not None
    duplicates.mark_duplicate(
        world.session, world.actor, world.case, asked.first, asked.second, answer=said, reason="compared"
    )


def test_a_pair_is_found_and_nothing_of_the_names_stays(world: World) -> None:
    one, two = world.victim(ARABIC), world.victim(LATIN)
    world.victim("نادر شاهين"), world.victim()
    assert look(world) == 1
    asked = queue.next_pair(world.session, world.actor, world.case)
    assert asked is not None
    assert (asked.first, asked.second, asked.waiting) == (one, two, 1)
    kept = str(world.session.execute(text("SELECT * FROM victim_pair")).all())
    entries = audit.entries(world.session, action="victims.compared")
    assert not any(part in kept + str([entry.facts for entry in entries]) for part in ("سلمى", "Salma"))
    assert entries[0].facts == {"compared": 3, "out_of_reach": 0, "new_pairs": 1}


@pytest.mark.parametrize("said", list(SamePerson))
def test_an_answered_pair_never_comes_back_and_an_answer_can_be_taken_back(world: World, said: SamePerson) -> None:
    world.victim(ARABIC), world.victim(LATIN)
    look(world)
    answer(world, said)
    assert look(world) == 0
    assert queue.next_pair(world.session, world.actor, world.case) is None
    (mark,) = world.session.exec(select(duplicates.VictimDuplicate)).all()
    assert mark.answer is said


def test_what_changed_brings_new_pairs_and_takes_unanswered_ones_away(world: World) -> None:
    one, two = world.victim(ARABIC), world.victim(LATIN)
    assert (look(world), look(world)) == (1, 0)
    facts = VictimFacts(is_identified=True, descriptors="grey jacket", harms=[Harm.KILLED])
    change = {"incident": None, "vault": world.vault, "version": 1}
    victims.change_victim(world.session, world.actor, world.case, two, facts, identity={"name": "نادر شاهين"}, **change)
    assert look(world) == 0
    assert world.session.exec(select(VictimPair)).all() == []
    victims.change_victim(
        world.session, world.actor, world.case, one, facts, identity={"name": "Nader Shahin"}, **change
    )
    assert look(world) == 1


def test_records_of_one_person_count_once_until_the_mark_is_taken_back(world: World) -> None:
    world.victim(ARABIC), world.victim(LATIN), world.victim()
    look(world)
    asked = queue.next_pair(world.session, world.actor, world.case)
    assert asked is not None
    answer(world, SamePerson.SAME)
    assert queue.counted(world.session, world.actor, world.case) == queue.Counted(3, 2)
    duplicates.mark_duplicate(
        world.session, world.actor, world.case, asked.first, asked.second, answer=SamePerson.DIFFERENT, reason="no"
    )
    assert queue.counted(world.session, world.actor, world.case) == queue.Counted(3, 3)


def test_who_does_not_belong_to_the_case_compares_and_sees_nothing(world: World) -> None:
    world.victim(ARABIC), world.victim(LATIN)
    look(world)
    asked = queue.next_pair(world.session, world.actor, world.case)
    assert asked is not None
    with pytest.raises(Forbidden):
        queue.people(world.session, world.stranger, world.case, world.vault)
    with pytest.raises(Forbidden):
        queue.next_pair(world.session, world.stranger, world.case)
    with pytest.raises(NotFound):
        queue.get_pair(world.session, world.actor, world.case, asked.pair.key + 1)


def test_nothing_is_compared_while_the_vault_is_sealed(world: World) -> None:
    world.victim(ARABIC)
    file = world.vault._settings.master_key_file
    assert file is not None
    kept = file.read_bytes()
    file.write_text("{}")
    try:
        with pytest.raises(Unavailable):
            look(world)
    finally:
        file.write_bytes(kept)


def test_the_queue_goes_from_pair_to_pair(app: Flask, client: FlaskClient, db: Session) -> None:
    settings = app.extensions["casework_settings"]
    world = make_world(db, settings, vault_of(settings))
    for name in (ARABIC, LATIN, "نادر شاهين", "Nader Shahin"):
        world.victim(name)
    db.commit()
    login(client, world.account)
    url = f"/cases/{world.case.reference}/victims/duplicates"
    assert post(client, f"{url}/look", page=url).location == url
    assert "are being compared" in client.get(url).text
    run_one(app.extensions["casework_engine"], settings)
    page = client.get(url).text
    assert "2 pairs wait" in page
    assert not any(part in page for part in ("سلمى", "Salma", "نادر"))
    pair = page.split('name="pair"')[1].split('value="')[1].split('"')[0]
    wrong = post(client, url, {"pair": pair, "answer": "same", "reason": ""})
    assert wrong.status_code == 422
    assert 'id="reason-errors"' in wrong.text
    assert post(client, url, {"pair": pair, "answer": "same", "reason": "same tag"}).location == url
    assert "1 pair waits" in client.get(url).text
    assert "4 records of 3 people" in client.get(f"/cases/{world.case.reference}/victims").text


def test_one_number_written_in_two_ways_is_one_person_and_no_number_stays(world: World) -> None:
    one, two = world.victim(ARABIC), world.victim("نادر شاهين")
    for victim, number in ((one, "ID 01020304050"), (two, "٠١٠٢٠٣٠٤٠٥٠")):
        world.vault.seal(world.session, victim.identity_owner, {"id_numbers": number})
    assert look(world) == 1
    (pair,) = world.session.exec(select(VictimPair)).all()
    assert pair.why == ["number"]
    assert "0102030405" not in str(world.session.execute(text("SELECT * FROM victim_pair")).all())


def test_a_comparison_waits_by_itself_after_a_change_and_never_two(world: World) -> None:
    def jobs() -> list[JobState]:
        return list(world.session.exec(select(Job.state).where(Job.kind == queue.JOB).order_by(col(Job.id))).all())

    for who in (world.actor, world.actor, world.stranger):
        queue.start_after(world.session, who, world.case)
    assert jobs() == [JobState.QUEUED]
    job = queue.newest_job(world.session, world.case)
    assert job is not None
    job.state = JobState.RUNNING  # it has read; what changes now needs another
    world.session.flush()
    queue.start_after(world.session, world.actor, world.case)
    queue.start_after(world.session, world.actor, world.case)
    assert jobs() == [JobState.RUNNING, JobState.QUEUED]
    world.case.status = CaseStatus.CLOSED
    job.state = JobState.DONE
    world.session.exec(update(Job).values(state=JobState.DONE))  # type: ignore[call-overload]
    queue.start_after(world.session, world.actor, world.case)
    assert JobState.QUEUED not in jobs()
