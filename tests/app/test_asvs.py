"""What OWASP ASVS 5.0 asks for and no other test shows."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlmodel import Session

from casework import audit
from casework.subjects import Role
from casework.web.endpoints import needs_fresh_factor
from tests.factories import PASSWORD, csrf_token, login, make_account, make_case, post

STATIC = Path(__file__).parents[2] / "static"
LEADS_TO_THE_PROOF = {"factors.index", "factors.start"}  # they change nothing


def test_a_cookie_that_we_did_not_sign_is_nobody(client: FlaskClient, db: Session) -> None:
    account = make_account(db)
    db.commit()
    login(client, account)
    cookie = client.get_cookie("casework")
    assert cookie
    assert client.get("/account").status_code == 200
    value, time, signature = cookie.value.rsplit(".", 2)
    foreign = URLSafeTimedSerializer(b"another key", salt="cookie-session").dumps({"_user_id": "guessed"})
    for forged in (f"{value}.{time}.{signature[:-2]}AA", f"{value}.{time}.", value, str(foreign)):
        client.set_cookie("casework", forged)
        assert client.get("/account").status_code == 302


def test_trace_is_not_answered(client: FlaskClient) -> None:
    answer = client.open("/login", method="TRACE", headers={"X-Secret": "mirrored"})
    assert answer.status_code == 405
    assert "mirrored" not in answer.text


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_no_script_of_ours_stores_anything_in_the_browser(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert not re.findall(
        r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.|__proto__|\.prototype\b", text
    )


def test_a_field_sent_in_the_address_is_not_taken_for_one_of_the_form(client: FlaskClient, db: Session) -> None:
    account = make_account(db, Role.SUPERVISOR)
    case = make_case(db, [account], title="Stays")
    db.commit()
    login(client, account)
    url = f"/cases/{case.reference}/status"
    answer = post(client, f"{url}?to=closed&reason=smuggled", {}, page=url)
    assert answer.status_code == 422
    db.rollback()
    assert not audit.entries(db, action="case.status_changed")


def test_a_log_in_and_a_failed_one_are_in_the_log(client: FlaskClient, db: Session) -> None:
    account = make_account(db)
    db.commit()
    token = csrf_token(client.get("/login").text)
    for password in ("wrong-words", PASSWORD):
        client.post("/login", data={"csrf_token": token, "email": account.email, "password": password})
    db.rollback()
    actions = [entry.action for entry in audit.entries(db, subject=account.subject)]
    assert [action for action in reversed(actions) if "log" in action] == ["account.login_failed", "account.logged_in"]


def test_what_changes_how_one_logs_in_asks_for_a_fresh_proof(app: Flask) -> None:
    views = app.view_functions
    changing = {name for name in views if name.startswith("factors.")} - LEADS_TO_THE_PROOF
    changing |= {"accounts.edit", "accounts.new", "accounts.reset_password"}
    assert [name for name in sorted(changing) if not needs_fresh_factor(views[name])] == []
