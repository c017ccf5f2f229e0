"""The default-deny hook, and what becomes of typed text when a session ends."""

import uuid
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from casework import audit
from casework.accounts.models import LoginSession
from casework.cases.models import Case
from casework.config import Settings
from casework.db import now
from casework.i18n import current_language
from casework.subjects import Role
from casework.web.drafts import TypedDraft, typed_before
from casework.web.endpoints import declared_permission, is_public
from tests.factories import PASSWORD, csrf_token, login, make_account, make_case, post


def test_every_endpoint_declares_a_permission_or_that_it_is_public(app: Flask) -> None:
    undeclared = [
        name
        for name, view in app.view_functions.items()
        if name != "static" and not is_public(view) and declared_permission(view) is None
    ]
    assert undeclared == []


def test_an_endpoint_that_declares_nothing_is_not_served(app: Flask, db: Session) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "content")
    client, account = app.test_client(), make_account(db, Role.SUPERVISOR)
    db.commit()
    login(client, account)
    assert client.get("/forgotten").status_code == 404


def test_who_follows_a_dead_link_keeps_their_ways_on(client: FlaskClient, db: Session) -> None:
    account = make_account(db)
    db.commit()
    login(client, account)
    answer = client.get("/no/such/page")
    assert answer.status_code == 404
    assert 'href="/cases"' in answer.text


def test_what_follows_a_request_does_not_speak_its_readers_language(client: FlaskClient) -> None:
    answer = client.get("/log-in", headers={"Accept-Language": "ar"})
    assert 'lang="ar"' in answer.text
    assert current_language() == "en"


def test_a_refusal_is_a_404_and_an_entry_in_the_log(client: FlaskClient, db: Session) -> None:
    account = make_account(db)
    db.commit()
    login(client, account)
    assert client.get("/accounts").status_code == 404
    entry = audit.entries(db, action="access.refused")[0]
    assert (entry.actor_id, entry.facts["permission"]) == (account.id, "account.manage")


def test_a_post_without_a_token_changes_nothing(client: FlaskClient, db: Session) -> None:
    account = make_account(db, Role.SUPERVISOR)
    db.commit()
    login(client, account)
    answer = client.post("/cases/new", data={"title": "Forged", "opened_on": "2025-03-11"})
    assert answer.status_code == 422
    assert db.exec(select(Case)).all() == []


NEW_CASE = {
    "title": "Coast", "opened_on": "2025-03-11", "standard_of_proof": "reasonable_grounds", "marking": "confidential",
    "time_zone": "Asia/Damascus",
}  # fmt: skip


