"""Pages of the testimonies: wiring, bad input, two people at once."""

import re
import uuid
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlmodel import Session, select

from casework.accounts.models import Account, LoginSession
from casework.cases.models import Case
from casework.review.services import latest
from casework.subjects import Role
from casework.testimonies import services
from casework.testimonies.content import Content
from casework.testimonies.models import Testimony, TestimonyVersion
from casework.vocabulary import ReviewStatus
from tests.factories import csrf_token, login, make_account, make_case, make_recipient, post
from tests.testimonies.building import ARABIC, ENGLISH, complete, make_testimony, make_witness, submitted


@pytest.fixture
def account(db: Session, client: FlaskClient) -> Account:
    made = make_account(db)
    db.commit()
    login(client, made)
    return made


@pytest.fixture
def case(db: Session, account: Account) -> Case:
    made = make_case(db, [account])
    make_witness(db, made)
    db.commit()
    return made


@pytest.fixture
def testimony(db: Session, account: Account, case: Case) -> Testimony:
    made = make_testimony(db, account.as_actor(), case, make_witness(db, case, number=2), ARABIC)
    db.commit()
    return made


def _url(case: Case, rest: str = "") -> str:
    return f"/cases/{case.reference}/testimonies{rest}"


def _typed(page: str) -> dict[str, Any]:
    """What a browser would send of the form on a page, unchanged."""
    fields: dict[str, Any] = {}
    form = page[page.index("<main") :]
    for name, value in re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form):
        if not name.startswith("csrf"):
            fields[name] = value
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', form, re.S):
        fields[name] = text
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option[^>]*selected[^>]*value="([^"]*)"', options)
        fields[name] = chosen.group(1) if chosen else ""
    return fields | {"submit_key": uuid.uuid4().hex}


def _send(client: FlaskClient, url: str, **changes: Any) -> Any:
    page = client.get(url).text
    return client.post(url, data=_typed(page) | {"csrf_token": csrf_token(page)} | changes)


def test_a_statement_is_begun_with_the_code_of_a_witness(client: FlaskClient, db: Session, case: Case) -> None:
    answer = post(client, _url(case, "/new"), {"witness": "w-0001", "kind": "first", "language": "ar"})
    assert answer.status_code == 302
    assert answer.location.endswith("/testimonies/T-0001/edit")


def test_an_unknown_witness_is_said_beside_the_field_and_what_was_typed_stays(
    client: FlaskClient, db: Session, case: Case
) -> None:
    typed = {"witness": "W-0099", "kind": "supplementary", "why_needed": "a new photograph", "language": "ar"}
    answer = post(client, _url(case, "/new"), typed)
    assert answer.status_code == 422
    assert "No witness of this case has this code." in answer.text
    assert "a new photograph" in answer.text


def test_a_double_click_begins_one_statement(client: FlaskClient, db: Session, case: Case) -> None:
    token, key = csrf_token(client.get(_url(case, "/new")).text), uuid.uuid4().hex
    typed = {"witness": "W-0001", "kind": "first", "language": "ar", "csrf_token": token, "submit_key": key}
    answers = [client.post(_url(case, "/new"), data=typed) for _click in range(2)]
    assert {answer.location for answer in answers} == {_url(case, "/T-0001/edit")}
    assert len(db.exec(select(Testimony)).all()) == 1


def test_without_consent_to_store_the_refusal_leads_to_the_witness(
    client: FlaskClient, db: Session, case: Case
) -> None:
    make_witness(db, case, number=5, store="no")
    db.commit()
    answer = post(client, _url(case, "/new"), {"witness": "W-0005", "kind": "first", "language": "ar"})
    assert answer.status_code == 409
    assert f"/cases/{case.reference}/witnesses/W-0005" in answer.text


@pytest.mark.parametrize("step", ["", "/account", "/closing"])
def test_each_step_saves_what_it_shows_and_changes_nothing_else(
    client: FlaskClient, db: Session, case: Case, testimony: Testimony, step: str
) -> None:
    before = Content.from_json(testimony.draft)
    answer = _send(client, _url(case, f"/{testimony.reference}/edit{step}"), bases="saw", preliminaries="purpose")
    assert answer.status_code == 302, answer.text
    db.refresh(testimony)
    after = Content.from_json(testimony.draft)
    same = {"bases", "preliminaries"}
    changed = {name for name in Content.model_fields if getattr(before, name) != getattr(after, name)} - same
    assert (changed, testimony.version) == (set(), 3)


def test_a_pasted_text_becomes_paragraphs_beside_their_translations(
    client: FlaskClient, db: Session, case: Case, testimony: Testimony
) -> None:
    url = _url(case, f"/{testimony.reference}/edit/account")
    _send(client, url, paste_original=f"{ARABIC}\n\n{ARABIC}", paste_translation=ENGLISH, do="split")
    db.refresh(testimony)
    content = Content.from_json(testimony.draft)
    assert content.numbers == ("1", "2", "3")
    assert content.paragraphs[1].translation == ENGLISH


