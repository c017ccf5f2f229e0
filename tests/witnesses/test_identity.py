"""Reading and writing identities, on both databases."""

import json

import pytest
from sqlmodel import Session

from casework import audit
from casework.config import Settings
from casework.errors import Forbidden, Invalid, Unavailable
from casework.vault import IdentityField, Vault
from casework.witnesses import identity
from casework.witnesses.models import Witness
from tests.witnesses.conftest import Team, make_witness

NAME, PHONE = "Zaynab Qasim Testwitness", "+963 11 555 0199"
REASON = "To agree on a safe place for the second interview."


@pytest.fixture
def known(session: Session, team: Team, vault: Vault, witness: Witness) -> Witness:
    """A witness whose name and telephone number are in the vault."""
    values = {IdentityField.NAME: NAME, IdentityField.PHONE: PHONE}
    identity.write_identity(session, team.actor, vault=vault, witness=witness, changed=values)
    return witness


def reveals(session: Session) -> list[dict[str, str]]:
    return [entry.facts for entry in audit.entries(session, action="identity.revealed")]


def test_an_identity_is_shown_for_a_reason_and_leaves_one_entry(
    session: Session, team: Team, vault: Vault, known: Witness
) -> None:
    shown = identity.reveal_identity(session, team.actor, vault=vault, witness=known, reason=REASON)
    assert shown == {"name": NAME, "phone": PHONE}
    assert reveals(session) == [{"reason": REASON}]
    identity.reveal_identity(session, team.actor, vault=vault, witness=known, reason=REASON)
    assert len(reveals(session)) == 2


@pytest.mark.parametrize("reason", ["", "   ", "because", " \n\t   x "])
def test_without_a_reason_nothing_is_shown_and_nothing_logged(
    session: Session, team: Team, vault: Vault, known: Witness, reason: str
) -> None:
    with pytest.raises(Invalid) as caught:
        identity.reveal_identity(session, team.actor, vault=vault, witness=known, reason=reason)
    assert set(caught.value.fields) == {"reason"}
    assert reveals(session) == []


def test_who_is_not_a_member_is_refused(session: Session, team: Team, vault: Vault, known: Witness) -> None:
    with pytest.raises(Forbidden):
        identity.reveal_identity(session, team.stranger, vault=vault, witness=known, reason=REASON)
    with pytest.raises(Forbidden):
        identity.write_identity(session, team.stranger, vault=vault, witness=known, changed={"name": "x"})
    assert reveals(session) == []


def test_a_witness_without_identity_leaves_no_entry(session: Session, team: Team, vault: Vault, known: Witness) -> None:
    with pytest.raises(Invalid):
        identity.reveal_identity(session, team.actor, vault=vault, witness=make_witness(session, team), reason=REASON)
    assert reveals(session) == []


def test_a_sealed_vault_says_so_and_leaves_no_entry(session: Session, team: Team, vault: Vault, known: Witness) -> None:
    vault._settings.master_key_file.unlink()
    with pytest.raises(Unavailable):
        identity.reveal_identity(session, team.actor, vault=vault, witness=known, reason=REASON)
    with pytest.raises(Unavailable):
        identity.write_identity(session, team.actor, vault=vault, witness=known, changed={"name": "x"})
    assert reveals(session) == []


def test_a_name_in_the_reason_does_not_reach_the_log(
    session: Session, team: Team, vault: Vault, known: Witness
) -> None:
    reason = f"Call zaynab ({PHONE}) about the date, she is Qasim's sister"
    identity.reveal_identity(session, team.actor, vault=vault, witness=known, reason=reason)
    assert reveals(session) == [{"reason": "Call […] ([…]) about the date, she is […]'s sister"}]


def test_a_change_logs_the_fields_and_keeps_the_rest(
    session: Session, team: Team, vault: Vault, known: Witness
) -> None:
    fields = identity.write_identity(
        session,
        team.actor,
        vault=vault,
        witness=known,
        changed={"kunya": " Umm Layth ", "address": ""},
        erased=["phone"],
    )
    assert fields == ["kunya", "phone"]
    assert vault.open(session, known.identity_owner) == {"name": NAME, "kunya": "Umm Layth"}
    [entry, _first] = audit.entries(session, subject=known.subject, action="identity.changed")
    assert entry.facts == {"fields": ["kunya", "phone"]}


def test_an_empty_change_and_an_unknown_field_are_refused(
    session: Session, team: Team, vault: Vault, known: Witness
) -> None:
    for changed in ({}, {"name": "  "}, {"shoe_size": "43"}):
        with pytest.raises(Invalid):
            identity.write_identity(session, team.actor, vault=vault, witness=known, changed=changed)


def test_the_leak_scan_gets_the_names_of_the_case(session: Session, team: Team, vault: Vault, known: Witness) -> None:
    assert identity.names_in_case(session, vault=vault, case_id=team.case.key) == {NAME, PHONE}
    assert identity.names_in_case(session, vault=vault, case_id=team.case.key + 1) == set()


def test_no_row_of_the_log_carries_a_vault_value(
    session: Session, team: Team, vault: Vault, known: Witness, settings: Settings
) -> None:
    identity.reveal_identity(session, team.actor, vault=vault, witness=known, reason=f"{NAME} asked to be called")
    log = json.dumps(
        [entry.model_dump(mode="json", exclude={"salts"}) for entry in audit.entries(session)], ensure_ascii=False
    )
    assert "identity.revealed" in log
    assert not any(word in log for word in (*NAME.split(), PHONE))
