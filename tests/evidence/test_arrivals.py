"""Files that came in pieces become exhibits: one with the usual form, many with one form for what they share."""

import hashlib
import io

import pytest
from sqlmodel import select

from casework.db import read_session
from casework.evidence import several
from casework.evidence.models import CustodyEvent, Exhibit
from casework.vault import prepare
from casework.vocabulary import EvidenceType
from casework.witnesses import identity
from casework.witnesses import services as witnesses
from tests.evidence.test_views import FIELDS
from tests.factories import csrf_token, login, make_account, make_case
from tests.sandbox import samples
from tests.uploads.conftest import Sender, case, incoming, member, sender, uploads

__all__ = ["case", "incoming", "member", "sender", "uploads"]  # fixtures

CONTENT = b"what was seen at the bridge\n" * 40
SHA256 = hashlib.sha256(CONTENT).hexdigest()
SHARED = {"source_grade": "f", "copy_state": "unknown", "is_edited": ""}  # what stands on the page


def register(sender: Sender, case, url: str, **fields: str):
    """The usual form, sent as a browser sends it, with a file that came before it."""
    page = f"/cases/{case.reference}/evidence/new"
    data = {"csrf_token": sender.token, "received": url.rpartition("/")[2], **FIELDS, **fields}
    return sender.client.post(page, data=data, content_type="multipart/form-data")


def describe(sender: Sender, case, urls: list[str], **fields: str):
    """The form for many."""
    data = {
        "csrf_token": sender.token,
        "files": [url.rpartition("/")[2] for url in urls],
        "naming": "name",
        **SHARED,
        **fields,
    }
    return sender.client.post(f"/cases/{case.reference}/evidence/several", data=data)


@pytest.fixture
def exhibits(db):
    def read() -> list[Exhibit]:
        with read_session(db.get_bind().engine) as reading:
            return list(reading.exec(select(Exhibit).order_by(Exhibit.id)).all())

    return read


def test_it_becomes_an_exhibit_that_says_both_hashes_agreed(sender, case, exhibits, uploads, incoming, db):
    answer = register(sender, case, sender.sent(CONTENT, sha256=SHA256))
    assert answer.headers["Location"] == f"/cases/{case.reference}/evidence/EX-0001"
    assert (exhibits()[0].sha256, exhibits()[0].filename) == (SHA256, "street.txt")
    assert (uploads(), incoming()) == ([], [])
    page = sender.client.get(answer.headers["Location"]).text
    assert "which agree" in page
    with read_session(db.get_bind().engine) as reading:
        hashed = reading.exec(select(CustodyEvent.outcome).where(CustodyEvent.kind == "hashed")).one()
    assert hashed == "SHA-256, sender and server agree"


def test_without_a_script_the_hash_is_said_to_be_the_servers_alone(sender, case, exhibits):
    page = f"/cases/{case.reference}/evidence/new"
    data = {"csrf_token": sender.token, **FIELDS, "file": (io.BytesIO(CONTENT), "a.txt")}
    answer = sender.client.post(page, data=data, content_type="multipart/form-data")
    assert exhibits()[0].file_metadata["hash_agreed"] is False
    assert "the server alone" in sender.client.get(answer.headers["Location"]).text


def test_it_waits_while_a_field_is_mended_and_the_same_form_twice_is_one_exhibit(sender, case, exhibits, uploads):
    url = sender.sent(CONTENT, sha256=SHA256)
    wrong = register(sender, case, url, title="")
    assert (wrong.status_code, len(uploads())) == (422, 1)
    assert "has arrived and waits" in wrong.text
    answers = [register(sender, case, url, submit_key="0123456789abcdef") for _ in range(2)]
    assert {answer.headers["Location"] for answer in answers} == {f"/cases/{case.reference}/evidence/EX-0001"}
    assert (len(exhibits()), uploads()) == (1, [])
    assert register(sender, case, url).status_code == 422  # nothing is there any more: choose the file


def test_the_same_file_twice_is_said_and_not_kept(sender, case, exhibits, uploads, incoming):
    register(sender, case, sender.sent(CONTENT))
    again = register(sender, case, sender.sent(CONTENT))
    assert again.status_code == 422
    assert "as EX-0001" in again.text
    assert (len(exhibits()), uploads(), incoming()) == (1, [], [])


def test_the_file_of_a_colleague_is_nobody_elses(sender, case, db, exhibits):
    from casework.access import Membership

    url = sender.sent(CONTENT)
    colleague = make_account(db)
    make_case(db, [colleague])
    db.add(Membership(case_id=case.key, account_id=colleague.key, reason="test"))
    reference = case.reference
    db.commit()
    client = sender.client.application.test_client()
    login(client, colleague)
    theirs = Sender(client, sender.url, csrf_token(client.get(f"/cases/{reference}/evidence/new").text))
    assert register(theirs, case, url).status_code == 422
    assert describe(theirs, case, [url]).status_code in (302, 422)
    assert url.rpartition("/")[2] not in client.get(f"/cases/{reference}/evidence/several").text
    assert exhibits() == []


def test_a_process_that_was_killed_after_keeping_the_file_loses_nothing(sender, case, exhibits, uploads):
    url = sender.sent(CONTENT, sha256=SHA256)
    from casework.uploads import finishing
    from casework.uploads.blueprint import the_means

    with sender.client.application.test_request_context():
        means = the_means()
        means.store.keep(finishing.arrived(means.store, uploads()[0]))
    assert register(sender, case, url).status_code == 302
    assert (exhibits()[0].sha256, uploads()) == (SHA256, [])


