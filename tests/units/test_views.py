"""The pages of units and individuals, as a browser without JavaScript meets them."""

import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, func, select

from casework.audit import AuditEntry
from casework.subjects import Role
from casework.units import services
from casework.units.models import Posting, Unit
from casework.units.services import UnitFacts
from casework.units.sources import SourceGiven
from casework.vault import vault_of
from tests.factories import login, make_account, post
from tests.units.world import World, make_world


@pytest.fixture
def world(app: Flask, db: Session) -> World:
    settings = app.extensions["casework_settings"]
    return make_world(db, settings, vault_of(settings))


POSTING = {
    "role": "commander",
    "source_grade": "f",
    "information_grade": "cannot_be_judged",
    "confidence": "unassessed",
    "case_reference": "",
}


def test_a_unit_is_added_once_however_often_the_button_is_pressed(
    client: FlaskClient, world: World, db: Session
) -> None:
    db.commit()
    login(client, world.account)
    sent = {"name": "62nd Division", "kind": "division", "submit_key": uuid.uuid4().hex, "aliases": "العمشات"}
    first, second = (post(client, "/units/new", sent) for _ in range(2))
    assert (first.status_code, first.location, second.location) == (302, "/units/U-0001", "/units/U-0001")
    assert db.exec(select(func.count()).select_from(Unit)).one() == 1
    assert "العمشات" in client.get("/units/U-0001").text


def test_a_posting_without_a_source_is_refused_beside_the_field_and_what_was_typed_is_kept(
    client: FlaskClient, world: World, db: Session
) -> None:
    unit, person = world.unit(), world.person()
    db.commit()
    login(client, world.account)
    sent = POSTING | {"individual": person.reference, "starts": "2025-03~", "note": "heard twice"}
    answer = post(client, f"/units/{unit.reference}/postings/new", sent)
    assert answer.status_code == 422
    assert 'id="citation-errors"' in answer.text
    assert "2025-03~" in answer.text
    assert "heard twice" in answer.text
    assert db.exec(select(func.count()).select_from(Posting)).one() == 0


def test_the_page_says_who_commanded_on_a_day(client: FlaskClient, world: World, db: Session) -> None:
    unit = world.unit()
    world.post(unit, world.person(), starts="2025-01", ends="2025-03-09/")
    db.commit()
    login(client, world.account)
    page = client.get(f"/units/{unit.reference}?on=2025-03-08").text
    assert "Definitely" in page
    assert "P-0001" in page
    assert client.get(f"/units/{unit.reference}?on=March").status_code == 422
    assert "gap in what is known" in client.get(f"/units/{unit.reference}?on=2024-03-08").text


def test_the_page_says_what_keeps_an_answer_open_and_what_disputes_it(
    client: FlaskClient, world: World, db: Session
) -> None:
    unit = world.unit()
    world.post(unit, world.person(), ends="2025-03")
    db.commit()
    login(client, world.account)
    url = f"/units/{unit.reference}"
    page = client.get(f"{url}?on=2025-03-08").text
    assert "Known only as: until: March 2025; its beginning is not known." in page
    sent = {k: v for k, v in POSTING.items() if k != "role"} | {"starts": "2025-03-01", "ends": "2025-03-09"}
    assert post(client, f"{url}/vacancies/new", sent).status_code == 422
    assert post(client, f"{url}/vacancies/new", sent | {"citation": "A list"}).status_code == 302
    page = client.get(f"{url}?on=2025-03-08").text
    assert "Post of commander vacant" in page
    assert "A list" in page
    assert "Nearest: P-0001 until: March 2025." in client.get(f"{url}?on=2025-05-08").text
    assert post(client, "/units/claims/vacancy/1/withdraw", {"reason": "misread"}).status_code == 302


