"""A person who perhaps gave an account before: who is warned, of what, and what the warning gives away."""

import json
from datetime import timedelta

import pytest
from sqlmodel import Session

from casework import audit
from casework.access import Membership
from casework.errors import Forbidden, Invalid
from casework.subjects import Actor, Role
from casework.vault import Vault
from casework.witnesses import identity, known
from casework.witnesses.models import Witness
from tests.factories import make_account, make_case
from tests.witnesses.conftest import Team, make_witness

PHONE, SPELT = "+963 944 123 456", "٠٩٤٤١٢٣٤٥٦"


@pytest.fixture
def elsewhere(session: Session, team: Team, vault: Vault) -> tuple[Team, Witness]:
    """Another case, of another team, with a witness who has the telephone number."""
    account = make_account(session)
    other = Team(make_case(session, [account]), account, account.as_actor(), team.stranger)
    witness = make_witness(session, other)
    save(session, other, vault, witness, phone=PHONE, name="Zaynab Qasim Testwitness")
    return other, witness


def save(session: Session, team: Team, vault: Vault, witness: Witness, **fields: str) -> None:
    identity.write_identity(session, team.actor, vault=vault, witness=witness, changed=fields)


def supervisor_of(session: Session, *teams: Team) -> Actor:
    account = make_account(session, Role.SUPERVISOR)
    for team in teams:
        session.add(Membership(case_id=team.case.key, account_id=account.key, reason="test"))
    session.flush()
    return account.as_actor()


def test_the_same_number_in_another_case_is_noticed_and_logged_without_naming_it(
    session: Session, team: Team, vault: Vault, witness: Witness, elsewhere: tuple[Team, Witness]
) -> None:
    save(session, team, vault, witness, phone="0933 000 111")
    assert not known.is_perhaps_known(session, vault, witness)
    save(session, team, vault, witness, phone=SPELT)
    assert known.is_perhaps_known(session, vault, witness)
    [entry] = audit.entries(session, action="identity.perhaps_known")
    assert (entry.subject_id, entry.facts) == (witness.key, {"fields": ["phone"]})
    log = json.dumps(
        [one.model_dump(mode="json", exclude={"salts"}) for one in audit.entries(session, case_id=team.case.key)]
    )
    assert elsewhere[0].case.reference not in log


def test_a_supervisor_of_both_cases_sees_the_code_and_others_only_that_there_is_one(
    session: Session, team: Team, vault: Vault, witness: Witness, elsewhere: tuple[Team, Witness]
) -> None:
    save(session, team, vault, witness, phone=SPELT)
    both = known.known_as(session, supervisor_of(session, team, elsewhere[0]), vault=vault, witness=witness)
    assert [(one.case.key, one.witness.key, one.kinds) for one in both.alike] == [
        (elsewhere[0].case.key, elsewhere[1].key, ["phone"])
    ]
    assert both.elsewhere == 0
    one = known.known_as(session, supervisor_of(session, team), vault=vault, witness=witness)
    assert (one.alike, one.elsewhere) == ([], 1)
    for nobody in (team.actor, supervisor_of(session, elsewhere[0])):
        with pytest.raises(Forbidden):
            known.known_as(session, nobody, vault=vault, witness=witness)


def test_an_erased_number_warns_of_nobody(
    session: Session, team: Team, vault: Vault, witness: Witness, elsewhere: tuple[Team, Witness]
) -> None:
    save(session, team, vault, witness, phone=SPELT, id_numbers="N 00123456")
    identity.write_identity(session, team.actor, vault=vault, witness=witness, changed={}, erased=["phone"])
    assert not known.is_perhaps_known(session, vault, witness)
    save(session, elsewhere[0], vault, elsewhere[1], id_numbers="passport n-00123456")
    assert known.is_perhaps_known(session, vault, witness)


def test_a_victim_with_the_number_is_no_witness(session: Session, team: Team, vault: Vault, witness: Witness) -> None:
    vault.index("a victim's uid", {"phone": PHONE})
    save(session, team, vault, witness, phone=PHONE)
    assert not known.is_perhaps_known(session, vault, witness)


def test_numbers_cannot_be_tried_out_one_after_another(
    session: Session, team: Team, vault: Vault, witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "MOST_SAVES", 3)
    for number in range(3):
        save(session, team, vault, witness, phone=f"0944 000 00{number}")
    with pytest.raises(Invalid):
        save(session, team, vault, witness, phone="0944 000 009")
    save(session, team, vault, witness, name="Zaynab Qasim Testwitness")
    monkeypatch.setattr(known, "WITHIN", timedelta(0))
    save(session, team, vault, witness, phone="0944 000 009")
    assert vault.open(session, witness.identity_owner)["phone"] == "0944 000 009"
