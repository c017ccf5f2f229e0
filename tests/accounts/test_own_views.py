"""One's own account: the sessions that are open, and how they end."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from casework.accounts import sessions
from casework.accounts.models import Account, LoginSession
from casework.accounts.passwords import weakness
from casework.config import Settings, load_settings
from casework.db import now
from tests.factories import login, make_account, post

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.fixture
def account(db: Session) -> Account:
    account = make_account(db)
    db.commit()
    return account


def test_the_limits_are_twenty_minutes_idle_and_twelve_hours_and_a_factor_is_required(tmp_path: Path) -> None:
    settings = load_settings({"CASEWORK_INSTANCE": str(tmp_path)})
    assert (settings.session_idle_seconds, settings.session_absolute_seconds) == (20 * 60, 12 * 3600)
    assert settings.requires_factor
    (tmp_path / "demo").touch()
    assert not load_settings({"CASEWORK_INSTANCE": str(tmp_path)}).requires_factor
    with pytest.raises(ValueError, match="SECOND_FACTOR"):
        load_settings({"CASEWORK_INSTANCE": str(tmp_path), "CASEWORK_SECOND_FACTOR": "off"})


@pytest.mark.parametrize("minutes,stays", [(19, True), (21, False)])
def test_a_session_ends_after_twenty_idle_minutes(
    session: Session, settings: Settings, minutes: int, stays: bool
) -> None:
    token = sessions.open_session(session, settings, make_account(session))
    row = session.exec(select(LoginSession)).one()
    row.last_seen_at = now() - timedelta(minutes=minutes)
    session.flush()
    assert (sessions.resume(session, settings, token) is not None) is stays


@pytest.mark.parametrize("hours,stays", [(11, True), (13, False)])
def test_a_session_ends_after_twelve_hours_however_busy(
    session: Session, settings: Settings, hours: int, stays: bool
) -> None:
    token = sessions.open_session(session, settings, make_account(session))
    row = session.exec(select(LoginSession)).one()
    row.expires_at -= timedelta(hours=hours)
    session.flush()
    assert (sessions.resume(session, settings, token) is not None) is stays


def test_the_page_shows_browser_and_network_but_no_address(client: FlaskClient, db: Session, account: Account) -> None:
    client.environ_base |= {"REMOTE_ADDR": "198.51.100.77", "HTTP_USER_AGENT": FIREFOX}
    login(client, account)
    page = client.get("/account").text
    assert "Firefox, Linux" in page
    assert "198.51.100.0/24" in page
    stored = db.connection().exec_driver_sql("SELECT * FROM login_session").fetchall()
    assert "198.51.100.77" not in page + str(stored)
    assert "128.0" not in page + str(stored)


def test_one_session_or_all_others_can_be_ended(app: Flask, client: FlaskClient, account: Account) -> None:
    others = [app.test_client() for _ in range(3)]
    for browser in (client, *others):
        login(browser, account)
    assert post(client, "/account/sessions/2/end", page="/account").status_code == 302
    assert [one.get("/cases").status_code for one in (client, *others)] == [200, 302, 200, 200]
    post(client, "/account/sessions/end-others", page="/account")
    assert [one.get("/cases").status_code for one in (client, *others)] == [200, 302, 302, 302]


def test_an_idle_session_is_not_listed_as_open(session: Session, settings: Settings) -> None:
    account = make_account(session)
    for _ in range(2):
        sessions.open_session(session, settings, account)
    row = session.exec(select(LoginSession)).first()
    assert row
    row.last_seen_at = now() - timedelta(minutes=21)
    session.flush()
    assert len(sessions.own_sessions(session, settings, account.as_actor())) == 1
    assert len(sessions.own_sessions(session, replace(settings, session_idle_seconds=3600), account.as_actor())) == 2


@pytest.mark.parametrize("length", [72, 73, 150, 200])
def test_a_password_of_any_allowed_length_is_judged_without_an_error(length: int) -> None:
    assert weakness(("copper lantern over the quiet harbour " * 6)[:length]) is None
    assert weakness("a" * length)


def test_the_log_in_page_opens_while_somebody_saves(client: FlaskClient, db: Session) -> None:
    make_account(db)  # holds SQLite's write lock until the end
    assert client.get("/login").status_code == 200