@pytest.mark.parametrize(("do", "numbers", "place"), [("insert:0", 2, 1), ("add", 2, 1), ("remove:0", 0, 0)])
def test_rows_are_added_and_removed_without_a_script(
    client: FlaskClient, db: Session, case: Case, testimony: Testimony, do: str, numbers: int, place: int
) -> None:
    answer = _send(client, _url(case, f"/{testimony.reference}/edit/account"), do=do)
    db.refresh(testimony)
    assert len(testimony.draft["paragraphs"]) == numbers
    assert answer.location.endswith(f"#row-{place}")


def test_a_wrong_time_is_said_beside_the_field_and_everything_typed_stays(
    client: FlaskClient, db: Session, case: Case, testimony: Testimony
) -> None:
    url = _url(case, f"/{testimony.reference}/edit")
    answer = _send(client, url, started="2025-03-12T12:00", ended="2025-03-12T11:00", interviewer="Interviewer 77")
    assert answer.status_code == 422
    assert "The end is before the start." in answer.text
    assert "Interviewer 77" in answer.text


def test_a_stale_save_shows_both_texts_and_sending_again_keeps_the_merged_one(
    client: FlaskClient, db: Session, account: Account, case: Case, testimony: Testimony
) -> None:
    url = _url(case, f"/{testimony.reference}/edit/account")
    page = client.get(url).text
    typed = _typed(page) | {"csrf_token": csrf_token(page), "paragraphs-0-original": "what I typed"}
    services.save_draft(
        db, account.as_actor(), testimony=testimony, version=2, content=complete("what they saved", "only theirs")
    )
    db.commit()
    answer = client.post(url, data=typed)
    assert answer.status_code == 409
    assert all(text in answer.text for text in ("what I typed", "what they saved", "only theirs"))
    assert "what they saved" in _stored(db, testimony)
    merged = client.post(url, data=_typed(answer.text) | {"csrf_token": csrf_token(answer.text)})
    assert merged.status_code == 302
    assert {"what I typed", "only theirs"} <= set(_stored(db, testimony))


def _stored(db: Session, testimony: Testimony) -> list[str]:
    db.rollback()
    db.refresh(testimony)
    rows = [row["original"] for row in testimony.draft["paragraphs"]]
    db.rollback()  # or the next request waits for our lock
    return rows


def test_a_stale_save_of_the_circumstances_shows_the_fields_that_differ(
    client: FlaskClient, db: Session, account: Account, case: Case, testimony: Testimony
) -> None:
    url = _url(case, f"/{testimony.reference}/edit")
    page = client.get(url).text
    theirs = complete(ARABIC, interviewer="Interviewer of theirs")
    services.save_draft(db, account.as_actor(), testimony=testimony, version=2, content=theirs)
    db.commit()
    typed = _typed(page) | {"csrf_token": csrf_token(page), "interviewer": "Interviewer of mine", "bases": "saw"}
    answer = client.post(url, data=typed)
    assert answer.status_code == 409
    assert answer.text.count("Interviewer of theirs") == 1
    assert answer.text.count("Interviewer of mine") >= 2


def test_what_was_typed_is_kept_offered_and_put_back(
    client: FlaskClient, db: Session, case: Case, testimony: Testimony
) -> None:
    url = _url(case, f"/{testimony.reference}/edit/closing")
    token = csrf_token(client.get(url).text)
    kept = client.post(f"/drafts?page={url}", data={"csrf_token": token, "version": "2", "observations": "She wept."})
    assert kept.status_code == 204
    offer = client.get(url).text
    assert "You were typing here" in offer
    assert "She wept." not in offer
    assert "She wept." in client.get(f"{url}?restore=1").text
    client.post(f"/drafts/discard?page={url}", data={"csrf_token": token})
    assert "You were typing here" not in client.get(url).text


def test_text_typed_in_a_session_that_ended_is_there_after_the_next_log_in(
    client: FlaskClient, db: Session, account: Account, case: Case, testimony: Testimony
) -> None:
    url = _url(case, f"/{testimony.reference}/edit/closing")
    page = client.get(url).text
    for row in db.exec(select(LoginSession)).all():
        row.ended_at = row.created_at
    db.commit()
    answer = client.post(url, data=_typed(page) | {"csrf_token": csrf_token(page), "observations": "typed too late"})
    assert "/login" in answer.location
    login(client, account)
    assert "typed too late" in client.get(f"{url}?restore=1").text


