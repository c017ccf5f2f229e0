"""The page that destroys an identity, and the withdrawal that does it, as a browser without JavaScript meets them."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from casework.cases.models import Case
from casework.db import now
from casework.incidents.models import Victim
from casework.subjects import Role
from casework.units.models import Individual
from casework.vault import Condition, prepare
from casework.witnesses import identity, services
from casework.witnesses.models import Witness
from tests.factories import login, make_account, make_case, post

NAME = "Zaynab Qasim Testwitness"


@pytest.fixture
def base(app: Flask, client: FlaskClient, db: Session) -> str:
    """The address of a witness with an identity; the client is logged in as a supervisor of the case."""
    settings = replace(app.extensions["casework_settings"], backup_days=90)
    app.extensions["casework_settings"] = settings
    account = make_account(db, Role.SUPERVISOR)
    case = make_case(db, [account])
    actor = account.as_actor()
    witness = services.register_witness(db, actor, case=case, details=services.WitnessDetails())
    identity.write_identity(db, actor, vault=prepare(settings), witness=witness, changed={"name": NAME})
    db.commit()
    login(client, account)
    return f"/cases/{case.reference}/witnesses/{witness.reference}"


def condition(app: Flask, db: Session) -> Condition:
    db.rollback()
    owner = db.get_one(Witness, 1).identity_owner
    found = prepare(app.extensions["casework_settings"]).state(db, owner).condition
    db.rollback()
    return found


def test_it_says_what_goes_and_what_stays_and_wants_the_code(
    app: Flask, client: FlaskClient, base: str, db: Session
) -> None:
    page = client.get(f"{base}/identity/destroy").text
    assert all(text in page for text in ("What is destroyed", "Full name", "What stays", "90 days"))
    for code in ("", "W-0002", "yes"):
        answer = post(client, f"{base}/identity/destroy", {"reason": "danger", "sealed_note": "typed", "code": code})
        assert (answer.status_code, "typed" in answer.text, 'id="code-errors"' in answer.text) == (422, True, True)
    assert condition(app, db) is Condition.STORED
    assert post(client, f"{base}/identity/destroy", {"reason": "danger", "code": " w-٠٠٠١ "}).location == base
    assert condition(app, db) is Condition.SHREDDED


def test_the_witness_page_then_says_when_by_whom_and_until_when_backups_hold_the_key(
    client: FlaskClient, base: str
) -> None:
    post(client, f"{base}/identity/destroy", {"reason": "danger", "code": "W-0001"})
    page = client.get(base).text
    assert "Nobody can read it any more." in page
    assert "Supervisor" in page
    assert "The last backup of the key store that still holds the key expires on" in page
    assert "Show identity" not in page
    assert client.get(f"{base}/identity/destroy").status_code == 200, "a crash half way can be completed"


def test_a_withdrawal_of_storing_wants_the_code_and_destroys(
    app: Flask, client: FlaskClient, base: str, db: Session
) -> None:
    withdrawal = {"withdrawn_on": now().date().isoformat(), "scopes": ["store", "publication"]}
    refused = post(client, f"{base}/consents/withdraw", withdrawal)
    assert (refused.status_code, 'id="code-errors"' in refused.text) == (422, True)
    other = post(client, f"{base}/consents/withdraw", withdrawal | {"scopes": "publication"})
    assert (other.status_code, condition(app, db)) == (302, Condition.STORED)
    assert post(client, f"{base}/consents/withdraw", withdrawal | {"code": "W-0001"}).status_code == 302
    assert condition(app, db) is Condition.SHREDDED


def test_victims_and_alleged_individuals_have_the_same_page(
    app: Flask, client: FlaskClient, base: str, db: Session
) -> None:
    vault, session = prepare(app.extensions["casework_settings"]), db
    case = session.exec(select(Case)).one()
    victim = Victim(case_id=case.key, number=1, reference="V-0001", identity_owner="v", is_identified=True)
    person = Individual(number=1, reference="P-0001", identity_owner="p", description="tall")
    session.add_all([victim, person])
    for owner in ("v", "p"):
        vault.seal(session, owner, {"name": NAME})
    session.commit()
    for url, code in ((f"/cases/{case.reference}/victims/V-0001", "V-0001"), ("/individuals/P-0001", "P-0001")):
        assert "Destroy the identity" in client.get(url).text
        assert all(
            text in client.get(f"{url}/identity/destroy").text for text in ("What stays", "Full name", "90 days")
        )
        sent = {"reason": "danger", "sealed_note": "typed"}
        refused = post(client, f"{url}/identity/destroy", sent | {"code": "W-0001"})
        assert (refused.status_code, "typed" in refused.text) == (422, True)
        assert post(client, f"{url}/identity/destroy", sent | {"code": code}).location == url
        page = client.get(url).text
        assert "Nobody can read it any more." in page
        assert "The last backup of the key store that still holds the key expires on" in page
        assert "identity/destroy" not in page
    assert {vault.state(session, owner).condition for owner in ("v", "p")} == {Condition.SHREDDED}
