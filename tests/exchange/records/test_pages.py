"""The pages and the command of exported records: what is seen before, made, fetched, and what stops it."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from casework import audit
from casework.audit import AuditEntry
from casework.cases.compartments import restrict
from casework.db import now
from casework.exchange.records.cleaning import Cleaner
from casework.exchange.records.jobs import forget_expired
from casework.exchange.records.models import RecordExport
from casework.jobs.worker import run_one
from casework.storage import open_store
from tests.dossiers.test_unsearchable import held_by_custodians
from tests.dossiers.world import make_world
from tests.exchange.records.world import Full, fill
from tests.factories import login, post
from tests.world import CASE, World

RELOADS = '<noscript><meta http-equiv="refresh" content="4"></noscript>'


@pytest.fixture
def seen(db: Session, app: Flask, client: FlaskClient) -> Full:
    """The full case behind the pages, its supervisor logged in."""
    made = fill(make_world(db, app.extensions["casework_settings"]))
    made.world.allegation(7, [], incident_id=None)
    db.commit()
    login(client, made.world.author)
    return made


def home(seen: Full) -> str:
    return f"/cases/{seen.world.case.reference}/data"


def build(client: FlaskClient, seen: Full, app: Flask, **more: str) -> RecordExport:
    slug = seen.world.recipient.slug
    data = {"recipient": slug, "language": "ar", "places": "precise", "days": "day"} | more
    answer = post(client, f"{home(seen)}/new", data, page=f"{home(seen)}/new?recipient={slug}")
    assert answer.headers["Location"].endswith("/data/X-0001")
    assert RELOADS in client.get(f"{home(seen)}/X-0001").text
    assert client.get(f"{home(seen)}/X-0001/records.zip").status_code == 404
    run_one(app.extensions["casework_engine"], app.extensions["casework_settings"])
    export = seen.world.session.exec(select(RecordExport)).one()
    seen.world.session.commit()  # or the next request waits for this one's lock
    return export


def test_before_anything_is_made_one_sees_how_much_goes_and_what_stays_by_reason(
    client: FlaskClient, seen: Full
) -> None:
    shown = client.get(f"{home(seen)}/new?recipient={seen.world.recipient.slug}").text
    assert "Incident: <bdi>1</bdi>" in shown
    assert "It belongs to no incident." in shown
    assert "A-0007" in shown


def test_it_is_made_in_the_background_fetched_whole_and_told_in_the_log(
    client: FlaskClient, seen: Full, app: Flask
) -> None:
    build(client, seen, app)
    assert "Incident: <bdi>1</bdi>" in client.get(f"{home(seen)}/X-0001").text
    answer = client.get(f"{home(seen)}/X-0001/records.zip")
    assert answer.headers["Content-Length"] == str(len(answer.data))
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        (readme,) = [name for name in archive.namelist() if name.endswith("README.txt")]
        words = archive.read(readme).decode()
    for told in (seen.world.case.reference, "X-0001", seen.world.recipient.slug, seen.world.recipient.name, "سري"):
        assert told in words
    actions = seen.world.session.exec(select(AuditEntry.action).where(AuditEntry.subject_kind == "record_export")).all()
    assert actions == ["records.begun", "records.exported", "records.fetched"]


def test_consent_taken_back_after_it_was_made_stops_the_download(client: FlaskClient, seen: Full, app: Flask) -> None:
    build(client, seen, app)
    assert client.head(f"{home(seen)}/X-0001/records.zip").status_code == 200
    seen.world.withdraw(seen.witness)
    seen.world.session.commit()
    answer = client.get(f"{home(seen)}/X-0001/records.zip")
    assert answer.status_code == 409
    assert "T-0001" in answer.text
    actions = seen.world.session.exec(select(AuditEntry.action).where(AuditEntry.subject_kind == "record_export")).all()
    assert "records.fetched" not in actions


def test_an_expired_export_is_handed_out_no_more_and_its_file_is_forgotten(
    client: FlaskClient, seen: Full, app: Flask
) -> None:
    export = build(client, seen, app)
    assert open_store(app.extensions["casework_settings"]).exists(export.sha256)
    export.expires_at = now() - timedelta(seconds=1)
    seen.world.keep(export)
    seen.world.session.commit()
    assert client.get(f"{home(seen)}/X-0001/records.zip").status_code == 409
    forget_expired(app.extensions["casework_engine"], app.extensions["casework_settings"])
    assert "expired" in client.get(f"{home(seen)}/X-0001").text
    assert client.get(f"{home(seen)}/X-0001/records.zip").status_code == 404


def test_a_refusal_names_its_cause_and_leaves_nothing_in_the_store(
    client: FlaskClient, seen: Full, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Cleaner, "record", lambda _self, record: record)
    seen.world.incident.summary = "Then Layla Hasan came."
    seen.world.keep(seen.world.incident)
    seen.world.session.commit()
    store = open_store(app.extensions["casework_settings"])
    before = {*store.backend.list_kept(-1), *store.backend.list_staged(-1)}
    export = build(client, seen, app)
    assert (export.sha256, export.built_at) == ("", None)
    assert {*store.backend.list_kept(-1), *store.backend.list_staged(-1)} == before
    shown = client.get(f"{home(seen)}/X-0001").text
    assert "The export cannot be made" in shown
    assert "V-0001" in shown
    assert "Layla" not in shown


def test_without_a_body_or_with_one_that_is_not_there_it_says_so_beside_the_field(
    client: FlaskClient, seen: Full
) -> None:
    page = f"{home(seen)}/new?recipient={seen.world.recipient.slug}"
    answer = post(client, f"{home(seen)}/new", {"recipient": "nobody", "language": "en", "places": "precise", "days": "day"}, page=page)  # fmt: skip
    assert (answer.status_code, "Choose the body that receives it." in answer.text) == (422, True)


def test_where_custodians_hold_names_nothing_is_made_until_somebody_says_that_they_looked(
    client: FlaskClient, seen: Full, app: Flask
) -> None:
    page = f"{home(seen)}/new?recipient={seen.world.recipient.slug}"
    assert 'name="names_checked"' not in client.get(page).text
    held_by_custodians(seen.world, seen.world.witness(60).identity_owner)
    seen.world.session.commit()
    assert 'name="names_checked"' in client.get(page).text
    data = {"recipient": seen.world.recipient.slug, "language": "ar", "places": "precise", "days": "day"}
    answer = post(client, f"{home(seen)}/new", data, page=page)
    assert (answer.status_code, "somebody has to look" in answer.text) == (422, True)
    assert not seen.world.session.exec(select(RecordExport)).all()
    seen.world.session.commit()
    build(client, seen, app, names_checked="y")
    (begun,) = audit.entries(seen.world.session, action="records.begun")
    assert begun.facts["people_unsearchable"] == 1


def test_an_export_that_rests_on_something_restricted_is_there_for_the_named_alone(
    client: FlaskClient, seen: Full, app: Flask
) -> None:
    build(client, seen, app)
    restrict(seen.world.session, seen.world.builder, subject=seen.witness.subject, accounts=[], reason="An insider")
    seen.world.session.commit()
    assert client.get(f"{home(seen)}/X-0001").status_code == 200
    other = app.test_client()
    login(other, seen.world.issuer)
    assert other.get(f"{home(seen)}/X-0001").status_code == 404
    assert other.get(f"{home(seen)}/X-0001/records.zip").status_code == 404
    assert "X-0001" not in other.get(home(seen)).text
    assert "A-0001" not in other.get(f"{home(seen)}/new?recipient={seen.world.recipient.slug}").text


def test_the_command_writes_the_same_and_never_over_something(world: World, tmp_path: Path) -> None:
    out = tmp_path / "records.zip"
    arguments = ["case", "export-records", CASE, "--recipient", "demo-committee", "--out", str(out), "--lang", "ar"]
    answer = world.app.test_cli_runner().invoke(args=arguments)
    assert (answer.exit_code, "SHA-256" in answer.output) == (0, True), answer.output
    assert out.stat().st_mode & 0o077 == 0
    again = world.app.test_cli_runner().invoke(args=arguments)
    assert (again.exit_code, "REFUSED" in again.output or "NOT WRITTEN" in again.output) == (1, True)
    nobody = world.app.test_cli_runner().invoke(args=[*arguments[:2], "CW-1999-0001", *arguments[3:]])
    assert (nobody.exit_code, "there is no case" in nobody.output) == (1, True)
    with world.session() as session:
        assert all(row.built_at for row in session.exec(select(RecordExport)).all())