def test_a_source_in_a_case_is_shown_to_its_members_alone(client: FlaskClient, world: World, db: Session) -> None:
    world.testimony(7)
    unit = world.unit()
    given = SourceGiven(case_reference=world.case.reference, reference="T-0007")
    world.post(unit, world.person(), source=given)
    stranger = make_account(db, Role.SUPERVISOR)
    db.commit()
    login(client, stranger)
    page = client.get(f"/units/{unit.reference}").text
    assert "T-0007" not in page
    assert world.case.reference not in page
    assert "1 source withheld" in page
    client.post("/logout")


def test_a_stale_save_shows_both_texts_and_loses_neither(client: FlaskClient, world: World, db: Session) -> None:
    unit = world.unit("As it was")
    db.commit()
    login(client, world.account)
    page, url = f"/units/{unit.reference}", f"/units/{unit.reference}/edit"
    assert post(client, url, {"name": "Theirs", "kind": "division", "version": "1"}).status_code == 302
    answer = post(client, url, {"name": "Mine", "kind": "division", "version": "1"})
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert 'value="Mine"' in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert "Theirs" in client.get(page).text


def test_a_circle_is_refused_with_the_way_and_nothing_is_saved(client: FlaskClient, world: World, db: Session) -> None:
    low, high = world.unit(), world.unit()
    world.relate(low, high)
    db.commit()
    login(client, world.account)
    sent = POSTING | {"direction": "above", "other": high.reference, "kind": "command", "citation": "A report"}
    answer = post(client, f"/units/{low.reference}/relations/new", sent)
    assert answer.status_code == 409
    assert "U-0002 → U-0001 → U-0002" in answer.text


def test_who_is_meant_is_shown_once_to_a_supervisor_who_says_why(
    client: FlaskClient, world: World, db: Session
) -> None:
    person = world.person("Marwan al-Invented")
    supervisor = make_account(db, Role.SUPERVISOR)
    db.commit()
    login(client, supervisor)
    url = f"/individuals/{person.reference}/identity"
    assert "Marwan" not in client.get(f"/individuals/{person.reference}").text
    assert post(client, url, {"reason": ""}).status_code == 422
    assert "Marwan al-Invented" in post(client, url, {"reason": "for the annex of commanders"}).text
    entries = db.exec(select(AuditEntry).where(col(AuditEntry.action) == "identity.revealed")).all()
    assert [entry.subject_label for entry in entries] == [person.reference]


def test_an_investigator_meets_the_same_answer_as_for_what_is_not_there(
    client: FlaskClient, world: World, db: Session
) -> None:
    person = world.person("Marwan al-Invented")
    db.commit()
    login(client, world.account)
    refused = client.get(f"/individuals/{person.reference}/identity")
    assert (refused.status_code, client.get("/individuals/P-0099").status_code) == (404, 404)
    assert "Show who is meant" not in client.get(f"/individuals/{person.reference}").text


def test_a_further_name_gets_its_kind_and_language_and_keeps_them(
    client: FlaskClient, world: World, db: Session
) -> None:
    unit, other = world.unit(aliases=["Amshat", "العمشات"]), world.unit("Other", aliases=["noise"])
    first, foreign = services.names_of(db, unit)[0].key, services.names_of(db, other)[0].key
    db.commit()
    login(client, world.account)
    page = f"/units/{unit.reference}"
    wrong = post(client, f"{page}/names/{first}", {"kind": "nickname", "language": "xx"})
    assert (wrong.status_code, 'id="language-errors"' in wrong.text) == (422, True)
    assert post(client, f"{page}/names/{first}", {"kind": "nickname", "language": "tr"}).location == f"{page}#names"
    assert client.get(f"{page}/names/{foreign}").status_code == 404
    services.change_unit(
        db, world.actor, unit, UnitFacts(name="Alleged unit", aliases=["Amshat", "العمشات"]), version=unit.version
    )
    db.commit()
    text = client.get(page).text
    assert all(words in text for words in ("Nickname", "Turkish", "Arabic"))
