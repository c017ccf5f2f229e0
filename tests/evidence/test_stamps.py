"""Time stamps over the hashes of exhibits."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from casework import audit
from casework.audit import stamping
from casework.db import write_session
from casework.evidence import custody, fixity, intake, stamps
from casework.evidence.details import ExhibitDetails
from casework.evidence.filenames import clean
from casework.evidence.models import ExhibitStamp
from casework.jobs import Job, JobState, enqueue, run_one
from casework.sandbox import Inspection
from casework.storage import open_store
from casework.subjects import SYSTEM
from casework.vocabulary import CustodyKind, EvidenceType
from tests.factories import login, make_account, make_case
from tests.tsa import Answering, openssl


@pytest.fixture
def stamping_settings(settings, tsa_url, tsa_folder) -> Iterator:
    yield replace(settings, tsa_url=tsa_url, tsa_certificates=tsa_folder / "ours" / "ca.pem")
    Answering.kept = None


def register(desk, settings, content: bytes):
    exhibit = intake.register_exhibit(
        desk.session, desk.investigator, desk.store, case=desk.case, file=desk.file(content), settings=settings,
        details=ExhibitDetails(title="A note", kind=EvidenceType.OTHER),
    )  # fmt: skip
    desk.session.commit()
    return exhibit


def work(desk, engine, settings) -> list[Job]:
    while run_one(engine, settings):
        pass
    desk.session.expire_all()
    jobs = desk.session.exec(select(Job).where(Job.kind == stamps.KIND).order_by(Job.id)).all()
    desk.session.commit()
    return list(jobs)


def stamp_of(desk, exhibit) -> ExhibitStamp | None:
    found = stamps.stamp_of(desk.session, desk.investigator, exhibit=exhibit)
    desk.session.commit()
    return found


def kinds(desk, exhibit) -> list[CustodyKind]:
    found = [event.kind for event in custody.chain(desk.session, desk.investigator, exhibit=exhibit)]
    desk.session.commit()
    return found


def test_a_file_and_those_before_it_are_stamped_once_with_nothing_open_meanwhile(
    desk, engine, stamping_settings, tsa_folder, monkeypatch
):
    earlier, ask, open_meanwhile = desk.exhibit(b"from before\n"), stamping.ask, []

    def asking(url: str, body: bytes) -> bytes:
        open_meanwhile.append(engine.pool.checkedout())
        assert len(body) < 100  # a hash and a number: nothing else goes out
        return ask(url, body)

    monkeypatch.setattr(stamping, "ask", asking)
    exhibit = register(desk, stamping_settings, b"noise\n")
    register(desk, stamping_settings, b"more\n")
    assert [job.state for job in work(desk, engine, stamping_settings)] == [JobState.DONE]
    assert open_meanwhile == [0, 0, 0]
    row = stamp_of(desk, exhibit)
    assert (row.sha256, row.authority, row.case_id) == (exhibit.sha256, "ours stamping", desk.case.key)
    assert stamp_of(desk, earlier) is not None
    assert kinds(desk, exhibit)[-1] is CustodyKind.TIMESTAMPED
    assert len(audit.entries(desk.session, action="evidence.timestamped")) == 3
    desk.session.commit()
    (tsa_folder / "note").write_bytes(b"noise\n")
    (tsa_folder / "note.tsr").write_bytes(row.token)
    openssl(tsa_folder, "ts", "-verify", "-data", "note", "-in", "note.tsr", "-CAfile", "ours/ca.pem")
    with write_session(engine) as session:
        stamps.stamp_later(session, stamping_settings)
        session.commit()
    work(desk, engine, stamping_settings)
    assert (len(open_meanwhile), kinds(desk, exhibit).count(CustodyKind.TIMESTAMPED)) == (3, 1)


def test_what_waited_while_the_authority_was_away_or_lied_is_stamped_later(desk, engine, stamping_settings):
    gone = replace(stamping_settings, tsa_url="http://127.0.0.1:9/")
    exhibit = register(desk, gone, b"noise\n")
    assert [job.state for job in work(desk, engine, gone)] == [JobState.FAILED]
    Answering.kept = b"<html>"
    with write_session(engine) as session:
        assert stamps.stamp_later(session, stamping_settings) is not None
        assert stamps.stamp_later(session, stamping_settings) is None  # one round waits: that is enough
        session.commit()
    assert work(desk, engine, stamping_settings)[-1].state is JobState.FAILED
    assert stamp_of(desk, exhibit) is None
    assert CustodyKind.TIMESTAMPED not in kinds(desk, exhibit)
    Answering.kept = None
    register(desk, stamping_settings, b"more\n")
    work(desk, engine, stamping_settings)
    assert stamp_of(desk, exhibit) is not None


def test_a_round_that_leaves_something_is_followed_by_another(desk, engine, stamping_settings, monkeypatch):
    monkeypatch.setattr(stamps, "BATCH", 1)
    desk.exhibit(b"one\n")
    register(desk, stamping_settings, b"two\n")
    assert [job.result["stamped"] for job in work(desk, engine, stamping_settings)] == [1, 1]


def test_nothing_is_asked_and_no_job_waits_unless_it_is_configured(desk, engine, settings, monkeypatch):
    monkeypatch.setattr(stamping, "ask", lambda *_args: pytest.fail("asked"))
    exhibit = register(desk, settings, b"noise\n")
    assert work(desk, engine, settings) == []
    with write_session(engine) as session:
        enqueue(session, SYSTEM, stamps.KIND, None, {})  # left from when there was an authority
        session.commit()
    assert [job.result for job in work(desk, engine, settings)] == [{"stamped": 0}]
    assert stamp_of(desk, exhibit) is None


def test_a_stamp_that_was_altered_or_belongs_to_another_fails_the_check(desk, engine, stamping_settings, tsa_folder):
    one, two = desk.exhibit(b"one\n"), register(desk, stamping_settings, b"two\n")
    work(desk, engine, stamping_settings)
    ours, other = (stamping.certificates(Path(tsa_folder / name / "ca.pem")) for name in ("ours", "other"))
    assert stamps.check_stamps(engine, desk.supervisor, roots=ours, case=desk.case) == (2, [])
    checked, bad = stamps.check_stamps(engine, desk.supervisor, roots=other, case=None)
    assert (checked, [each.held.reference for each in bad]) == (2, ["EX-0001", "EX-0002"])
    row = stamp_of(desk, one)
    assert "another hash" in stamps.problem_of(row, two.sha256, ours)
    forged = ExhibitStamp(**row.model_dump() | {"authority": "somebody else"})
    assert "kept beside" in stamps.problem_of(forged, one.sha256, ours)


@pytest.mark.parametrize("words", ["UPDATE exhibit_timestamp SET authority = 'x'", "DELETE FROM exhibit_timestamp"])
def test_the_database_refuses_to_change_a_stamp(desk, engine, words):
    exhibit = desk.exhibit()
    made = stamping.Stamp(b"token", exhibit.created_at, "an authority")
    assert stamps.keep(desk.session, fixity.held(exhibit), made)
    assert not stamps.keep(desk.session, fixity.held(exhibit), made)  # another worker was first
    with pytest.raises(DBAPIError, match="append-only"):
        desk.session.execute(text(words))
    desk.session.rollback()


def test_the_page_shows_the_stamp_hands_it_out_and_the_command_checks_it(app, client, db, tsa_url, tsa_folder):
    member, stranger = make_account(db), make_account(db)
    case = make_case(db, [member])
    db.commit()
    settings = replace(
        app.extensions["casework_settings"], tsa_url=tsa_url, tsa_certificates=tsa_folder / "ours" / "ca.pem"
    )
    exhibit = _registered(db, app, case, member)
    at = f"/cases/{case.reference}/evidence/EX-0001"
    login(client, member)
    assert client.get(f"{at}/timestamp").status_code == 302
    assert "Time stamp over this hash" not in client.get(at).text
    with write_session(app.extensions["casework_engine"]) as session:
        stamps.keep(session, fixity.held(exhibit), stamping.stamp(settings, bytes.fromhex(exhibit.sha256)))
        session.commit()
    page = client.get(at).text
    assert "ours stamping" in page
    assert f"{at}/timestamp" in page
    answer = client.get(f"{at}/timestamp")
    assert answer.mimetype == "application/timestamp-reply"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={case.reference}-EX-0001.tsr"
    roots = stamping.certificates(tsa_folder / "ours" / "ca.pem")
    assert stamping.check(answer.data, bytes.fromhex(exhibit.sha256), roots)
    other = app.test_client()
    login(other, stranger)
    assert other.get(f"{at}/timestamp").status_code == 404
    _check_commands(app, settings, tsa_folder)


def _registered(db, app, case, member):
    store = open_store(app.extensions["casework_settings"])
    file = intake.ReceivedFile(store.stage(io.BytesIO(b"noise\n"), 100), clean("note.txt"), Inspection("text/plain"))
    details = ExhibitDetails(title="A note", kind=EvidenceType.OTHER)
    exhibit = intake.register_exhibit(db, member.as_actor(), store, case=case, details=details, file=file)
    db.commit()
    return exhibit


def _check_commands(app, settings, tsa_folder) -> None:
    run = app.test_cli_runner().invoke
    assert "not checked" in run(args=["evidence", "verify"]).output
    for name, code in (("ours", 0), ("other", 1)):
        app.extensions["casework_settings"] = replace(settings, tsa_certificates=tsa_folder / name / "ca.pem")
        result = run(args=["evidence", "verify"])
        assert (result.exit_code, f"1 time stamps checked, {code} failed" in result.output) == (code, True)
    assert "EX-0001: The time stamp is not by the configured authority" in result.output
