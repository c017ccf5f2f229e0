"""The administrator's screens: every grant with a reason, nobody raises their own rights."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from casework import audit
from casework.accounts.factors import has_factor
from casework.accounts.models import Account
from casework.subjects import Role
from tests.accounts.test_factors import enrol
from tests.factories import login, make_account, post


@pytest.fixture
def administrator(client: FlaskClient, db: Session) -> Account:
    account = make_account(db, Role.ADMINISTRATOR)
    db.commit()
    login(client, account)
    return account


NEW = {"email": "new@example.org", "name": "New", "role": "supervisor", "recipient": "", "language": "en",
       "password": "first-words-for-a-door-31"}  # fmt: skip


def test_a_new_account_wants_a_reason_that_stands_in_the_log(
    client: FlaskClient, db: Session, administrator: Account
) -> None:
    assert post(client, "/accounts/new", NEW).status_code == 422
    assert post(client, "/accounts/new", NEW | {"reason": "leads the coast team"}).status_code == 302
    entry = audit.entries(db, action="account.added")[0]
    assert (entry.actor_id, entry.facts["role"], entry.facts["reason"]) == (
        administrator.id, "supervisor", "leads the coast team",
    )  # fmt: skip


def test_a_change_of_role_names_who_from_what_to_what_and_why(
    client: FlaskClient, db: Session, administrator: Account
) -> None:
    account = make_account(db)
    db.commit()
    url = f"/accounts/{account.id}"
    sent = {"name": account.name, "role": "supervisor", "recipient": "", "version": "1"}
    assert post(client, url, sent).status_code == 422
    assert post(client, url, sent | {"reason": "took over the case"}).status_code == 302
    entry = audit.entries(db, subject=account.subject, action="account.changed")[0]
    assert (entry.actor_id, entry.facts) == (
        administrator.id, {"changes": {"role": ["investigator", "supervisor"]}, "reason": "took over the case"},
    )  # fmt: skip


def test_an_administrator_cannot_raise_or_free_themselves(
    client: FlaskClient, app: Flask, db: Session, administrator: Account
) -> None:
    url = f"/accounts/{administrator.id}"
    sent = {"name": administrator.name, "role": "supervisor", "recipient": "", "version": "1", "reason": "I want to"}
    assert post(client, url, sent).status_code == 409
    password = {"password": "first-words-for-a-door-31", "password_reason": "forgot it"}
    assert post(client, f"{url}/password", password, page=url).status_code == 409
    assert post(client, f"{url}/factor", {"factor_reason": "lost it"}, page=url).status_code == 409
    db.refresh(administrator)
    assert administrator.role is Role.ADMINISTRATOR


def test_a_factor_is_reset_for_a_reason_and_the_page_never_shows_a_secret(
    client: FlaskClient, app: Flask, db: Session, administrator: Account
) -> None:
    account = make_account(db)
    secret, codes = enrol(db, app.extensions["casework_settings"], account)
    db.commit()
    url = f"/accounts/{account.id}"
    page = client.get(url).text
    assert "Reset the second factor" in page
    assert not any(word in page for word in (secret, *codes))
    assert post(client, f"{url}/factor", {}, page=url).status_code == 422
    assert post(client, f"{url}/factor", {"factor_reason": "met in person"}, page=url).status_code == 302
    assert not has_factor(db, account)


def test_a_new_first_password_wants_a_reason(client: FlaskClient, db: Session, administrator: Account) -> None:
    account = make_account(db)
    db.commit()
    url = f"/accounts/{account.id}"
    password = {"password": "first-words-for-a-door-31"}
    assert post(client, f"{url}/password", password, page=url).status_code == 422
    assert post(client, f"{url}/password", password | {"password_reason": "forgot it"}, page=url).status_code == 302
    entry = audit.entries(db, subject=account.subject, action="account.password_reset")[0]
    assert entry.facts["reason"] == "forgot it"