def test_the_page_lists_what_is_unfinished_and_offers_what_is_whole(sender, case):
    part, whole = sender.begun(5000), sender.sent(CONTENT)
    sender.patch(part, b"x" * 1500, 0)
    page = sender.client.get(f"/cases/{case.reference}/evidence/new").text
    assert "1.5 kB" in page
    assert f"?upload={whole.rpartition('/')[2]}" in page
    assert "street.txt" not in page
    assert sender.client.head(f"/cases/{case.reference}/evidence/new").status_code == 200
    assert "2 files of yours" in sender.client.get(f"/cases/{case.reference}/evidence").text
    assert (
        "street.txt"
        in sender.client.get(f"/cases/{case.reference}/evidence/new?upload={whole.rpartition('/')[2]}").text
    )


def test_many_files_become_exhibits_of_their_own(sender, case, exhibits, uploads, incoming):
    urls = [
        sender.sent(CONTENT, "note one.txt", SHA256),
        sender.sent(samples.jpeg(), "DCIM/street.jpg"),
        sender.sent(b"x\n", "c.txt"),
    ]
    assert "note one.txt" in sender.client.get(f"/cases/{case.reference}/evidence/several").text
    answer = describe(sender, case, urls[:2], source="W-0001", acquired_by="team")
    assert answer.headers["Location"] == f"/cases/{case.reference}/evidence"
    assert [(each.title, each.kind, each.source) for each in exhibits()] == [
        ("note one", EvidenceType.DIGITAL_DOCUMENT, "W-0001"), ("street", EvidenceType.PHOTO, "W-0001"),
    ]  # fmt: skip
    assert [each.file_metadata["hash_agreed"] for each in exhibits()] == [True, False]
    assert [row.token for row in uploads()] == [urls[2].rpartition("/")[2]]  # what was left out waits on
    assert "2 exhibits were registered" in sender.client.get(answer.headers["Location"]).text


def test_of_many_the_one_that_is_there_already_is_said_and_the_others_go_on(sender, case, exhibits, uploads):
    register(sender, case, sender.sent(CONTENT))
    urls = [sender.sent(CONTENT, "twin.txt"), sender.sent(b"x\n", "c.txt"), sender.sent(b"y\n", "d.txt")]
    answer = describe(sender, case, urls, naming="numbered", title="Market", kind="other")
    assert (answer.status_code, len(uploads())) == (200, 1)
    assert "twin.txt" in answer.text
    assert "as EX-0001" in answer.text
    assert [each.title for each in exhibits()[1:]] == ["Market (1)", "Market (2)"]


def test_what_many_share_is_checked_before_the_first_is_registered(sender, case, exhibits):
    url = sender.sent(CONTENT)
    assert "Give the title" in describe(sender, case, [url], naming="numbered").text
    wrong = describe(sender, case, [url], captured_claimed="some day")
    assert (wrong.status_code, exhibits()) == (422, [])
    assert 'value="some day"' in wrong.text


def test_many_that_take_long_are_registered_in_steps(sender, case, exhibits, monkeypatch):
    monkeypatch.setattr("casework.evidence.several_views.SECONDS", -1.0)
    urls = [sender.sent(content, "n.txt") for content in (b"a\n", b"b\n")]
    first = describe(sender, case, urls, naming="numbered", title="Market")
    assert (first.status_code, len(exhibits())) == (200, 1)
    assert "data-going-on" in first.text
    assert 'name="done" type="hidden" value="1"' in first.text
    assert describe(sender, case, urls, naming="numbered", title="Market", done="1").status_code == 302
    assert [each.title for each in exhibits()] == ["Market (1)", "Market (2)"]


def test_a_file_named_after_a_person_stops_many_too_and_its_new_name_is_its_title(sender, case, db, member, exhibits):
    actor, app = member.as_actor(), sender.client.application
    witness = witnesses.register_witness(db, actor, case=case, details=witnesses.WitnessDetails())
    vault = prepare(app.extensions["casework_settings"])
    identity.write_identity(db, actor, vault=vault, witness=witness, changed={"name": "Ghadfan Mirwandi"})
    db.commit()
    url = sender.sent(CONTENT, "Ghadfan Mirwandi.txt")
    first = describe(sender, case, [url])
    assert (first.status_code, exhibits()) == (422, [])
    assert "W-0001" in first.text
    again = describe(sender, case, [url], leak_choice="replace")
    assert "W-0001.txt" in again.text
    assert "Mirwandi" not in again.text
    assert describe(sender, case, [url]).status_code == 302
    assert (exhibits()[0].title, exhibits()[0].filename) == ("W-0001", "W-0001.txt")


@pytest.mark.parametrize(
    "media_type, kind",
    [
        ("image/jpeg", EvidenceType.PHOTO),
        ("video/mp4", EvidenceType.VIDEO),
        ("audio/ogg", EvidenceType.AUDIO),
        ("application/pdf", EvidenceType.DIGITAL_DOCUMENT),
        ("application/zip", EvidenceType.OTHER),
    ],
)
def test_a_files_content_suggests_its_type(media_type, kind):
    assert several.kind_of(media_type) is kind


def test_titles_are_never_empty_and_never_too_long():
    assert several.title_of("../.jpg") == "jpg"
    assert several.title_of("\u202e") == "file"
    assert len(several.numbered("x" * 300, 12)) == 200
