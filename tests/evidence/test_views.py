"""The pages of the exhibits: wiring, bad input, what is handed out and how."""

import io
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from casework.access import Membership
from casework.accounts.models import Account, LoginSession
from casework.cases.models import Case
from casework.db import now
from casework.db.engine import new_session
from casework.evidence import services
from casework.evidence.models import CustodyEvent, Exhibit
from casework.evidence.viewing_models import Rendition
from casework.storage import AlteredContent, FileStore, LocalBackend, StoreFull, open_store
from casework.subjects import Role
from casework.vocabulary import CustodyKind
from casework.web.drafts import keep_typed
from tests.factories import csrf_token, login, make_account, make_case, post
from tests.sandbox import samples
from tests.storage.stores import alter, staged_in

FIELDS = {"title": "A note", "kind": "other", "claimed_content": "What the man said", "source_grade": "f",
          "copy_state": "unknown", "is_edited": "", "source_verification": "not_checked",
          "content_verification": "not_checked", "technical_verification": "not_checked"}  # fmt: skip


@pytest.fixture
def case(client: FlaskClient, db: Session) -> Case:
    """A case; the client is logged in as an investigator who belongs to it."""
    member = make_account(db)
    case = make_case(db, [member])
    make_case(db, [make_account(db)])
    db.commit()
    login(client, member)
    return case


@pytest.fixture
def store(client: FlaskClient) -> FileStore:
    return open_store(client.application.extensions["casework_settings"])


def send(client, case, content=b"some text\n", name="note.txt", token=None, **fields):
    url = f"/cases/{case.reference}/evidence/new"
    data = {"csrf_token": token or csrf_token(client.get(url).text), "submit_key": uuid.uuid4().hex, **FIELDS, **fields}
    if content is not None:
        data["file"] = (io.BytesIO(content), name)
    return client.post(url, data=data, content_type="multipart/form-data")


def stored(db: Session, model: Any = Exhibit) -> list[Any]:
    """What is in the database, read beside the session that would hold SQLite's write lock."""
    with new_session(db.get_bind().engine.execution_options(casework_writes=False), writes=False) as reading:
        return list(reading.exec(select(model).order_by(model.id)).all())


def test_an_upload_makes_an_exhibit_and_leaves_nothing_staged(client, case, store, db):
    answer = send(client, case, samples.jpeg(), "street.jpg", kind="photo")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/cases/{case.reference}/evidence/EX-0001")
    assert staged_in(store) == []
    page = client.get(answer.headers["Location"]).text
    assert stored(db)[0].sha256 in page
    assert "What the man said" in page
    assert "35.182" in page
    assert f"/cases/{case.reference}/evidence/EX-0001/preview" in page


