"""The pages of dossiers, for those who make them and for those who receive them."""

import io
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from casework.dossiers import building
from casework.jobs.models import Job, JobState
from casework.jobs.worker import run_one
from casework.subjects import Role
from tests.dossiers.test_issuing import built, first_witness, hand_out, issued, small_body
from tests.dossiers.test_recalls import take_back
from tests.dossiers.world import World, make_world
from tests.factories import csrf_token, login, make_account, make_recipient, post

RELOADS = '<noscript><meta http-equiv="refresh" content="4"></noscript>'


@pytest.fixture
def world(db: Session, app: Flask) -> World:
    made = make_world(db, app.extensions["casework_settings"])
    made.allegation(1, [(made.testimony(1, made.witness(1)), "1"), (made.testimony(2, made.witness(2)), "1")])
    db.commit()
    return made


def test_a_supervisor_composes_and_asks_for_a_build(client: FlaskClient, world: World) -> None:
    login(client, world.author)
    home = f"/cases/{world.case.reference}/dossiers"
    data = {"recipient": world.recipient.slug, "profile": "committee", "title": "First", "marking": "confidential"}
    assert post(client, f"{home}/new", data).headers["Location"].endswith("D-0001")
    answer = post(client, f"{home}/D-0001/build", page=f"{home}/D-0001")
    assert answer.headers["Location"].endswith("/D-0001/progress")
    waiting = client.get(f"{home}/D-0001/progress")
    assert RELOADS in waiting.text
    assert "Refresh" not in waiting.headers, "with a script the progress is asked for alone"
    assert "Waiting for the worker" in waiting.text
    world.session.expire_all()
    assert world.session.exec(select(Job)).one().state is JobState.QUEUED


def test_a_missing_title_is_said_beside_it_and_what_was_typed_stays(client: FlaskClient, world: World) -> None:
    login(client, world.author)
    data = {
        "recipient": world.recipient.slug,
        "profile": "committee",
        "marking": "confidential",
        "summary_en": "Typed text",
    }
    answer = post(client, f"/cases/{world.case.reference}/dossiers/new", data)
    assert answer.status_code == 422
    assert "Typed text" in answer.text


def test_a_refused_build_shows_every_cause_with_a_way_to_mend_it(client: FlaskClient, world: World, app: Flask) -> None:
    dossier = world.dossier()
    waiting = world.testimony(3, world.witness(3), is_approved=False)
    world.allegation(2, [(waiting, "1")])
    world.session.commit()
    login(client, world.author)
    at = f"/cases/{world.case.reference}/dossiers/{dossier.reference}"
    post(client, f"{at}/build", page=at)
    assert run_one(app.extensions["casework_engine"], app.extensions["casework_settings"])
    page = client.get(f"{at}/progress").text
    assert "T-0003" in page
    assert f"/cases/{world.case.reference}/testimonies/T-0003" in page
    assert f"/cases/{world.case.reference}/allegations/A-0002" in page


def test_the_author_is_not_offered_to_issue_and_somebody_else_is(client: FlaskClient, world: World) -> None:
    dossier, _version = built(world)
    world.session.commit()
    at = f"/cases/{world.case.reference}/dossiers/{dossier.reference}"
    login(client, world.author)
    assert "somebody else has to issue it" in client.get(at).text
    other = client.application.test_client()
    login(other, world.issuer)
    assert "Issue this version" in other.get(at).text


def test_a_committee_member_downloads_an_own_copy_and_checks_it(client: FlaskClient, world: World) -> None:
    _dossier, version = issued(world)
    world.session.commit()
    login(client, world.reader)
    assert "D-0001 v1" in client.get("/dossiers").text
    answer = client.get(f"/dossiers/{version.key}/en.pdf")
    assert answer.mimetype == "application/pdf"
    assert "copy-1.pdf" in answer.headers["Content-Disposition"]
    checked = send(client, answer.data)
    assert "The file is what was sealed" in checked
    assert "nothing replaced it since" in checked
    assert "Do not rely on this file" in send(client, answer.data[:-20] + b"x" + answer.data[-19:])


def send(client: FlaskClient, data: bytes) -> str:
    token = csrf_token(client.get("/dossiers/verify").text)
    form = {"csrf_token": token, "file": (io.BytesIO(data), "copy.pdf")}
    return client.post("/dossiers/verify", data=form, content_type="multipart/form-data").text


