"""A third of a second of hashing happens while others can save."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from casework.accounts import passwords, sessions
from casework.config import Settings
from casework.db import write_session
from casework.web.submits import SpentSubmit
from tests.factories import login, make_account


@pytest.mark.parametrize("known", [True, False])
def test_somebody_saves_while_a_password_is_compared(
    app: Flask, client: FlaskClient, db: Session, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    account, compare = make_account(db), passwords.matches
    db.commit()
    if not known:
        account.email = "nobody@example.org"
    saved: list[str] = []

    def slowly(settings: Settings, stored: str | None, password: str) -> bool:
        with write_session(app.extensions["casework_engine"]) as session:  # waits for ever when the lock is held
            session.add(SpentSubmit(submit_key=f"meanwhile {known}", account_id=1, location="/"))
            session.commit()
        saved.append("meanwhile")
        return compare(settings, stored, password)

    monkeypatch.setattr(sessions, "matches", slowly)
    assert login(client, account).status_code == (302 if known else 422)
    assert saved == ["meanwhile"]


def test_the_first_unknown_account_of_a_process_takes_no_longer_than_a_known_one(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_nobody", {})
    stored, made = passwords.hash_password(settings, "olive-harbour-lantern-93"), []
    make: Any = passwords.hash_password
    monkeypatch.setattr(passwords, "hash_password", lambda *args: made.append(args) or make(*args))
    passwords.matches(settings, stored, "wrong")
    passwords.matches(settings, None, "wrong")
    assert len(made) == 1, "by the known one, which came first"
