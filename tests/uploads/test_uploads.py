"""Whose an upload is, what it may take, and what becomes of it."""

import hashlib
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from casework.audit import AuditEntry
from casework.config import Settings
from casework.db import now, read_session, write_session
from casework.uploads import services
from casework.uploads.housekeeping import forget_abandoned_uploads
from casework.uploads.locking import held
from casework.uploads.models import Upload
from casework.vault import vault_of
from casework.vault.passing import seal_for_days
from casework.vocabulary import CaseStatus
from tests.factories import csrf_token, login, make_account, make_case, post
from tests.uploads.conftest import Sender, encoded

CONTENT = b"what was seen at the bridge\n" * 40
SHA256 = hashlib.sha256(CONTENT).hexdigest()
NAME = "Testimony of Zaynab al-Masri.txt"


def change(db: Session, upload: Upload, **values: object) -> None:
    with write_session(db.get_bind().engine) as session:
        row = session.get_one(Upload, upload.key)
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)
        session.commit()


def settle(sender: Sender, **values: object) -> None:
    """Other settings for the running application."""
    extensions = sender.client.application.extensions
    extensions["casework_settings"] = replace(extensions["casework_settings"], **values)


def test_an_upload_exists_for_its_sender_in_its_case_alone(sender, case, db, member):
    url = sender.begun(len(CONTENT))
    colleague, other = make_account(db), make_case(db, [member])
    case_ref, other_ref, members = case.reference, other.reference, case
    from casework.access import Membership

    db.add(Membership(case_id=members.key, account_id=colleague.key, reason="test"))
    db.commit()
    elsewhere = url.replace(case_ref, other_ref)
    client = sender.client.application.test_client()
    login(client, colleague)
    token = csrf_token(client.get(f"/cases/{case_ref}/evidence/new").text)
    theirs = Sender(client, sender.url, token)
    for who, address in ((sender, elsewhere), (theirs, url), (sender, f"{sender.url}/{'x' * 43}")):
        answers = [who.ask("HEAD", address), who.patch(address, CONTENT, 0), who.ask("DELETE", address)]
        answers += [who.finish(address), who.ask("POST", f"{address}/discard")]
        assert {answer.status_code for answer in answers} == {404}
    assert theirs.ask("GET").json["uploads"] == []
    assert sender.offset(url) == 0


def test_without_the_token_of_the_session_no_byte_counts(sender):
    url = sender.begun(len(CONTENT))
    assert sender.patch(url, CONTENT, 0, X_CSRFToken="").status_code == 422
    assert sender.patch(url, CONTENT, 0, X_CSRFToken="forged").status_code == 422
    assert sender.create(10, X_CSRFToken="").status_code == 422
    assert sender.offset(url) == 0


def test_who_is_not_logged_in_is_told_so_and_not_led_elsewhere(sender):
    url = sender.begun(len(CONTENT))
    anonymous = Sender(sender.client.application.test_client(), sender.url, "x")
    assert anonymous.patch(url, CONTENT, 0).status_code == 401
    assert anonymous.ask("HEAD", url).status_code == 401


def test_a_closed_case_takes_nothing(sender, case, db):
    url = sender.begun(len(CONTENT))
    case.status = CaseStatus.CLOSED
    db.add(case)
    db.commit()
    for answer in (sender.create(10), sender.patch(url, CONTENT, 0)):
        assert answer.status_code == 403
        assert "closed" in answer.text


def test_hashes_that_agree_are_recorded(sender, uploads):
    sender.sent(CONTENT, sha256=SHA256.upper())
    assert (uploads()[0].sha256, uploads()[0].is_agreed) == (SHA256, True)


def test_a_hash_by_the_server_alone_is_recorded_as_such(sender, uploads):
    url = sender.sent(CONTENT)
    assert (uploads()[0].sha256, uploads()[0].is_agreed) == (SHA256, False)
    assert sender.finish(url, SHA256).json["agreed"] is True


def test_hashes_that_differ_refuse_the_file_in_words_and_keep_nothing(sender, uploads, incoming, db):
    url = sender.begun(len(CONTENT))
    sender.patch(url, CONTENT, 0)
    answer = sender.finish(url, "0" * 64)
    assert answer.status_code == 422
    assert "not the file on your machine" in answer.text
    assert (uploads(), incoming()) == ([], [])
    with read_session(db.get_bind().engine) as reading:
        entry = reading.exec(select(AuditEntry).where(AuditEntry.action == "evidence.hashes_differ")).one()
    assert (entry.facts["arrived"], entry.facts["sent"]) == (SHA256, "0" * 64)


def test_a_file_that_is_not_whole_is_not_finished(sender):
    url = sender.begun(len(CONTENT))
    sender.patch(url, CONTENT[:100], 0)
    answer = sender.finish(url, SHA256)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "100")
    assert sender.patch(url, CONTENT[100:], 100).status_code == 204
    assert sender.finish(url, "no hash").status_code == 400
    assert [sender.finish(url, SHA256).status_code for _ in range(2)] == [200, 200]


def test_after_a_killed_process_the_store_says_how_far_it_came(sender, db, uploads):
    url = sender.begun(len(CONTENT))
    sender.patch(url, CONTENT[:200], 0)
    change(db, uploads()[0], is_open=True, received=100)  # killed after the store was done, before the row knew
    assert sender.patch(url, CONTENT[100:], 100).status_code == 409
    assert sender.offset(url) == 200
    change(db, uploads()[0], is_open=True)
    assert sender.patch(url, CONTENT[200:], 200).status_code == 204
    assert sender.finish(url, SHA256).json["agreed"] is True