def test_a_withdrawn_version_is_not_handed_out_and_says_so(client: FlaskClient, world: World) -> None:
    _dossier, version = issued(world)
    world.withdraw(first_witness(world))
    world.session.commit()
    login(client, world.reader)
    assert client.get(f"/dossiers/{version.key}/en.pdf").status_code == 409
    assert "Do not use this version" in client.get(f"/dossiers/{version.key}").text


def test_who_checks_a_copy_reads_what_became_of_it_since_and_a_stranger_does_not(
    client: FlaskClient, world: World
) -> None:
    _dossier, version = issued(world)
    data = hand_out(world, world.reader, version).data
    world.withdraw(first_witness(world))
    stranger = make_account(world.session, Role.COMMITTEE, recipient_id=make_recipient(world.session).key)
    world.session.commit()
    for account, said in ((world.reader, True), (stranger, False)):
        other = client.application.test_client()
        login(other, account)
        page = send(other, data)
        assert "The file is what was sealed" in page
        assert ("Do not use this version" in page) is said
        assert not said or page.index("Do not use this version") < page.index("What each answer means")
    assert "six lines" in post(other, "/dossiers/verify", {"file": (io.BytesIO(data), "a.pdf"), "head": "no"}).text


def test_who_has_a_copy_waits_on_the_first_page_until_they_were_told(client: FlaskClient, world: World) -> None:
    _dossier, version = issued(world)
    hand_out(world, world.reader, version)
    take_back(world, first_witness(world))
    world.session.commit()
    login(client, world.issuer)
    at = f"/cases/{world.case.reference}/dossiers/D-0001"
    assert "version 1: 1 person to tell" in client.get("/").text
    assert "not told yet" in client.get(at).text
    form = {"account": str(world.reader.key), "told_on": "2025-04-02", "how": "telephone", "note": "Copy destroyed."}
    assert post(client, f"{at}/versions/1/notices", {**form, "account": "0"}).status_code == 422
    assert post(client, f"{at}/versions/1/notices", form).status_code == 302
    page = client.get(f"{at}/versions/1/notices").text
    assert "Copy destroyed." in page
    assert "copies 1, downloaded before." in page
    assert "person to tell" not in client.get("/").text


def test_the_committee_sees_in_its_lists_what_must_not_be_used(client: FlaskClient, world: World) -> None:
    issued(world)
    take_back(world, first_witness(world))
    world.session.commit()
    login(client, world.reader)
    assert "Do not use" in client.get("/").text
    assert "Do not use" in client.get("/dossiers").text


def test_what_witnesses_say_of_the_addressee_stands_beside_the_form(client: FlaskClient, world: World) -> None:
    dossier = world.dossier()
    said = {"national_commission": {"answer": "on_condition", "condition": "Not before the trial."}}
    world.consent(first_witness(world), 2, answers=said, given_on=date(2025, 5, 1))
    world.session.commit()
    login(client, world.author)
    for end in ("", "/edit"):
        page = client.get(f"/cases/{world.case.reference}/dossiers/{dossier.reference}{end}").text
        assert "Not before the trial." in page


def test_the_page_of_a_version_shows_nothing_of_its_row(client: FlaskClient, world: World) -> None:
    _dossier, version = issued(world)
    world.session.commit()
    login(client, world.reader)
    page = client.get(f"/dossiers/{version.key}").text
    assert "dossier_id" not in page
    assert "Statement number" not in page
    assert "casework.dossier/1" not in page


def test_another_language_than_there_is_answers_not_found(client: FlaskClient, world: World) -> None:
    _dossier, version = issued(world)
    world.session.commit()
    login(client, world.reader)
    assert client.get(f"/dossiers/{version.key}/fr.pdf").status_code == 404


def test_the_command_line_verifies_and_exits_with_the_answer(app: Flask, world: World, tmp_path: Path) -> None:
    snapshot = world.freeze().snapshots["en"]
    key = building.keys_of(world.settings)[0]
    data = building.sealed_copy(snapshot, small_body(), building.CopyMark(), key)
    world.session.commit()
    (tmp_path / "good.pdf").write_bytes(data)
    (tmp_path / "bad.pdf").write_bytes(data[:1000] + bytes([data[1000] ^ 1]) + data[1001:])
    runner = app.test_cli_runner()
    assert runner.invoke(args=["dossier", "verify", str(tmp_path / "good.pdf")]).exit_code == 0
    assert runner.invoke(args=["dossier", "verify", str(tmp_path / "bad.pdf")]).exit_code == 1