def test_a_double_submit_makes_one_record_and_leads_to_it(client: FlaskClient, db: Session) -> None:
    account = make_account(db, Role.SUPERVISOR)
    db.commit()
    login(client, account)
    data = NEW_CASE | {"csrf_token": csrf_token(client.get("/cases/new").text), "submit_key": uuid.uuid4().hex}
    first, second = (client.post("/cases/new", data=data) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert len(db.exec(select(Case)).all()) == 1


def test_a_wrong_field_says_so_beside_it_and_keeps_what_was_typed(client: FlaskClient, db: Session) -> None:
    account = make_account(db, Role.SUPERVISOR)
    db.commit()
    login(client, account)
    answer = post(client, "/cases/new", NEW_CASE | {"title": "", "summary": "A long text", "time_zone": "Mars/Base"})
    assert answer.status_code == 422
    assert "A long text" in answer.text
    assert "This is not a time zone of the IANA database." in answer.text


def test_text_sent_with_an_expired_session_is_there_after_logging_in(client: FlaskClient, db: Session) -> None:
    account = make_account(db, Role.SUPERVISOR)
    db.commit()
    login(client, account)
    data = NEW_CASE | {"csrf_token": csrf_token(client.get("/cases/new").text), "summary": "Hours of work"}
    db.exec(select(LoginSession)).one().expires_at = now() - timedelta(minutes=1)
    db.commit()
    answer = client.post("/cases/new", data=data)
    assert answer.headers["Location"] == "/login?next=/cases/new"
    login(client, account)
    assert "/cases/new" in client.get("/").text


def test_a_password_is_never_kept_as_a_draft(client: FlaskClient, db: Session) -> None:
    account = make_account(db)
    db.commit()
    login(client, account)
    db.exec(select(LoginSession)).one().expires_at = now() - timedelta(minutes=1)
    db.commit()
    client.post("/account/password", data={"current": PASSWORD, "new": "secret-new-words-33", "repeat": "x"})
    db.expire_all()
    assert db.exec(select(TypedDraft)).all() == []


def test_two_people_who_edit_meet_and_nothing_is_lost(client: FlaskClient, db: Session) -> None:
    account = make_account(db, Role.SUPERVISOR)
    case = make_case(db, [account])
    db.commit()
    login(client, account)
    url = f"/cases/{case.reference}/edit"
    post(client, url, NEW_CASE | {"version": "1", "summary": "What the first one wrote"})
    answer = post(client, url, NEW_CASE | {"version": "1", "summary": "What the second one wrote"})
    assert answer.status_code == 409
    assert "What the first one wrote" in answer.text
    assert "What the second one wrote" in answer.text
    merged = post(client, url, NEW_CASE | {"version": "2", "summary": "Both"})
    assert merged.status_code == 302


def test_a_first_password_must_be_changed_before_anything_else(client: FlaskClient, db: Session) -> None:
    account = make_account(db, must_change_password=True)
    db.commit()
    login(client, account)
    assert client.get("/cases").headers["Location"] == "/account/password"


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_a_log_in_never_leads_to_another_site(client: FlaskClient, db: Session, target: str) -> None:
    account = make_account(db)
    db.commit()
    token = csrf_token(client.get("/login").text)
    data = {"csrf_token": token, "email": account.email, "password": PASSWORD}
    answer = client.post("/login", query_string={"next": target}, data=data)
    assert answer.headers["Location"] == "/"


def test_logging_out_ends_the_session_on_the_server(client: FlaskClient, db: Session) -> None:
    account = make_account(db)
    db.commit()
    login(client, account)
    cookie = client.get_cookie("casework")
    post(client, "/logout", page="/account")
    assert cookie
    client.set_cookie("casework", cookie.value)
    assert client.get("/cases").status_code == 302


def test_every_answer_forbids_other_sites_inline_code_and_caching(client: FlaskClient) -> None:
    headers = client.get("/login").headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'nonce-")
    assert "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_failing_log_saves_nothing_and_keeps_what_was_typed(
    client: FlaskClient, db: Session, sqlite_settings: Settings
) -> None:
    account = make_account(db, Role.SUPERVISOR)
    db.commit()
    login(client, account)
    page = client.get("/cases/new").text
    trigger = "CREATE TRIGGER broken BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END"
    db.connection().exec_driver_sql(trigger)
    db.commit()
    answer = client.post("/cases/new", data=NEW_CASE | {"csrf_token": csrf_token(page), "summary": "Hours of work"})
    assert answer.status_code == 503
    assert db.exec(select(Case)).all() == []
    kept = typed_before(db, sqlite_settings, account.key, "/cases/new")
    assert kept is not None
    assert kept.fields["summary"] == ["Hours of work"]


def test_a_defect_shows_no_trace_and_logs_no_content(app: Flask, db: Session, caplog: pytest.LogCaptureFixture) -> None:
    from casework.web import public

    @public
    def defect() -> str:
        raise RuntimeError("the witness said that")

    app.add_url_rule("/defect", "defect", defect)
    answer = app.test_client().get("/defect")
    assert answer.status_code == 500
    assert "the witness" not in answer.text + caplog.text
    assert "RuntimeError" in caplog.text
