"""Pages that ask for the second factor again when the last proof is minutes old."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlmodel import Session, select

from casework import audit
from casework.access import Permission
from casework.access.anew import asks_anew
from casework.accounts.models import Account, LoginSession
from casework.app import create_app
from casework.cases import compartments
from casework.cases.models import Case
from casework.config import Settings
from casework.db import now
from casework.subjects import Role
from casework.web.context import SAFE_METHODS
from casework.web.drafts import TypedDraft, typed_before
from casework.web.endpoints import declared_permission, needs_fresh_factor
from casework.witnesses.services import WitnessDetails, register_witness
from tests.factories import PASSWORD, csrf_token, login, make_account, make_case, post


@pytest.fixture
def app(sqlite_settings: Settings) -> Iterator[Flask]:
    """As in life: five minutes."""
    app = create_app(replace(sqlite_settings, fresh_factor_seconds=300))
    yield app
    app.extensions["casework_engine"].dispose()


@pytest.fixture
def account(db: Session) -> Account:
    account = make_account(db, Role.ADMINISTRATOR)
    db.commit()
    return account


def _minutes_pass(db: Session, minutes: int) -> None:
    row = db.exec(select(LoginSession)).one()
    row.second_factor_at = now() - timedelta(minutes=minutes)
    db.commit()


# Written a second time, by hand, for readers: whoever makes a page that reads or destroys an identity, gives or takes a
# right, or sends something out finds it missing here.
ASKS = """
accounts.edit              GET POST
accounts.new               GET POST
accounts.reset_factor      POST
accounts.reset_password    POST
cases.members              POST
cases.remove_member        POST
compartments.lift          POST
compartments.restrict      GET POST
dossiers.issue             POST
dossiers.send_out          GET
bags.download              GET
bags.new                   GET POST
bags.new_bundle            GET POST
bags.offer                 POST
factors.app                GET POST
factors.make_codes         POST
factors.passkey            GET POST
factors.remove_app         POST
factors.remove_passkey     POST
volumes.show               GET POST
volumes.issue              POST
volumes.send_out           GET
received.download_volume   GET
individuals.destroy        GET POST
individuals.reveal         GET POST
recalls.copies             POST
recalls.copy_days          POST
recalls.notices            POST
recalls.which_copy         GET POST
records.download           GET
records.new                GET POST
recipients.days            POST
recipients.index           POST
recipients.keys            POST
requests.send              POST
victims.destroy            GET POST
victims.look_for_duplicates POST
victims.reveal             GET POST
witnesses.destroy_identity GET POST
witnesses.identity         GET POST
"""


def _asks(app: Flask) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        permission = declared_permission(view)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            anew = permission and asks_anew(Permission(permission), is_writing=method not in SAFE_METHODS)
            if anew or needs_fresh_factor(view):
                yield rule.endpoint, method


def test_every_page_that_asks_for_a_fresh_proof_is_listed_here_and_the_other_way_round(app: Flask) -> None:
    found: dict[str, list[str]] = {}
    for endpoint, method in _asks(app):
        found.setdefault(endpoint, []).append(method)
    written = {line.split()[0]: line.split()[1:] for line in ASKS.strip().splitlines()}
    assert found == written


@pytest.mark.parametrize("endpoint, method", [("cases.members", "POST"), ("dossiers.issue", "POST")])
def test_what_the_rule_names_is_asked_for_anew_and_nothing_is_done(
    app: Flask, client: FlaskClient, db: Session, endpoint: str, method: str
) -> None:
    boss = make_account(db, Role.SUPERVISOR)
    case = make_case(db, [boss])
    db.commit()
    login(client, boss)
    token = csrf_token(client.get(f"/cases/{case.reference}/members").text)
    _minutes_pass(db, 6)
    values = {"case_ref": case.reference, "ref": "D-0001", "number": 1}
    with app.test_request_context():
        url = url_for(endpoint, **{key: values[key] for key in next(app.url_map.iter_rules(endpoint)).arguments})
    sent = {"csrf_token": token, "email": boss.email, "reason": "knows the villages"}
    assert client.open(url, method=method, data=sent).headers["Location"].startswith("/confirm?next=")
    assert audit.entries(db, action="case.member_added") == []


def test_a_proof_of_four_minutes_ago_is_enough_and_one_of_six_is_not(
    client: FlaskClient, db: Session, account: Account
) -> None:
    login(client, account)
    _minutes_pass(db, 4)
    assert client.get("/accounts/new").status_code == 200
    _minutes_pass(db, 6)
    assert client.get("/accounts/new?x=1").headers["Location"] == "/confirm?next=/accounts/new?x%3D1"
    assert client.get("/accounts").status_code == 200


def test_one_gets_back_after_the_proof(client: FlaskClient, db: Session, account: Account) -> None:
    login(client, account)
    _minutes_pass(db, 6)
    asked = client.get("/accounts/new").headers["Location"]
    assert post(client, asked, {"password": "wrong"}).status_code == 422
    assert client.get("/accounts/new").status_code == 302
    assert post(client, asked, {"password": PASSWORD}).headers["Location"] == "/accounts/new"
    assert client.get("/accounts/new").status_code == 200


def test_what_was_typed_is_offered_again_but_no_password(
    client: FlaskClient, db: Session, account: Account, sqlite_settings: Settings
) -> None:
    login(client, account)
    token = csrf_token(client.get("/accounts/new").text)
    _minutes_pass(db, 6)
    typed = {"csrf_token": token, "name": "Kept name", "password": "not-to-be-kept-77", "sealed_name": "Not kept"}
    assert client.post("/accounts/new", data=typed).headers["Location"] == "/confirm?next=/accounts/new"
    kept = typed_before(db, sqlite_settings, account.key, "/accounts/new")
    assert kept is not None
    assert kept.fields == {"name": ["Kept name"]}
    db.commit()
    post(client, "/confirm?next=/accounts/new", {"password": PASSWORD})
    assert "Kept name" in client.get("/accounts/new?restore=1").text


def test_a_reason_typed_in_the_second_form_of_a_page_is_kept_too(client: FlaskClient, db: Session) -> None:
    boss = make_account(db, Role.SUPERVISOR)
    case = make_case(db, [boss])
    actor = boss.as_actor()
    witness = register_witness(db, actor, case=case, details=WitnessDetails())
    compartments.restrict(db, actor, subject=witness.subject, accounts=[], reason="threats")
    db.commit()
    login(client, boss)
    page = f"/cases/{case.reference}/compartments/witness/{witness.reference}"
    token = csrf_token(client.get(page).text)
    _minutes_pass(db, 6)
    sent = client.post(f"{page}/open", data={"csrf_token": token, "why": "the threat has passed"})
    assert sent.headers["Location"] == f"/confirm?next={page}/open"
    post(client, sent.headers["Location"], {"password": PASSWORD})
    assert "You were typing here" in client.get(f"{page}/open").text
    assert 'value="the threat has passed"' in client.get(f"{page}/open?restore=1").text


def test_a_button_leads_back_to_the_page_it_stands_on(client: FlaskClient, db: Session, account: Account) -> None:
    login(client, account)
    token = csrf_token(client.get("/accounts/new").text)
    _minutes_pass(db, 6)
    answer = client.post(f"/accounts/{account.id}/password", data={"csrf_token": token, "password": "x"})
    assert answer.headers["Location"] == f"/confirm?next=/accounts/{account.id}"
    assert db.exec(select(TypedDraft)).all() == []


def test_a_script_is_led_there_too(client: FlaskClient, db: Session, account: Account) -> None:
    login(client, account)
    _minutes_pass(db, 6)
    answer = client.get("/accounts/new", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/confirm?next=/accounts/new")


def test_a_stranger_learns_nothing_from_the_question(client: FlaskClient, db: Session) -> None:
    account, case = make_account(db), make_case(db)
    db.commit()
    login(client, account)
    _minutes_pass(db, 6)
    assert client.get(f"/cases/{case.reference}/witnesses/W-0001/identity").status_code == 404
    assert db.exec(select(Case)).one()


def test_guessing_on_the_page_is_throttled_with_the_log_in(client: FlaskClient, db: Session, account: Account) -> None:
    login(client, account)
    _minutes_pass(db, 6)
    answers = [post(client, "/confirm", {"password": "wrong"}).status_code for _ in range(9)]
    assert answers == [422] * 8 + [429]
    assert post(client, "/confirm", {"password": PASSWORD}).status_code == 429


def test_the_question_leads_to_no_other_site(client: FlaskClient, account: Account) -> None:
    login(client, account)
    assert post(client, "/confirm?next=//evil.example", {"password": PASSWORD}).headers["Location"] == "/"
