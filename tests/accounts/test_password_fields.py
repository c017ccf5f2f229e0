"""Passwords as they are asked for and judged (OWASP ASVS 5, 6.2)."""

import re

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from casework.accounts.models import Account
from casework.accounts.passwords import hash_password, matches, weakness
from casework.config import Settings
from tests.factories import login, make_account


@pytest.fixture
def fields(client: FlaskClient, db: Session) -> list[str]:
    """Every field in which people type their own password: at the log-in, and where they change it."""
    account = make_account(db)
    db.commit()
    pages = [client.get("/login").text]
    login(client, account)
    pages.append(client.get("/account/password").text)
    return [
        tag for page in pages for tag in re.findall(r"<input[^>]*autocomplete=\"(?:current|new)-password\"[^>]*>", page)
    ]


def test_what_is_typed_as_a_password_is_masked(fields: list[str]) -> None:
    assert len(fields) == 4
    assert [tag for tag in fields if 'type="password"' not in tag] == []


def test_nothing_keeps_a_password_manager_out(fields: list[str]) -> None:
    assert len(fields) == 4
    assert [tag for tag in fields if re.search(r"onpaste|readonly|maxlength=\"(?:[1-9]|[1-9][0-9])\"", tag)] == []


def test_a_password_counts_to_its_last_space_and_letter(sqlite_settings: Settings) -> None:
    words = "copper lantern over the quiet harbour " * 4
    stored = hash_password(sqlite_settings, words)
    assert matches(sqlite_settings, stored, words)
    for other in (words.strip(), words.upper(), words[:-2] + "x ", words + " "):
        assert not matches(sqlite_settings, stored, other)


@pytest.mark.parametrize("password", ["caseworkwitness", "witnesstestimony", "supervisorcasework"])
def test_our_own_words_make_no_password(password: str) -> None:
    assert weakness(password)


def test_nobody_is_asked_for_hints() -> None:
    columns = set(Account.__table__.columns.keys())  # type: ignore[attr-defined]
    assert not [name for name in columns if re.search("hint|question|answer", name)]