def test_content_that_has_gone_ends_its_upload(sender, uploads, incoming, client):
    url = sender.begun(len(CONTENT))
    shutil.rmtree(client.application.extensions["casework_settings"].storage_dir / "incoming")
    (client.application.extensions["casework_settings"].storage_dir / "incoming").mkdir()
    assert sender.patch(url, CONTENT, 0).status_code == 404
    assert uploads() == []


def test_the_name_of_a_file_is_in_no_byte_of_the_database_and_gone_with_its_row(sender, client, db, caplog):
    url = sender.begun(len(CONTENT), NAME)
    folder = Path(client.application.extensions["casework_settings"].database_url.removeprefix("sqlite:///")).parent
    for file in folder.glob("casework.sqlite*"):
        assert b"Zaynab" not in file.read_bytes()
    with read_session(db.get_bind().engine) as reading:
        assert b"Zaynab" not in reading.exec(select(Upload.ciphertext)).one()
    sender.ask("DELETE", url)
    assert "Zaynab" not in caplog.text


def test_what_nobody_came_back_for_is_cleared_away_at_the_next_beginning(sender, db, uploads, incoming):
    url = sender.begun(len(CONTENT))
    whole = sender.sent(CONTENT)
    for row in uploads():
        change(db, row, expires_at=now() - timedelta(seconds=1))
    assert sender.ask("HEAD", url).status_code == sender.ask("HEAD", whole).status_code == 404
    assert sender.ask("GET").json["uploads"] == []
    kept = sender.begun(5)
    assert [row.token for row in uploads()] == [kept.rpartition("/")[2]]
    assert len([name for name in incoming() if name.endswith(".part")]) == 1


def test_a_request_that_is_repeated_begins_no_second_upload(sender, uploads, incoming):
    said = encoded(filename="a.txt", key="0123456789abcdef")
    places = [sender.create(len(CONTENT), Upload_Metadata=said).headers["Location"] for _ in range(3)]
    sender.patch(places[0], CONTENT[:9], 0)
    places.append(sender.create(len(CONTENT), Upload_Metadata=said).headers["Location"])
    assert (len(set(places)), len(uploads()), sender.offset(places[0])) == (1, 1, 9)
    assert sender.create(len(CONTENT)).headers["Location"] not in places
    assert sender.create(5, Upload_Metadata=said).status_code == 409


def test_more_than_the_quota_is_refused_before_the_first_byte(sender, uploads, monkeypatch):
    settle(sender, upload_quota_bytes=100)
    sender.begun(60)
    assert sender.create(41).status_code == 403
    sender.begun(40)
    settle(sender, upload_quota_bytes=10**9)
    monkeypatch.setattr(services, "MOST_UNFINISHED", 2)
    answer = sender.create(1)
    assert (answer.status_code, len(uploads())) == (403, 2)
    assert "waits to be described" in answer.text


def test_a_disk_that_is_promised_to_others_is_refused_before_the_first_byte(sender, uploads, monkeypatch):
    free = shutil.disk_usage("/")._replace(free=10**9)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: free)
    sender.begun(6 * 10**8)
    assert sender.create(6 * 10**8).status_code == 507
    assert len(uploads()) == 1


def test_an_upload_in_hand_elsewhere_is_locked(sender, settings_of, uploads, monkeypatch):
    monkeypatch.setattr("casework.uploads.locking.PATIENCE", 0.1)
    url = sender.begun(len(CONTENT))
    row, settings = uploads()[0], settings_of
    engine = sender.client.application.extensions["casework_engine"]
    with held(engine, settings.instance / "locks", row.token, row.key):
        for answer in (sender.patch(url, CONTENT, 0), sender.ask("DELETE", url), sender.finish(url)):
            assert answer.status_code == 423
    assert sender.patch(url, CONTENT, 0).status_code == 204


@pytest.fixture
def settings_of(client) -> Settings:
    return client.application.extensions["casework_settings"]


def test_a_discarded_upload_is_gone_without_a_script_too(sender, case, uploads, incoming):
    url = sender.begun(10)
    answer = post(sender.client, f"{url}/discard", page=f"/cases/{case.reference}/evidence/new")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/cases/{case.reference}/evidence/new")
    assert (uploads(), incoming()) == ([], [])


def test_the_key_of_a_day_is_destroyed_with_its_last_upload(sender, db, uploads, settings_of):
    sender.ask("DELETE", sender.begun(5, NAME))
    sender.begun(5, NAME)
    engine, yesterday = db.get_bind().engine, now() - timedelta(days=1)
    first = uploads()[0]
    sealed = seal_for_days(settings_of, NAME, purpose="names of uploads", where=(first.token,), on=yesterday.date())
    change(db, first, created_at=yesterday, key_day=sealed.day, nonce=sealed.nonce, ciphertext=sealed.ciphertext)
    keystore = vault_of(settings_of).keystore
    owner = f"names of uploads of {yesterday.date().isoformat()}"
    forget_abandoned_uploads(engine, settings_of)
    assert keystore.get(owner).wrapped is not None
    change(db, uploads()[0], expires_at=now() - timedelta(seconds=1))
    forget_abandoned_uploads(engine, settings_of)
    assert uploads() == []
    assert keystore.get(owner).wrapped is None
