"""The pages of bags: what a supervisor sees before, while and after one is made, and what stops it from leaving."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import bagit
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from casework.audit import AuditEntry
from casework.cases.compartments import restrict
from casework.db import now
from casework.evidence.models import CustodyEvent, Exhibit
from casework.exchange.models import Bag
from casework.jobs.worker import run_one
from casework.storage import open_store
from casework.vocabulary import CustodyKind
from casework.witnesses.models import Witness
from tests.dossiers.world import make_world
from tests.exchange.world import PICTURES, Desk
from tests.factories import login, post

RELOADS = '<noscript><meta http-equiv="refresh" content="4"></noscript>'


@pytest.fixture
def desk(db: Session, app: Flask, client: FlaskClient) -> Desk:
    settings = app.extensions["casework_settings"]
    made = Desk(make_world(db, settings), open_store(settings))
    witness = made.world.witness(1)
    made.world.consent(witness, 2, answers={**PICTURES, "national_commission": {"answer": "on_condition", "condition": "Not before the trial"}})  # fmt: skip
    made.exhibit(1, source="W-0001")
    made.exhibit(2)
    made.exhibit(3, is_approved=False)
    db.commit()
    login(client, made.world.author)
    return made


def home(desk: Desk) -> str:
    return f"/cases/{desk.world.case.reference}/bags"


def begin(client: FlaskClient, desk: Desk, **more: str) -> object:
    data = {"recipient": desk.world.recipient.slug, "language": "en", "files_checked": "y"} | more
    return post(client, f"{home(desk)}/new", data, page=f"{home(desk)}/new?recipient={desk.world.recipient.slug}")


def build(client: FlaskClient, desk: Desk, app: Flask) -> Bag:
    assert begin(client, desk).headers["Location"].endswith("/bags/B-0001")  # type: ignore[attr-defined]
    run_one(app.extensions["casework_engine"], app.extensions["casework_settings"])
    bag = desk.world.session.exec(select(Bag)).one()
    desk.world.session.commit()  # or the next request waits for this one's lock
    return bag


def events(desk: Desk, kind: CustodyKind) -> list[tuple[int, str]]:
    rows = desk.world.session.exec(select(CustodyEvent).where(CustodyEvent.kind == kind)).all()
    desk.world.session.commit()
    return sorted((row.exhibit_id, row.given_to) for row in rows)


def test_before_anything_is_made_one_sees_what_goes_on_which_condition_and_what_stays(
    client: FlaskClient, desk: Desk
) -> None:
    shown = client.get(f"{home(desk)}/new?recipient={desk.world.recipient.slug}").text
    assert "Not before the trial" in shown
    assert "EX-0003" in shown
    assert "Exhibit not approved yet." in shown


def test_a_bag_is_made_in_the_background_fetched_whole_and_told_in_log_and_custody(
    client: FlaskClient, desk: Desk, app: Flask, tmp_path: Path
) -> None:
    begin(client, desk)
    waiting = client.get(f"{home(desk)}/B-0001")
    assert RELOADS in waiting.text
    assert client.get(f"{home(desk)}/B-0001/bag.zip").status_code == 404
    run_one(app.extensions["casework_engine"], app.extensions["casework_settings"])
    shown = client.get(f"{home(desk)}/B-0001").text
    assert "/evidence/EX-0001" in shown
    assert "/evidence/EX-0002" in shown
    assert events(desk, CustodyKind.EXPORTED) == []
    answer = client.get(f"{home(desk)}/B-0001/bag.zip")
    assert answer.headers["Content-Length"] == str(len(answer.data))
    zipfile.ZipFile(io.BytesIO(answer.data)).extractall(tmp_path)
    bagit.Bag(str(tmp_path / f"{desk.world.case.reference}-B-0001")).validate()
    slug = desk.world.recipient.slug
    assert events(desk, CustodyKind.EXPORTED) == [(1, slug), (2, slug)]
    actions = desk.world.session.exec(select(AuditEntry.action).where(AuditEntry.subject_kind == "bag")).all()
    assert actions == ["bag.begun", "bag.files_vouched_for", "case.exported", "bag.fetched"]


def test_looking_at_the_head_of_a_download_leaves_no_trace(client: FlaskClient, desk: Desk, app: Flask) -> None:
    build(client, desk, app)
    assert client.head(f"{home(desk)}/B-0001/bag.zip").status_code == 200
    assert events(desk, CustodyKind.EXPORTED) == []


def test_who_makes_it_has_to_say_that_the_files_were_looked_into(client: FlaskClient, desk: Desk) -> None:
    answer = begin(client, desk, files_checked="")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "somebody has to look" in answer.text  # type: ignore[attr-defined]
    assert not desk.world.session.exec(select(Bag)).all()


def test_consent_taken_back_after_building_stops_the_download(client: FlaskClient, desk: Desk, app: Flask) -> None:
    build(client, desk, app)
    desk.world.withdraw(desk.world.session.exec(select(Witness)).one(), 3)
    desk.world.session.commit()
    answer = client.get(f"{home(desk)}/B-0001/bag.zip")
    assert answer.status_code == 409
    assert "EX-0001" in answer.text
    assert events(desk, CustodyKind.EXPORTED) == []


def test_an_expired_bag_is_handed_out_no_more(client: FlaskClient, desk: Desk, app: Flask) -> None:
    bag = build(client, desk, app)
    bag.expires_at = now() - timedelta(seconds=1)
    desk.world.keep(bag)
    desk.world.session.commit()
    assert client.get(f"{home(desk)}/B-0001/bag.zip").status_code == 409
    assert "expired" in client.get(f"{home(desk)}/B-0001").text


def test_a_refused_bag_names_every_cause(client: FlaskClient, desk: Desk, app: Flask) -> None:
    begin(client, desk)
    for row in desk.world.session.exec(select(Exhibit)).all():
        row.is_quarantined = True
        desk.world.keep(row)
    desk.world.session.commit()
    run_one(app.extensions["casework_engine"], app.extensions["casework_settings"])
    shown = client.get(f"{home(desk)}/B-0001").text
    assert "The bag cannot be made" in shown
    assert "EX-0001" in shown


def test_handing_it_over_goes_into_every_chain(client: FlaskClient, desk: Desk, app: Flask) -> None:
    build(client, desk, app)
    page = f"{home(desk)}/B-0001"
    assert post(client, f"{page}/handed-over", {"how": ""}, page=page).status_code == 422
    assert post(client, f"{page}/handed-over", {"how": "To the registrar, on a disk"}, page=page).status_code == 302
    slug = desk.world.recipient.slug
    assert events(desk, CustodyKind.DISCLOSED) == [(1, slug), (2, slug)]


def test_a_bag_with_something_restricted_in_it_is_there_for_the_named_alone(
    client: FlaskClient, desk: Desk, app: Flask
) -> None:
    build(client, desk, app)
    exhibit = desk.world.session.exec(select(Exhibit).where(Exhibit.reference == "EX-0002")).one()
    restrict(desk.world.session, desk.world.builder, subject=exhibit.subject, accounts=[], reason="An insider")
    desk.world.session.commit()
    assert client.get(f"{home(desk)}/B-0001").status_code == 200
    other = app.test_client()
    login(other, desk.world.issuer)
    assert other.get(f"{home(desk)}/B-0001").status_code == 404
    assert "B-0001" not in other.get(home(desk)).text
    assert "EX-0002" not in other.get(f"{home(desk)}/new?recipient={desk.world.recipient.slug}").text
