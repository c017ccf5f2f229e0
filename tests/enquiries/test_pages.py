"""The pages of requests: a body asks, one supervisor writes, the other sends, the body reads; others see nothing."""

import html

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from casework.accounts.models import Account
from tests.dossiers.world import make_world
from tests.enquiries.world import Asked, begin
from tests.factories import login, post


@pytest.fixture
def asked(db: Session, app: Flask) -> Asked:
    made = begin(make_world(db, app.extensions["casework_settings"]))
    db.commit()
    return made


def browser(asked: Asked, app: Flask, account: Account) -> FlaskClient:
    client = app.test_client()
    login(client, account)
    return client


def test_a_body_asks_one_supervisor_writes_the_other_sends_and_the_body_reads(asked: Asked, app: Flask) -> None:
    reader, author, issuer = (
        browser(asked, app, one) for one in (asked.world.reader, asked.world.author, asked.world.issuer)
    )
    new, case = f"/dossiers/{asked.version.key}/requests/new", f"/cases/{asked.world.case.reference}"
    assert new in reader.get(f"/dossiers/{asked.version.key}").text
    wrong = post(reader, new, {"about": "W-0009", "question": "And <b>this</b>?"})
    assert (wrong.status_code, "prints nothing of this name: W-0009" in wrong.text) == (422, True)
    assert "And &lt;b&gt;this&lt;/b&gt;?" in wrong.text
    place = post(reader, new, {"about": "W-0001", "question": "And <b>this</b>?"}).headers["Location"]
    at = f"{case}/requests/D-0001-R1"
    for page in ("/", f"{case}/requests", f"{case}/dossiers/D-0001"):
        assert at in author.get(page).text
    assert "And &lt;b&gt;this&lt;/b&gt;?" in author.get(at).text
    held = post(author, f"{at}/reply", {"kind": "written", "text": "See W-0009."}, page=at)
    assert (held.status_code, "stands in no dossier" in held.text) == (422, True)
    assert post(author, f"{at}/reply", {"kind": "written", "text": "It was dark."}, page=at).status_code == 302
    assert f"{at}/send" not in author.get(at).text
    assert "It was dark." not in reader.get(place).text
    assert post(author, f"{at}/send", page=at).status_code == 409
    assert post(issuer, f"{at}/send", page=at).status_code == 302
    assert "It was dark." in reader.get(place).text
    assert ">Answered<" in reader.get("/").text
    assert "D-0001-R1" not in reader.get("/dossiers/requests?state=open").text


def test_another_body_and_an_investigator_see_no_request(asked: Asked, app: Flask) -> None:
    row = asked.ask("A question")
    asked.world.session.commit()
    stranger = browser(asked, app, asked.stranger)
    assert stranger.get(f"/dossiers/requests/{row.key}").status_code == 404
    assert stranger.get(f"/dossiers/{asked.version.key}/requests/new").status_code == 404
    assert "D-0001-R1" not in stranger.get("/dossiers/requests").text


def test_a_question_that_names_somebody_is_pointed_out_to_the_supervisor_by_code(asked: Asked, app: Flask) -> None:
    asked.ask("Was Layla Hasan there?")
    asked.world.session.commit()
    page = html.unescape(
        browser(asked, app, asked.world.author).get(f"/cases/{asked.world.case.reference}/requests/D-0001-R1").text
    )
    assert "This question seems to name: W-0001." in page


def test_a_returned_reply_needs_a_reason_beside_the_field(asked: Asked, app: Flask) -> None:
    row = asked.ask()
    asked.reply(row)
    asked.world.session.commit()
    issuer, at = browser(asked, app, asked.world.issuer), f"/cases/{asked.world.case.reference}/requests/D-0001-R1"
    answer = post(issuer, f"{at}/return", {"reason": " "}, page=at)
    assert (answer.status_code, "Say what has to be changed." in answer.text) == (422, True)
    assert post(issuer, f"{at}/return", {"reason": "Say where."}, page=at).status_code == 302
    assert "Say where." in issuer.get(at).text
