"""An identity is destroyed for good; the code, the consent and the log stay. On both databases."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from casework import audit
from casework.access import Membership
from casework.db import now
from casework.errors import Forbidden, Unavailable
from casework.subjects import Actor, Role
from casework.vault import Condition, Vault
from casework.vocabulary import ConsentScope, DestructionReason
from casework.witnesses import consents, identity, known, shredding
from casework.witnesses.consent import Decision
from casework.witnesses.given import GivenConsent
from casework.witnesses.models import Witness
from tests.factories import make_account
from tests.witnesses.conftest import Team, make_witness

NAME, PHONE = "Zaynab Qasim Testwitness", "+963 11 555 0199"
WHY = DestructionReason.DANGER


@pytest.fixture
def supervisor(session: Session, team: Team) -> Actor:
    account = make_account(session, Role.SUPERVISOR)
    session.add(Membership(case_id=team.case.key, account_id=account.key, reason="test"))
    session.flush()
    return account.as_actor()


@pytest.fixture
def stored(session: Session, team: Team, vault: Vault, witness: Witness) -> Witness:
    """A witness with an identity, beside another with the same telephone."""
    for one in (make_witness(session, team), witness):
        identity.write_identity(session, team.actor, vault=vault, witness=one, changed={"name": NAME, "phone": PHONE})
    return witness


def withdraw(session: Session, team: Team, vault: Vault, witness: Witness, *scopes: str) -> bool:
    return shredding.withdraw(
        session, team.actor, vault=vault, witness=witness, on=now().date(), scopes=scopes, not_recallable="",
        zone="UTC",
    )[1]  # fmt: skip


def test_a_destroyed_identity_leaves_code_and_log_and_no_warning(
    session: Session, supervisor: Actor, team: Team, vault: Vault, stored: Witness
) -> None:
    assert known.is_perhaps_known(session, vault, stored)
    note = f"{NAME} called: take zaynab's data out"
    shredding.destroy_identity(session, supervisor, vault=vault, person=stored, reason=WHY, note=note)
    assert vault.state(session, stored.identity_owner).condition is Condition.SHREDDED
    assert not known.is_perhaps_known(session, vault, stored)
    [entry] = audit.entries(session, subject=stored.subject, action="identity.destroyed")
    assert entry.facts == {"reason": "danger", "note": "[…] called: take […]'s data out", "fields": ["name", "phone"]}
    assert audit.verify(session).holds
    assert stored.reference in json.dumps([one.subject_label for one in audit.entries(session)])


def test_only_a_supervisor_of_the_case_may(session: Session, team: Team, vault: Vault, stored: Witness) -> None:
    for nobody in (team.actor, team.stranger):
        with pytest.raises(Forbidden):
            shredding.destroy_identity(session, nobody, vault=vault, person=stored, reason=WHY)
    assert vault.open(session, stored.identity_owner)["name"] == NAME


def test_nothing_is_stored_under_a_destroyed_code_again(
    session: Session, supervisor: Actor, team: Team, vault: Vault, witness: Witness
) -> None:
    shredding.destroy_identity(session, supervisor, vault=vault, person=witness, reason=WHY)
    with pytest.raises(Unavailable):
        identity.write_identity(session, team.actor, vault=vault, witness=witness, changed={"name": NAME})


def test_a_withdrawal_of_storing_destroys_and_one_of_another_use_does_not(
    session: Session, team: Team, vault: Vault, stored: Witness
) -> None:
    assert withdraw(session, team, vault, stored, ConsentScope.PUBLICATION)
    assert vault.open(session, stored.identity_owner)["name"] == NAME
    assert withdraw(session, team, vault, stored, ConsentScope.STORE)
    assert vault.state(session, stored.identity_owner).condition is Condition.SHREDDED
    [entry] = audit.entries(session, subject=stored.subject, action="identity.destroyed")
    assert (entry.facts["reason"], entry.actor_id) == ("withdrawn", team.actor.id)


def test_the_page_knows_who_destroyed_it_when_and_until_when_backups_hold_it(
    session: Session, supervisor: Actor, vault: Vault, stored: Witness
) -> None:
    assert shredding.destruction_of(session, stored, vault=vault, backup_days=90) is None
    shredding.destroy_identity(session, supervisor, vault=vault, person=stored, reason=WHY)
    found = shredding.destruction_of(session, stored, vault=vault, backup_days=90)
    assert found is not None
    assert (found.by, found.reason, found.is_in_backups) == (supervisor.id, WHY, True)
    assert found.last_backup_until == (found.at + timedelta(days=90)).date()
    unknown = shredding.destruction_of(session, stored, vault=vault, backup_days=None)
    assert unknown is not None
    assert (unknown.last_backup_until, unknown.is_in_backups) == (None, True)


def test_without_the_master_key_a_note_is_not_kept_and_the_key_goes_all_the_same(
    session: Session, supervisor: Actor, vault: Vault, stored: Witness
) -> None:
    vault._settings.master_key_file.unlink()
    shredding.destroy_identity(session, supervisor, vault=vault, person=stored, reason=WHY, note=f"{NAME} asked")
    [entry] = audit.entries(session, action="identity.destroyed")
    assert entry.facts["note"] == ""
    assert vault.state(session, stored.identity_owner).condition is Condition.SHREDDED


def test_a_key_store_that_does_not_answer_leaves_the_withdrawal_and_no_false_entry(
    session: Session, team: Team, supervisor: Actor, vault: Vault, stored: Witness
) -> None:
    file = Path(vault._settings.keystore_url.removeprefix("sqlite:///"))
    whole = file.read_bytes()
    file.write_bytes(b"not a database, but long enough " * 200)
    assert not withdraw(session, team, vault, stored, ConsentScope.STORE)
    assert audit.entries(session, action="identity.destroyed") == []
    assert len(audit.entries(session, action="consent.withdrawn")) == 1
    file.write_bytes(whole)
    records = consents.history(session, [stored.key])[stored.key]
    assert shredding.is_overdue(records, vault.state(session, stored.identity_owner).condition, now().date())
    shredding.destroy_identity(session, supervisor, vault=vault, person=stored, reason=DestructionReason.WITHDRAWN)
    assert not shredding.is_overdue(records, vault.state(session, stored.identity_owner).condition, now().date())


def test_a_standing_consent_is_not_overdue(session: Session, team: Team, vault: Vault, stored: Witness) -> None:
    given = GivenConsent(given_on=now().date(), decisions={ConsentScope.STORE: Decision.YES}, conditions={})
    consents.record_consent(session, team.actor, witness=stored, given=given, zone="UTC")
    records = consents.history(session, [stored.key])[stored.key]
    assert not shredding.is_overdue(records, Condition.STORED, now().date())
