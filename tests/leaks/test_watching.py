"""The warning on the page: beside the field, with a button that puts the code in the name's place, without script."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from casework.access import Membership
from casework.incidents.models import Incident
from casework.leaks.models import LeakHit
from casework.leaks.outcomes import LeakOutcome
from casework.subjects import Role
from casework.vault import prepare
from casework.witnesses import identity, services
from tests.factories import csrf_token, login, make_account, make_case, post

NAME = "Ghadfan Mirwandi"
EXHIBIT = {"title": "A note", "kind": "other", "claimed_content": "What the man said", "source_grade": "f",
           "copy_state": "unknown", "is_edited": "", "source_verification": "not_checked",
           "content_verification": "not_checked", "technical_verification": "not_checked"}  # fmt: skip
TEXT = "Neighbours heard غدفان المروندي call, then Ghadfan Mirwandi left."


@pytest.fixture
def base(app: Flask, client: FlaskClient, db: Session) -> str:
    """The address of a case with one witness; the client is logged in as a member."""
    account = make_account(db)
    case = make_case(db, [account])
    actor = account.as_actor()
    witness = services.register_witness(db, actor, case=case, details=services.WitnessDetails())
    vault = prepare(app.extensions["casework_settings"])
    identity.write_identity(db, actor, vault=vault, witness=witness, changed={"name": NAME})
    db.commit()
    login(client, account)
    return f"/cases/{case.reference}"


def send(client: FlaskClient, base: str, **fields: str) -> TestResponse:
    values = {"title": "A door", "acts": "killing", "summary": TEXT, "version": "0", "scene_status": "unknown"}
    values |= {"finding": "unassessed", "finding_standard": "unassessed"}
    return post(client, f"{base}/incidents/new", values | fields)


def outcomes(db: Session) -> list[LeakOutcome]:
    db.rollback()
    found = [row.outcome for row in db.exec(select(LeakHit).order_by("id"))]
    assert not db.exec(select(Incident)).all() or LeakOutcome.KEPT in found
    db.rollback()
    return found


def test_a_name_stops_the_save_and_the_warning_names_the_code_alone(
    client: FlaskClient, base: str, db: Session
) -> None:
    answer = send(client, base)
    assert answer.status_code == 422
    assert "This text seems to name a protected person: W-0001." in answer.text
    assert 'name="leak_choice" value="replace:summary"' in answer.text
    assert TEXT in answer.text
    assert outcomes(db) == [LeakOutcome.WARNED]


@pytest.mark.parametrize("choice", ["replace", "replace:summary"])
def test_the_button_shows_the_form_again_with_the_code_in_the_names_place(
    client: FlaskClient, base: str, db: Session, choice: str
) -> None:
    send(client, base)
    answer = send(client, base, leak_choice=choice)
    assert "Neighbours heard W-0001 call, then W-0001 left." in answer.text
    assert "Mirwandi" not in answer.text
    assert outcomes(db) == [LeakOutcome.WARNED, LeakOutcome.REPLACED]


def test_the_button_beside_one_field_leaves_the_others_for_their_own(
    client: FlaskClient, base: str, db: Session
) -> None:
    answer = send(client, base, contrary="Ghadfan Mirwandi denies it.", leak_choice="replace:summary")
    assert "then W-0001 left." in answer.text
    assert "Ghadfan Mirwandi denies it." in answer.text
    db.rollback()
    replaced = db.exec(select(LeakHit).where(LeakHit.outcome == LeakOutcome.REPLACED)).all()
    assert [row.field for row in replaced] == ["summary"]


def test_save_anyway_needs_a_reason_and_then_saves(client: FlaskClient, base: str, db: Session) -> None:
    without = send(client, base, leak_choice="keep")
    assert without.status_code == 422
    assert "Say why this is not the protected person" in without.text
    saved = send(client, base, leak_choice="keep", leak_reason="A village of that name.")
    assert saved.status_code == 302
    assert outcomes(db)[-1] is LeakOutcome.KEPT


def test_a_text_with_the_code_is_saved(client: FlaskClient, base: str, db: Session) -> None:
    assert send(client, base, summary="W-0001 left.").status_code == 302
    db.rollback()
    assert db.exec(select(LeakHit)).all() == []


def test_a_sealed_vault_saves_and_says_that_nothing_was_searched(
    app: Flask, client: FlaskClient, base: str, db: Session
) -> None:
    app.extensions["casework_settings"].master_key_file.unlink()
    answer = send(client, base)
    assert answer.status_code == 302
    assert "The search for names could not run" in client.get(answer.location).text


def test_the_supervisor_sees_who_wrote_what_became_of_it_and_no_name(
    app: Flask, client: FlaskClient, base: str, db: Session
) -> None:
    send(client, base)
    db.rollback()
    supervisor = make_account(db, Role.SUPERVISOR)
    case_id = db.exec(select(LeakHit.case_id)).one()
    db.add(Membership(case_id=case_id, account_id=supervisor.key, reason="test"))
    db.commit()
    other = app.test_client()
    login(other, supervisor)
    page = other.get(f"{base}/leaks").text
    assert "W-0001" in page
    assert "/incidents/new" in page
    assert "Mirwandi" not in page
    assert "Names found in texts" in other.get(base).text
    assert "Names found in texts" not in other.get("/").text


def test_what_was_saved_anyway_is_on_the_supervisors_first_page(
    app: Flask, client: FlaskClient, base: str, db: Session
) -> None:
    send(client, base, leak_choice="keep", leak_reason="A village of that name.")
    db.rollback()
    supervisor, stranger = make_account(db, Role.SUPERVISOR), make_account(db, Role.SUPERVISOR)
    case_id = db.exec(select(LeakHit.case_id)).first()
    db.add(Membership(case_id=case_id, account_id=supervisor.key, reason="test"))
    db.commit()
    pages = {}
    for account in (supervisor, stranger):
        other = app.test_client()
        login(other, account)
        pages[account.key] = other.get("/").text
    assert "Saved anyway, with a reason (1)" in pages[supervisor.key]
    assert f"{base}/leaks" in pages[supervisor.key]
    assert "Names found in texts" not in pages[stranger.key]


def test_a_file_named_after_a_person_stops_too_and_can_be_named_anew(
    client: FlaskClient, base: str, db: Session
) -> None:
    def upload(**fields: str) -> TestResponse:
        token = csrf_token(client.get(f"{base}/evidence/new").text)
        file = (io.BytesIO(b"words"), "Ghadfan Mirwandi.txt")
        values = {"csrf_token": token, **EXHIBIT, **fields, "file": file}
        return client.post(f"{base}/evidence/new", data=values, content_type="multipart/form-data")

    first = upload()
    assert first.status_code == 422
    assert "This text seems to name a protected person: W-0001." in first.text
    again = upload(leak_choice="replace")
    assert "W-0001.txt" in again.text
