"""A redacted copy from the page to the exhibit: what it is, what it says, what it does not say."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from sqlmodel import select

from casework.accounts.models import Account
from casework.cases.models import Case
from casework.db.engine import new_session
from casework.evidence import intake
from casework.evidence.details import ExhibitDetails
from casework.evidence.models import CustodyEvent, Exhibit
from casework.jobs import Job, JobState, run_one
from casework.redactions.services import _Watched
from casework.storage import open_store
from casework.vocabulary import CustodyKind, DerivativeKind, EvidenceType
from tests.factories import login, make_account, make_case, post
from tests.sandbox import samples

BOX = {"marks-0-act": "box", "marks-0-code": "r1", "marks-0-left": "25", "marks-0-top": "25", "marks-0-width": "25",
       "marks-0-height": "25", "marks-0-reason": "a face"}  # fmt: skip


@pytest.fixture
def place(app, db):
    """A photograph in a case; a browser of somebody who works on it, and one of a stranger."""
    member, stranger = make_account(db), make_account(db)
    case = make_case(db, [member])
    make_case(db, [stranger])
    store = open_store(app.extensions["casework_settings"])
    details = ExhibitDetails(title="A street", kind=EvidenceType.PHOTO, claimed_content="The house of the secret name")
    file = intake.look_into(store, store.stage(io.BytesIO(samples.jpeg()), 10**7), "name-of-a-witness.jpg")
    origin = intake.register_exhibit(db, member.as_actor(), store, case=case, details=details, file=file)
    db.commit()
    clients = [app.test_client(), app.test_client()]
    for client, account in zip(clients, (member, stranger), strict=True):
        login(client, account)
    return app, f"/cases/{case.reference}/evidence/{origin.reference}", clients, store


def work(app) -> Job:
    engine = app.extensions["casework_engine"]
    while run_one(engine, app.extensions["casework_settings"]):
        pass
    with new_session(engine, writes=False) as session:
        return session.exec(select(Job).where(Job.kind == "redaction.make").order_by(Job.id.desc())).first()


def rows(app, model):
    with new_session(app.extensions["casework_engine"], writes=False) as session:
        return list(session.exec(select(model).order_by(model.id)).all())


def test_a_copy_is_made_registered_once_and_tells_nothing_of_its_origin(place):
    app, url, (client, _stranger), store = place
    sent = post(client, f"{url}/redaction", BOX)
    assert sent.headers["Location"] == f"{url}/redaction/progress"
    assert work(app).result == {"exhibit": "EX-0002"}
    assert "EX-0002" in client.get(f"{url}/redaction/progress").text
    origin, copy = rows(app, Exhibit)
    assert (copy.parent_id, copy.derived_as, copy.filename) == (origin.id, DerivativeKind.REDACTED_COPY, "redacted.jpg")
    assert copy.derivation == "1 box R1; made by Casework, redaction 0.1"
    told = json.dumps([copy.filename, copy.claimed_content, copy.observed_content, copy.file_metadata, copy.source])
    for hidden in ("EX-0001", "name-of-a-witness", "secret name", "Synthetic", "35.1"):
        assert hidden not in told
    events = rows(app, CustodyEvent)
    made = [event for event in events if event.kind is CustodyKind.REDACTED]
    assert {event.exhibit_id for event in made} == {origin.id, copy.id}
    assert not [event for event in events if event.exhibit_id == copy.id and "EX-0001" in event.purpose + event.note]
    with store.open_stream(copy.sha256) as stream:
        picture = Image.open(io.BytesIO(stream.read())).convert("RGB")
    assert picture.crop((160, 120, 320, 240)).getcolors() == [(160 * 120, (0, 0, 0))]
    assert "R1" in client.get(url.replace("EX-0001", "EX-0002")).text
    post(client, f"{url}/redaction", BOX)
    assert work(app).result == {"exhibit": "EX-0002"}
    assert len(rows(app, Exhibit)) == 2


@pytest.mark.parametrize(
    "said, words",
    [
        ({}, "Mark at least one place"),
        (BOX | {"marks-0-code": ""}, "choose a code"),
        (BOX | {"marks-0-width": "80"}, "goes over the edge"),
        (BOX | {"marks-0-height": "0"}, "covers nothing"),
        (BOX | {"marks-0-left": "left"}, "Not a valid"),
        (BOX | {"marks-0-top": "101"}, "between 0 and 100"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_nothing_is_made(place, said, words):
    app, url, (client, _stranger), _store = place
    answer = post(client, f"{url}/redaction", said)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert rows(app, Job) == [] or all(job.kind != "redaction.make" for job in rows(app, Job))
    assert "a face" in answer.text or not said


def test_the_result_is_shown_without_script_before_anything_is_made(place):
    app, url, (client, stranger), _store = place
    page = post(client, f"{url}/redaction", BOX | {"do": "preview"}).text
    assert f"{url}/redaction/picture?page=1&amp;box=25,25,25,25" in page
    drawn = Image.open(io.BytesIO(client.get(f"{url}/redaction/picture?box=25,25,25,25").data)).convert("RGB")
    assert drawn.crop((170, 130, 310, 230)).getcolors() == [(140 * 100, (0, 0, 0))]
    assert stranger.get(f"{url}/redaction/picture").status_code == 404
    assert stranger.get(f"{url}/redaction").status_code == 404
    post(client, f"{url}/redaction", BOX | {"step": "2"})  # another page of a document
    assert [job for job in rows(app, Job) if job.kind == "redaction.make"] == []


def test_nothing_is_made_of_a_file_in_quarantine_or_by_who_left_the_case(place, db):
    app, url, (client, _stranger), _store = place
    post(client, f"{url}/redaction", BOX)
    row = db.exec(select(Exhibit)).one()
    row.is_quarantined = True
    db.add(row)
    db.commit()
    assert work(app).state is JobState.REFUSED
    assert client.get(f"{url}/redaction").status_code == 409
    assert len(rows(app, Exhibit)) == 1


def test_who_waits_is_told_how_far_a_recording_was_read():
    content = io.BytesIO(bytes(10_000_000))
    watched = _Watched(content, 10_000_000)
    watched.read(1_000_000)
    assert watched.per_cent == 10
    watched.seek(9_990_000)
    watched.read(10_000)  # the index at the end
    assert watched.per_cent == 10
    watched.seek(1_000_000)
    watched.read(4_000_000)
    assert watched.per_cent == 50


def test_a_film_is_blacked_out_between_two_times_as_they_were_typed(place, db):
    app, url, (client, _stranger), store = place
    case = db.exec(select(Case).where(Case.reference == url.split("/")[2])).one()
    member = db.exec(select(Exhibit.registered_by)).one()
    file = intake.look_into(store, store.stage(io.BytesIO(samples.video()), 10**7), "film.mp4")
    actor = db.get_one(Account, member).as_actor()
    details = ExhibitDetails(title="A film", kind=EvidenceType.VIDEO)
    intake.register_exhibit(db, actor, store, case=case, details=details, file=file)
    db.commit()
    film = url.replace("EX-0001", "EX-0002")
    said = {"marks-0-act": "black", "marks-0-code": "r4", "marks-0-start": "00:01", "marks-0-end": "00:00.5"}
    wrong = post(client, f"{film}/redaction", said)
    assert (wrong.status_code, "not after the beginning" in wrong.text) == (422, True)
    post(client, f"{film}/redaction", said | {"marks-0-end": "00:02"})
    asking = replace(app.extensions["casework_settings"], tsa_url="http://127.0.0.1:9/", tsa_certificates=Path("none"))
    app.extensions["casework_settings"] = asking
    assert work(app).result == {"exhibit": "EX-0003"}
    copy = rows(app, Exhibit)[2]
    assert (copy.media_type, copy.derivation[:15]) == ("video/mp4", "1 time black R4")
    assert "location" not in json.dumps(copy.file_metadata)
    assert "latitude" not in json.dumps(copy.file_metadata)
    assert "evidence.timestamp" in [job.kind for job in rows(app, Job)]