@pytest.mark.parametrize("page", ["https://elsewhere.example/", "//elsewhere.example", "", "/x" * 200])
def test_a_draft_of_no_page_of_ours_is_refused(client: FlaskClient, account: Account, page: str) -> None:
    token = csrf_token(client.get("/account").text)
    answer = client.post("/drafts", query_string={"page": page}, data={"csrf_token": token, "a": "b"})
    assert answer.status_code == 422


def test_an_incomplete_statement_shows_every_gap_with_its_place(client: FlaskClient, db: Session, case: Case) -> None:
    post(client, _url(case, "/new"), {"witness": "W-0001", "kind": "first", "language": "ar"})
    url = _url(case, "/T-0001/edit/check")
    answer = _send(client, url)
    assert answer.status_code == 422
    assert _url(case, "/T-0001/edit/account?check=1#paragraphs") in answer.text
    assert "The account has no paragraph yet." in client.get(_url(case, "/T-0001/edit/account?check=1")).text


def test_a_submitted_statement_waits_for_review_and_opens_no_editor(
    client: FlaskClient, db: Session, case: Case, testimony: Testimony
) -> None:
    answer = _send(client, _url(case, f"/{testimony.reference}/edit/check"))
    assert answer.status_code == 302, answer.text
    db.rollback()
    db.refresh(testimony)
    review = latest(db, testimony.subject)
    assert review is not None
    assert (testimony.status, review.subject_version) == (ReviewStatus.SUBMITTED, 1)
    assert client.get(_url(case, f"/{testimony.reference}/edit")).location.endswith(f"/{testimony.reference}")
    shown = client.get(_url(case, f"/{testimony.reference}")).text
    assert 'id="p1"' in shown
    assert db.exec(select(TestimonyVersion.content_hash)).one() in shown


def test_a_save_after_the_submission_loses_nothing_and_changes_nothing(
    client: FlaskClient, db: Session, account: Account, case: Case, testimony: Testimony
) -> None:
    url = _url(case, f"/{testimony.reference}/edit/account")
    page = client.get(url).text
    submitted(db, account.as_actor(), testimony)
    db.commit()
    typed = _typed(page) | {"csrf_token": csrf_token(page), "paragraphs-0-original": "typed too late"}
    answer = client.post(url, data=typed)
    assert answer.status_code == 409
    assert "typed too late" in answer.text
    assert "typed too late" not in _stored(db, testimony)


def test_two_versions_are_compared_word_by_word(
    client: FlaskClient, db: Session, account: Account, case: Case, testimony: Testimony
) -> None:
    actor = account.as_actor()
    submitted(db, actor, testimony)
    review = latest(db, testimony.subject)
    assert review is not None
    testimony.status = review.status = ReviewStatus.RETURNED
    services.start_correction(db, actor, testimony=testimony, version=testimony.version, reason="The day was wrong")
    content = Content.from_json(testimony.draft)
    row = content.paragraphs[0].model_copy(update={"original": ARABIC.replace("السابع", "الثامن")})
    services.save_draft(
        db, actor, testimony=testimony, version=testimony.version, content=content.changed(paragraphs=(row,))
    )
    submitted(db, actor, testimony)
    db.commit()
    page = client.get(_url(case, f"/{testimony.reference}/compare?older=1&newer=2")).text
    assert "<del>السابع</del><ins>الثامن</ins>" in page
    assert "The day was wrong" in page


def test_a_statement_of_another_case_is_not_there(
    client: FlaskClient, db: Session, account: Account, case: Case, testimony: Testimony
) -> None:
    other = make_case(db, [account])
    db.commit()
    pages = ["", "/edit", "/edit/account", "/edit/closing", "/edit/check", "/versions/1", "/compare", "/correct"]
    codes = {client.get(_url(other, f"/{testimony.reference}{page}")).status_code for page in pages}
    assert codes == {404}


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.AUDITOR, Role.ADMINISTRATOR, Role.SUPERVISOR])
def test_who_is_no_member_sees_nothing(app: Flask, db: Session, case: Case, role: Role) -> None:
    body = make_recipient(db).key if role is Role.COMMITTEE else None
    stranger = make_account(db, role, recipient_id=body)
    db.commit()
    client = app.test_client()
    login(client, stranger)
    assert client.get(_url(case)).status_code == 404


def test_the_list_asks_the_database_as_often_for_thirty_rows_as_for_three(
    client: FlaskClient, db: Session, account: Account, case: Case
) -> None:
    def count() -> int:
        asked: list[str] = []
        engine = db.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
        assert client.get(_url(case)).status_code == 200
        return len(asked)

    witness = make_witness(db, case, number=3)
    for _row in range(3):
        services.start(db, account.as_actor(), case=case, witness=witness)
    db.commit()
    few = count()
    for _row in range(27):
        services.start(db, account.as_actor(), case=case, witness=witness)
    db.commit()
    assert (count() - few) == 0
