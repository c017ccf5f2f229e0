"""Log in with a second factor, set one up, lose it: through the pages, without JavaScript."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from casework import audit
from casework.accounts import enrolling
from casework.accounts.models import Account, LoginSession, Passkey
from casework.app import create_app
from casework.config import Settings
from tests.accounts.device import Device
from tests.accounts.test_factors import enrol
from tests.factories import login, make_account, post

SITE = "http://localhost"


@pytest.fixture
def app(sqlite_settings: Settings) -> Iterator[Flask]:
    """As in life: nobody works by password alone."""
    app = create_app(replace(sqlite_settings, second_factor="required", fresh_factor_seconds=300))
    yield app
    app.extensions["casework_engine"].dispose()


@pytest.fixture
def account(db: Session) -> Account:
    account = make_account(db)
    db.commit()
    return account


@pytest.fixture
def secret(app: Flask, db: Session, account: Account) -> tuple[str, list[str]]:
    """The account has an app: its secret and the recovery codes."""
    made = enrol(db, app.extensions["casework_settings"], account)
    db.commit()
    return made


def _secret_on(page: str) -> str:
    found = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    assert found
    return found.group(1).replace(" ", "")


def _codes_on(page: str) -> list[str]:
    return re.findall(r"<code>([0-9a-z]{4}(?:-[0-9a-z]{4}){3})</code>", page)


def _options_on(page: str) -> str:
    found = re.search(r'data-options="([^"]+)"', page)
    assert found
    return html.unescape(found.group(1))


def _confirm(client: FlaskClient, code: str) -> TestResponse:
    return post(client, "/confirm", {"one_time_code": code})


def test_without_a_factor_nothing_opens_but_setting_one_up(client: FlaskClient, account: Account) -> None:
    login(client, account)
    for url in ("/", "/cases", "/account", "/account/factors", "/drafts"):
        assert client.get(url).status_code in (302, 405)
    assert client.get("/cases").headers["Location"] == "/account/factors/start?next=/cases"
    assert client.get("/account/factors/start").status_code == 200
    assert "/logout" in client.get("/account/factors/start").text
    assert "main-nav" not in client.get("/no/such/page").text


def test_an_app_is_set_up_and_opens_everything_under_a_new_cookie(
    client: FlaskClient, db: Session, account: Account
) -> None:
    login(client, account)
    before = client.get_cookie("casework")
    page = client.get("/account/factors/app").text
    assert 'class="qr"' in page
    assert "style=" not in page.split("qr-box")[1].split("</svg>")[0]
    shown = post(client, "/account/factors/app", {"one_time_code": pyotp.TOTP(_secret_on(page)).now()})
    assert len(_codes_on(shown.text)) == 10
    assert shown.headers["Cache-Control"] == "no-store"
    assert client.get("/cases").status_code == 200
    assert before
    client.set_cookie("casework", before.value)
    assert client.get("/cases").headers["Location"].startswith("/login")


def test_a_wrong_first_code_shows_the_same_secret_again(client: FlaskClient, account: Account) -> None:
    login(client, account)
    secret = _secret_on(client.get("/account/factors/app").text)
    answer = post(client, "/account/factors/app", {"one_time_code": "000000"})
    assert answer.status_code == 422
    assert _secret_on(answer.text) == secret


def test_a_password_alone_opens_nothing(
    client: FlaskClient, db: Session, account: Account, secret: tuple[str, list[str]]
) -> None:
    login(client, account)
    paths = ("/", "/cases", "/account", "/account/password", "/account/factors", "/account/factors/app")
    for url in (*paths, "/account/factors/start", "/account/factors/passkey"):
        assert client.get(url).headers["Location"].startswith("/confirm?next=")
    assert client.post("/account/factors/codes").headers["Location"].startswith("/confirm")
    assert account.name not in client.get("/no/such/page").text
    assert audit.entries(db, action="account.logged_in") == []


def test_the_code_leads_to_where_one_was_going(
    client: FlaskClient, account: Account, secret: tuple[str, list[str]]
) -> None:
    login(client, account)
    asked = client.get("/cases").headers["Location"]
    assert post(client, asked, {"one_time_code": "000000"}).status_code == 422
    answer = post(client, asked, {"one_time_code": pyotp.TOTP(secret[0]).now()})
    assert answer.headers["Location"] == "/cases"
    assert client.get("/cases").status_code == 200


def test_a_cookie_from_before_the_proof_is_worth_nothing_after_it(
    client: FlaskClient, account: Account, secret: tuple[str, list[str]]
) -> None:
    login(client, account)
    planted = client.get_cookie("casework")
    _confirm(client, pyotp.TOTP(secret[0]).now())
    assert planted
    client.set_cookie("casework", planted.value)
    assert client.get("/cases").headers["Location"].startswith("/login")


def test_the_wait_for_the_second_factor_ends_after_ten_minutes(
    client: FlaskClient, db: Session, account: Account, secret: tuple[str, list[str]]
) -> None:
    login(client, account)
    row = db.exec(select(LoginSession)).one()
    assert (row.expires_at - row.created_at).total_seconds() <= 600
    db.rollback()
    _confirm(client, pyotp.TOTP(secret[0]).now())
    db.refresh(row)
    assert (row.expires_at - row.created_at).total_seconds() >= 12 * 3600


def test_a_used_recovery_code_is_told_at_the_next_log_in(
    client: FlaskClient, app: Flask, db: Session, account: Account, secret: tuple[str, list[str]]
) -> None:
    login(client, account)
    assert _confirm(client, secret[1][0]).status_code == 302
    later = app.test_client()
    login(later, account)
    assert later.post("/confirm", data={}).status_code == 422
    _confirm(later, pyotp.TOTP(secret[0]).now())
    assert "A recovery code of yours was used" in later.get("/").text


def test_failed_guesses_are_told_at_the_next_log_in(
    client: FlaskClient, app: Flask, account: Account, secret: tuple[str, list[str]]
) -> None:
    login(client, account)
    _confirm(client, secret[1][0])
    guesser, later = app.test_client(), app.test_client()
    login(guesser, account, password="wrong-words-of-nobody")
    login(later, account)
    _confirm(later, secret[1][1])
    assert "1 attempt to log in to your account failed" in later.get("/").text


def test_a_passkey_is_registered_listed_used_and_removed(client: FlaskClient, db: Session, account: Account) -> None:
    device = Device(origin=SITE)
    login(client, account)
    options = _options_on(client.get("/account/factors/passkey").text)
    answer = {"name": "Blue key", "passkey_answer": device.create(options)}
    assert len(_codes_on(post(client, "/account/factors/passkey", answer).text)) == 10
    assert "Blue key" in client.get("/account/factors").text
    post(client, "/logout", page="/account")
    login(client, account)
    answer = {"passkey_answer": device.get(_options_on(client.get("/confirm").text))}
    assert post(client, "/confirm", answer).status_code == 302
    key_id = db.exec(select(Passkey.id)).one()
    db.rollback()
    refused = post(client, f"/account/factors/passkeys/{key_id}/remove", page="/account")
    assert refused.status_code == 409


def test_a_passkey_can_be_removed_when_an_app_stays(
    client: FlaskClient, app: Flask, db: Session, account: Account, secret: tuple[str, list[str]]
) -> None:
    key = Passkey(account_id=account.key, name="Old key", credential_id=b"1", public_key=b"2", rp_id="localhost")
    enrolling.add_passkey(db, app.extensions["casework_settings"], account.as_actor(), account, key)
    db.commit()
    login(client, account)
    _confirm(client, pyotp.TOTP(secret[0]).now())
    post(client, f"/account/factors/passkeys/{key.key}/remove", page="/account")
    assert db.exec(select(Passkey)).all() == []
    assert "Old key" not in client.get("/account/factors").text


def test_new_recovery_codes_are_shown_once(
    client: FlaskClient, account: Account, secret: tuple[str, list[str]]
) -> None:
    login(client, account)
    _confirm(client, pyotp.TOTP(secret[0]).now())
    fresh = _codes_on(post(client, "/account/factors/codes", page="/account").text)
    assert len(fresh) == 10
    assert not set(fresh) & set(secret[1])
    assert _codes_on(client.get("/account/factors").text) == []


def test_whoever_switches_it_to_required_locks_nobody_in_by_password(sqlite_settings: Settings, db: Session) -> None:
    account = make_account(db)
    db.commit()
    before, after = (create_app(replace(sqlite_settings, second_factor=way)) for way in ("optional", "required"))
    client, late = before.test_client(), after.test_client()
    login(client, account)
    cookie = client.get_cookie("casework")
    assert cookie
    late.set_cookie("casework", cookie.value)
    assert client.get("/cases").status_code == 200
    assert late.get("/cases").headers["Location"].startswith("/account/factors/start")