def test_the_same_submit_twice_is_one_exhibit(client, case, db):
    key = uuid.uuid4().hex
    answers = [send(client, case, submit_key=key) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert len(stored(db)) == 1


@pytest.mark.parametrize(
    "content, name, fields, said",
    [
        (b"", "empty.txt", {}, "The file is empty"),
        (None, "", {}, "Choose the file"),
        (b"x", "a.txt", {"title": ""}, "This field is required"),
        (b"x", "a.txt", {"captured_claimed": "in spring"}, "Write a date as"),
        (b"x", "a.txt", {"latitude": "north"}, "Not a valid float value"),
    ],
)
def test_bad_input_is_said_and_everything_typed_is_kept(client, case, db, content, name, fields, said):
    answer = send(client, case, content, name, **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert "What the man said" in answer.text
    assert stored(db) == []


def test_a_file_over_the_limit_is_refused_with_the_limit_and_leaves_nothing(client, case, store, db, monkeypatch):
    settings = client.application.extensions["casework_settings"]
    client.application.extensions["casework_settings"] = type(settings)(**vars(settings) | {"max_upload_bytes": 1000})
    answer = send(client, case, b"x" * 1001)
    assert answer.status_code == 422
    assert "larger than 1 kB" in answer.text
    assert "What the man said" in answer.text
    assert (stored(db), staged_in(store)) == ([], [])


def test_a_file_that_arrived_waits_while_another_field_is_mended(client, case, store, db):
    answer = send(client, case, b"kept meanwhile", title="")
    assert "has arrived and waits" in answer.text
    received = re.search(r'name="received"[^>]*value="([^"]+)"', answer.text).group(1)
    answer = send(client, case, None, received=received)
    assert answer.status_code == 302
    assert (stored(db)[0].size, stored(db)[0].filename) == (14, "note.txt")
    assert staged_in(store) == []


def test_a_file_that_waits_is_nobody_elses(client, case, store, db):
    page = send(client, case, b"mine", title="").text
    received = re.search(r'name="received"[^>]*value="([^"]+)"', page).group(1)
    other = make_account(db)
    db.add(Membership(case_id=case.key, account_id=other.key))
    db.commit()
    stranger = client.application.test_client()
    login(stranger, other)
    assert send(stranger, case, None, received=received).status_code == 422
    assert stored(db) == []


def test_what_was_typed_beside_a_file_outlives_the_session(client, case, store, db):
    page = f"/cases/{case.reference}/evidence/new"
    token = csrf_token(client.get(page).text)
    session = db.exec(select(LoginSession)).one()
    session.expires_at, member = now() - timedelta(minutes=1), db.get_one(Account, session.account_id)
    db.commit()
    answer = send(client, case, b"x" * 3_000_000, token=token)
    assert answer.headers["Location"] == f"/login?next={page}"
    login(client, member)
    assert "What the man said" in client.get(page + "?restore=1").text
    assert (stored(db), staged_in(store)) == ([], [])


def test_a_full_disk_is_said_clearly_and_nothing_is_half_saved(client, case, store, db, monkeypatch):
    def full(*args):
        raise StoreFull

    monkeypatch.setattr(LocalBackend, "require_room", full)
    answer = send(client, case)
    assert answer.status_code == 503
    assert "The disk that holds the files is full" in answer.text
    assert "What the man said" in answer.text
    assert (stored(db), staged_in(store)) == ([], [])


def test_a_wrong_token_stops_the_file_before_it_is_stored(client, case, store, db, monkeypatch):
    def begin(*args):
        pytest.fail("the file was accepted")

    monkeypatch.setattr(FileStore, "begin", begin)
    assert send(client, case, token="forged").status_code == 422
    assert stored(db) == []


def test_what_was_typed_before_a_lost_session_is_offered_and_put_back(client, case, db, sqlite_settings):
    url = f"/cases/{case.reference}/evidence/new"
    account = db.exec(select(Membership)).first().account_id
    keep_typed(db, sqlite_settings, account, url, {"title": ["Typed before"], "claimed_content": ["Half a sentence"]})
    db.commit()
    assert "You were typing here" in client.get(url).text
    assert "Half a sentence" in client.get(f"{url}?restore=1").text
    send(client, case, title="Typed before")
    assert "You were typing here" not in client.get(url).text


def test_a_broken_body_is_refused_and_leaves_nothing(client, case, store, db):
    url = f"/cases/{case.reference}/evidence/new"
    token = csrf_token(client.get(url).text)
    field = f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
    body = field + '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\ncut of'
    answer = client.post(url, data=body.encode(), content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 400
    assert (stored(db), staged_in(store)) == ([], [])


def test_the_same_file_twice_names_the_first_exhibit(client, case, db, store):
    send(client, case, b"twice")
    answer = send(client, case, b"twice", "renamed.txt")
    assert answer.status_code == 422
    assert "EX-0001" in answer.text
    assert (len(stored(db)), staged_in(store)) == (1, [])


@pytest.mark.parametrize(
    "content, name, said",
    [
        (samples.HTML, "photo.jpg", "contains scripts"),
        (samples.PLAYLIST, "video.mp4", "points to other files"),
        (samples.png_header(60_000, 60_000), "b.png", "more pixels than any camera"),
        (samples.archive(size=100_000_000), "b.zip", "would be enormous"),
        (b"text", "photo\u202egpj.txt", "turn the direction of writing"),
        (b"text", "../../boot.txt", "A folder was taken off"),
    ],
)
def test_a_hostile_file_is_stored_and_said_to_be_so(client, case, content, name, said):
    answer = send(client, case, content, name)
    assert said in client.get(answer.headers["Location"]).text


def test_an_original_is_a_download_under_an_opaque_name_that_no_browser_runs(client, case, db):
    url = send(client, case, samples.HTML, "secret witness.html").headers["Location"]
    answer = client.get(f"{url}/original")
    assert answer.data == samples.HTML
    assert answer.headers["Content-Disposition"] == f"attachment; filename={case.reference}-EX-0001.html"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.mimetype == "application/octet-stream"
    assert stored(db, CustodyEvent)[-1].kind is CustodyKind.EXPORTED


def test_asking_for_the_headers_of_an_original_records_nothing(client, case, db):
    url = send(client, case).headers["Location"]
    assert client.head(f"{url}/original").status_code == 200
    assert len(stored(db, CustodyEvent)) == 2


def test_the_preview_is_a_picture_without_metadata(client, case):
    url = send(client, case, samples.jpeg(), "a.jpg").headers["Location"]
    answer = client.get(f"{url}/preview")
    assert answer.mimetype == "image/jpeg"
    assert b"Exif" not in answer.data
    assert client.get(send(client, case).headers["Location"] + "/preview").status_code == 404


def test_a_stale_edit_shows_both_texts_and_saves_neither_over_the_other(client, case, db):
    url = send(client, case).headers["Location"]
    post(client, f"{url}/edit", FIELDS | {"version": "1", "title": "Saved first"})
    answer = post(client, f"{url}/edit", FIELDS | {"version": "1", "title": "Typed later"})
    assert answer.status_code == 409
    assert "Saved first" in answer.text
    assert "Typed later" in answer.text
    assert stored(db)[0].title == "Saved first"


def test_a_custody_event_is_recorded_with_the_hash_of_that_moment(client, case, db):
    url = send(client, case).headers["Location"]
    said = {"kind": "disclosed", "at": "2025-03-08T10:00", "given_to": "Laboratory", "purpose": "Analysis"}
    assert post(client, f"{url}/custody/new", said).status_code == 302
    event = stored(db, CustodyEvent)[2]
    assert event.hash_after == stored(db)[0].sha256
    assert event.at.isoformat() == "2025-03-08T07:00:00+00:00"
    assert post(client, f"{url}/custody/new", said | {"purpose": ""}).status_code == 422


def test_verify_now_finds_an_altered_file_and_the_page_says_so(client, case, db, store):
    url = send(client, case).headers["Location"]
    sha256 = stored(db)[0].sha256
    alter(store, sha256, b"altered")
    assert post(client, f"{url}/verify", page=f"{url}/edit").status_code == 302
    page = client.get(url).text
    assert "This exhibit is in quarantine" in page
    assert "End the quarantine" not in page
    assert client.get(f"{url}/original").status_code == 409
    assert "Quarantine" in client.get(f"/cases/{case.reference}/evidence?quarantined=1").text


def test_a_page_that_meets_an_altered_file_says_so(client, case, monkeypatch):
    """Whatever page it is, also one that expects nothing of the kind."""
    url = send(client, case).headers["Location"]
    monkeypatch.setattr(services, "hand_out", lambda *_a, **_k: (_ for _ in ()).throw(AlteredContent("frame 0")))
    answer = client.get(f"{url}/original")
    assert answer.status_code == 409
    assert "can no longer be decrypted" in answer.text


def test_the_list_pages_by_key_and_filters(client, case, monkeypatch):
    for number in range(3):
        send(client, case, bytes([65 + number]), title=f"Note {number}")
    page = client.get(f"/cases/{case.reference}/evidence").text
    assert page.index("EX-0003") < page.index("EX-0001")
    after = client.get(f"/cases/{case.reference}/evidence?after=2").text
    assert "EX-0001" in after
    assert "EX-0003" not in after
    assert "EX-0001" not in client.get(f"/cases/{case.reference}/evidence?kind=photo").text
    assert client.get(f"/cases/{case.reference}/evidence?kind=nonsense").status_code == 200


def test_a_stranger_finds_none_of_it(client, case, db):
    url = send(client, case).headers["Location"]
    stranger = make_account(db, Role.SUPERVISOR)
    db.commit()
    other = client.application.test_client()
    login(other, stranger)
    for address in ("", "/edit", "/original", "/preview", "/custody/new"):
        assert other.get(url + address).status_code == 404
    assert other.get(f"/cases/{case.reference}/evidence/new").status_code == 404


def test_the_command_names_the_altered_exhibit_and_fails(client, case, db, store):
    send(client, case, b"sound")
    send(client, case, b"bad")
    run = client.application.test_cli_runner().invoke
    assert run(args=["evidence", "verify", "--case", case.reference]).exit_code == 0
    sha256 = stored(db)[1].sha256
    alter(store, sha256, b"altered")
    result = run(args=["evidence", "verify", "--case", case.reference, "--json"])
    assert result.exit_code == 1
    assert '"exhibit": "EX-0002"' in result.output
    assert "EX-0001" not in result.output


def test_what_is_shown_is_drawn_anew_made_once_and_handed_out_in_parts(client, case, db):
    answer = send(client, case, samples.jpeg(), "p.jpg", title="A photo", kind="photo")
    at = answer.headers["Location"].partition("?")[0]
    whole = client.get(f"{at}/large")
    assert (whole.status_code, whole.mimetype, whole.headers["Accept-Ranges"]) == (200, "image/jpeg", "bytes")
    assert "sandbox" in whole.headers["Content-Security-Policy"]
    part = client.get(f"{at}/large", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.data) == (206, whole.data[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(whole.data)}"
    assert client.get(f"{at}/large", headers={"Range": "bytes=99999999-"}).status_code == 416
    assert [str(one.kind) for one in stored(db, Rendition)] == ["large"]
    assert client.get(f"{at}/pages/1").status_code == client.get(f"{at}/media").status_code == 302


def test_a_document_is_shown_page_by_page(client, case):
    at = send(client, case, samples.pdf(pages=2), "d.pdf").headers["Location"].partition("?")[0]
    page = client.get(f"{at}?page=2").text
    assert f"{at}/pages/2" in page
    assert "?page=1#preview" in page
    assert "?page=3" not in page
    assert client.get(f"{at}/pages/2").mimetype == "image/jpeg"
    assert client.get(f"{at}/pages/3").status_code == 302


def test_a_derivative_begins_with_what_is_known_of_its_origin(client, case, db):
    at = send(client, case, claimed_content="A street", source="W-0001").headers["Location"].partition("?")[0]
    parent = at.rsplit("/", 1)[1]
    page = client.get(f"/cases/{case.reference}/evidence/new?parent={parent}").text
    assert "A street" in page
    bad = send(client, case, b"words", "t.txt", parent=parent)
    assert bad.status_code == 422
    assert "how it was made" in bad.text
    made = send(client, case, b"words", "t.txt", parent=parent, derived_as="transcript", derivation="By ear")
    assert made.status_code == 302
    assert "By ear" in client.get(at).text
    assert parent in client.get(made.headers["Location"]).text
    assert client.get(f"/cases/{case.reference}/evidence/new?parent=EX-0099").status_code == 404


def test_graphic_content_is_hidden_wherever_it_is_shown(client, case):
    at = send(client, case, samples.jpeg(), "p.jpg", is_graphic="y").headers["Location"].partition("?")[0]
    parent = at.rsplit("/", 1)[1]
    made = send(client, case, samples.jpeg(600, 400), "q.jpg", parent=parent, derived_as="copy", derivation="Cut")
    for address in (at, made.headers["Location"]):
        text = client.get(address).text
        shown = re.sub(r"<details class=\"graphic\".*?</details>", "", text, flags=re.S)
        assert "/preview" in text
        assert "/preview" not in shown


def test_a_check_is_recorded_on_a_page_of_its_own(client, case):
    at = send(client, case).headers["Location"].partition("?")[0]
    form = f"{at}/verification/new?aspect=content"

    bad = post(client, form, {"aspect": "content", "state": "verified", "method": ""})
    assert bad.status_code == 422
    good = post(
        client, form, {"aspect": "content", "state": "verified", "method": "Shadows at noon", "grounds": "EX-0001"}
    )
    assert good.status_code == 302
    assert "Shadows at noon" in client.get(at).text
