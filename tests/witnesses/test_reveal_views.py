"""The one way in which an identity is shown, for all three kinds of code, and the pages about it."""

import uuid
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from casework import audit
from casework.accounts.models import Account
from casework.cases.models import Case
from casework.incidents import victims
from casework.incidents.victims import VictimFacts
from casework.subjects import Role
from casework.units import individuals
from casework.units.individuals import IndividualFacts
from casework.vault import vault_of
from casework.vocabulary import Harm
from casework.witnesses import identity, services
from tests.factories import csrf_token, login, make_account, make_case, post

NAME, REASON = "Zaynab Invented-Testname", "To agree on a safe place for the interview."


@pytest.fixture
def supervisor(client: FlaskClient, db: Session) -> Account:
    return make_account(db, Role.SUPERVISOR, name="Supervisor Somebody")


@pytest.fixture
def addresses(app: Flask, client: FlaskClient, db: Session, supervisor: Account) -> dict[str, str]:
    """A witness, a victim and an individual with an identity each; the client is logged in as a supervisor."""
    case, actor, vault = (
        make_case(db, [supervisor]),
        supervisor.as_actor(),
        vault_of(app.extensions["casework_settings"]),
    )
    witness = services.register_witness(db, actor, case=case, details=services.WitnessDetails())
    identity.write_identity(db, actor, vault=vault, witness=witness, changed={"name": NAME})
    facts, known = VictimFacts(is_identified=True, harms=[Harm.KILLED]), {"name": NAME}
    victims.add_victim(db, actor, case, facts, incident=None, vault=vault, identity=known)
    individuals.add_individual(db, actor, IndividualFacts(description="a commander"), vault=vault, identity=known)
    db.commit()
    login(client, supervisor)
    base = f"/cases/{case.reference}"
    return {
        "witness": f"{base}/witnesses/W-0001/identity",
        "victim": f"{base}/victims/V-0001/identity",
        "individual": "/individuals/P-0001/identity",
    }


def _logged(db: Session) -> int:
    db.rollback()
    count = len(audit.entries(db, action=identity.REVEALED))
    db.rollback()
    return count


@pytest.mark.parametrize("kind", ["witness", "victim", "individual"])
def test_an_identity_is_shown_once_and_a_reload_shows_and_logs_nothing(
    client: FlaskClient, db: Session, addresses: dict[str, str], kind: str
) -> None:
    url = addresses[kind]
    data = {"csrf_token": csrf_token(client.get(url).text), "submit_key": uuid.uuid4().hex, "reason": REASON}
    shown = client.post(url, data=data)
    assert (shown.status_code, NAME in shown.text, _logged(db)) == (200, True, 1)
    assert shown.headers["Cache-Control"] == "no-store"
    again = client.post(url, data=data)
    assert (again.status_code, again.headers["Location"], _logged(db)) == (302, f"{url}?shown=1", 1)
    asked = client.get(again.headers["Location"]).text
    assert "The identity was shown once." in asked
    assert REASON in asked
    assert NAME not in asked


@pytest.mark.parametrize("kind", ["witness", "victim", "individual"])
@pytest.mark.parametrize("reason", ["", "because", "x" * 501])
def test_no_reason_shows_nothing_and_says_so_beside_the_field(
    client: FlaskClient, db: Session, addresses: dict[str, str], kind: str, reason: str
) -> None:
    answer = post(client, addresses[kind], {"reason": reason})
    assert (answer.status_code, NAME in answer.text, _logged(db)) == (422, False, 0)
    assert 'id="reason-errors"' in answer.text


@pytest.mark.parametrize("kind", ["witness", "victim", "individual"])
def test_a_sealed_vault_says_so_and_keeps_the_reason(
    app: Flask, client: FlaskClient, db: Session, addresses: dict[str, str], kind: str
) -> None:
    token = csrf_token(client.get(addresses[kind]).text)
    app.extensions["casework_settings"].master_key_file.unlink()
    answer = client.post(addresses[kind], data={"csrf_token": token, "submit_key": uuid.uuid4().hex, "reason": REASON})
    assert (answer.status_code, NAME in answer.text, _logged(db)) == (503, False, 0)


def test_the_list_shows_who_whose_when_and_why_and_leads_to_the_code(
    client: FlaskClient, db: Session, addresses: dict[str, str]
) -> None:
    for url in addresses.values():
        post(client, url, {"reason": REASON})
    base = addresses["witness"].rsplit("/", 3)[0]
    page = client.get(f"{base}/reveals").text
    for text in ("Supervisor Somebody", f"{base}/witnesses/W-0001", f"{base}/victims/V-0001", REASON):
        assert text in page
    assert NAME not in page
    assert "V-0001" not in client.get(f"{base}/reveals?code=w-0001").text.split("<tbody>")[1]
    assert "Nothing to show" in client.get(f"{base}/reveals?since=2090-01-01").text
    assert f"{base}/reveals" in client.get(base).text
    assert f"{base}/reveals?code=W-0001" in client.get(addresses["witness"]).text


def test_the_first_page_marks_unusual_numbers_and_explains_the_rule(
    app: Flask, client: FlaskClient, db: Session, addresses: dict[str, str]
) -> None:
    app.extensions["casework_settings"] = replace(app.extensions["casework_settings"], reveals_most_in_a_day=1)
    post(client, addresses["witness"], {"reason": REASON})
    assert "Unusually many identities shown" not in client.get("/").text
    post(client, addresses["victim"], {"reason": REASON})
    page = client.get("/").text
    assert "Unusually many identities shown" in page
    assert "Marked: more than 1 identities" in page


def test_an_auditor_is_shown_numbers_alone(
    app: Flask, client: FlaskClient, db: Session, addresses: dict[str, str]
) -> None:
    post(client, addresses["witness"], {"reason": REASON})
    auditor, other = make_account(db, Role.AUDITOR), app.test_client()
    db.commit()
    login(other, auditor)
    page = other.get("/audit/reveals").text
    assert "Supervisor Somebody" in page
    assert not any(word in page for word in (REASON, "W-0001", "CW-2025"))
    assert "/audit/reveals" in other.get("/audit").text


def test_files_taken_out_are_marked_for_supervisors_and_counted_for_auditors(
    app: Flask, client: FlaskClient, db: Session, supervisor: Account, addresses: dict[str, str]
) -> None:
    settings = replace(app.extensions["casework_settings"], downloads_most_in_a_day=2)
    app.extensions["casework_settings"] = settings
    case = db.exec(select(Case)).one()
    for _file in range(3):
        audit.record(db, supervisor.as_actor(), "evidence.downloaded", case.subject)
    auditor = make_account(db, Role.AUDITOR)
    db.commit()
    page = client.get("/").text
    assert all(text in page for text in ("Unusually many files taken out", "3 files in 24 hours", case.reference))
    other = app.test_client()
    login(other, auditor)
    assert "3 files in 24 hours" in other.get("/audit/reveals").text
