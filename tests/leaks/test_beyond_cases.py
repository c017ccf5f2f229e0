"""Texts about units and alleged individuals belong to no case: searched for the people of the writer's own cases."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from casework.cases.models import Case
from casework.config import Settings
from casework.leaks import people
from casework.leaks.models import LeakHit
from casework.leaks.outcomes import LeakOutcome
from casework.leaks.people import cases_to_search
from casework.subjects import SYSTEM
from casework.units.models import Unit
from casework.vault import Vault, prepare
from casework.witnesses.services import WitnessDetails, register_witness
from tests.factories import login, make_account, make_case, post

NAME, FOREIGN = "Ghadfan Mirwandi", "Ruwayda Tashqouni"
UNIT = {"name": "The river company", "kind": "unknown", "version": "0"}
PAGE = "/units/new"


def known_as(session: Session, vault: Vault, case: Case, name: str) -> None:
    witness = register_witness(session, SYSTEM, case=case, details=WitnessDetails())
    vault.seal(session, witness.identity_owner, {"name": name})


@pytest.fixture
def case(app: Flask, client: FlaskClient, db: Session) -> Case:
    """A case of the writer, who is logged in, with one witness; and a case of others, with another."""
    vault, writer = prepare(app.extensions["casework_settings"]), make_account(db)
    mine, theirs = make_case(db, [writer]), make_case(db, [make_account(db)])
    known_as(db, vault, mine, NAME)
    known_as(db, vault, theirs, FOREIGN)
    db.commit()
    login(client, writer)
    return mine


def steps(db: Session) -> list[tuple[int, str, LeakOutcome]]:
    db.rollback()
    found = [(row.case_id, row.place, row.outcome) for row in db.exec(select(LeakHit).order_by("id"))]
    db.rollback()
    return found


def test_a_name_of_ones_own_case_stops_the_save_and_is_listed_there(
    client: FlaskClient, db: Session, case: Case
) -> None:
    key, label = case.key, case.reference
    answer = post(client, PAGE, UNIT | {"note": f"Led by the brother of {NAME}."})
    assert answer.status_code == 422
    assert f"This text seems to name a protected person: {label} W-0001." in answer.text
    assert steps(db) == [(key, PAGE, LeakOutcome.WARNED)]


def test_the_name_is_taken_out_and_no_code_that_tells_of_the_case_is_put_in(
    client: FlaskClient, db: Session, case: Case
) -> None:
    answer = post(client, PAGE, UNIT | {"note": f"Led by {NAME}.", "leak_choice": "replace"})
    assert answer.status_code == 422
    assert "Led by […]." in answer.text
    assert f"Led by {NAME}" not in answer.text
    assert [step[2] for step in steps(db)] == [LeakOutcome.WARNED, LeakOutcome.REPLACED]


def test_a_name_of_a_case_that_the_writer_cannot_see_is_saved_without_a_word_or_a_trace(
    client: FlaskClient, db: Session, case: Case
) -> None:
    assert post(client, PAGE, UNIT | {"note": f"Led by {FOREIGN}."}).status_code == 302
    assert steps(db) == []
    assert len(db.exec(select(Unit)).all()) == 1


@pytest.mark.parametrize("most, searched, left", [(2, 2, 1), (0, 0, 3)])
def test_too_many_cases_or_people_are_left_out_the_oldest_first(
    session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch, most: int, searched: int, left: int
) -> None:
    writer = make_account(session)
    mine = [make_case(session, [writer]) for _ in range(3)]
    make_case(session, [make_account(session)])
    vault = prepare(replace(settings, database_url="sqlite://"))
    for case in mine:
        known_as(session, vault, case, NAME)
    monkeypatch.setattr(people, "MOST_PEOPLE_OF_ALL", most)
    chosen, left_out = cases_to_search(session, writer.as_actor())
    assert [one.label for one in chosen] == [case.reference for case in reversed(mine)][:searched]
    assert left_out == left
