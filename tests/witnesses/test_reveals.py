"""Who was shown which identity: the case's list, what is unusual, and counts for auditors. On both databases."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col

from casework import audit
from casework.access import Membership
from casework.audit import AuditEntry
from casework.db import now
from casework.errors import Forbidden
from casework.subjects import Actor, Role, Subject
from casework.vault import Vault
from casework.web.paging import page
from casework.witnesses import identity, reveals
from casework.witnesses.models import Witness
from casework.witnesses.reveals import Wanted
from casework.witnesses.unusual import Thresholds
from tests.factories import make_account, make_case
from tests.witnesses.conftest import Team, make_witness

FEW = Thresholds(most=3, times=3)


@pytest.fixture
def supervisor(session: Session, team: Team) -> Actor:
    account = make_account(session, Role.SUPERVISOR)
    session.add(Membership(case_id=team.case.key, account_id=account.key, reason="test"))
    session.flush()
    return account.as_actor()


def _show(session: Session, actor: Actor, vault: Vault, witness: Witness, times: int = 1) -> None:
    if vault.state(session, witness.identity_owner).condition.value == "empty":
        vault.seal(session, witness.identity_owner, {"name": "Salma Invented"})
    for _ in range(times):
        identity.reveal_identity(session, actor, vault=vault, witness=witness, reason="to agree on a safe place")


def _listed(session: Session, actor: Actor, team: Team, **wanted: object) -> list[tuple[str, int | None]]:
    statement = reveals.reveals_listed(session, actor, team.case, Wanted(**wanted))
    return [(row.subject_label, row.actor_id) for row in page(session, statement, key=col(AuditEntry.seq)).items]


def test_the_list_filters_by_person_code_and_day(
    session: Session, team: Team, vault: Vault, witness: Witness, supervisor: Actor
) -> None:
    other = make_witness(session, team)
    _show(session, team.actor, vault, witness)
    _show(session, supervisor, vault, other)
    both = [(other.reference, supervisor.id), (witness.reference, team.actor.id)]
    assert _listed(session, supervisor, team) == both
    assert _listed(session, supervisor, team, account_id=team.actor.id) == both[1:]
    assert _listed(session, supervisor, team, code=other.reference) == both[:1]
    today = now().date()
    assert _listed(session, supervisor, team, since=today - timedelta(days=1), until=today + timedelta(days=1)) == both
    assert _listed(session, supervisor, team, until=date(2025, 1, 1)) == []
    assert _listed(session, supervisor, team, since=today + timedelta(days=2)) == []
    assert set(reveals.readers_of(session, supervisor, team.case)) == {team.actor.id, supervisor.id}


def test_other_cases_and_other_acts_are_not_in_it(
    session: Session, team: Team, vault: Vault, witness: Witness, supervisor: Actor
) -> None:
    elsewhere = make_case(session, [team.investigator])
    _show(
        session, team.actor, vault, make_witness(session, Team(elsewhere, team.investigator, team.actor, team.stranger))
    )
    audit.record(session, team.actor, "identity.changed", witness.subject)
    assert _listed(session, supervisor, team) == []


def test_the_list_is_for_supervisors_of_the_case(session: Session, team: Team) -> None:
    for actor in (team.actor, team.stranger, make_account(session, Role.AUDITOR).as_actor()):
        with pytest.raises(Forbidden):
            reveals.reveals_listed(session, actor, team.case, Wanted())
        with pytest.raises(Forbidden):
            reveals.readers_of(session, actor, team.case)


def test_unusually_many_are_marked_with_their_cases(
    session: Session, team: Team, vault: Vault, witness: Witness, supervisor: Actor
) -> None:
    _show(session, team.actor, vault, witness, 3)
    assert reveals.flags(session, supervisor, FEW) == []
    _show(session, team.actor, vault, witness)
    (flag,) = reveals.flags(session, supervisor, FEW)
    assert (flag.account_id, flag.seen.count, flag.cases) == (team.actor.id, 4, [team.case.reference])


def test_a_supervisor_is_told_of_their_own_cases_alone(
    session: Session, team: Team, vault: Vault, witness: Witness
) -> None:
    _show(session, team.actor, vault, witness, 4)
    assert reveals.flags(session, team.stranger, FEW) == []
    with pytest.raises(Forbidden):
        reveals.flags(session, team.actor, FEW)


def test_individuals_belong_to_no_case_and_count_for_every_supervisor(session: Session, team: Team) -> None:
    reader = make_account(session, Role.SUPERVISOR).as_actor()
    for number in range(4):
        audit.record(session, reader, identity.REVEALED, Subject("individual", number, None, f"P-000{number}"))
    (flag,) = reveals.flags(session, team.stranger, FEW)
    assert (flag.account_id, flag.cases) == (reader.id, [])


def test_an_auditor_sees_numbers_of_every_case_without_codes_or_reasons(
    session: Session, team: Team, vault: Vault, witness: Witness, supervisor: Actor
) -> None:
    _show(session, team.actor, vault, witness, 4)
    _show(session, supervisor, vault, witness)
    auditor = make_account(session, Role.AUDITOR).as_actor()
    rows = reveals.counts(session, auditor, FEW)
    assert [(row.account_id, row.day, row.month, bool(row.seen)) for row in rows] == [
        (team.actor.id, 4, 4, True),
        (supervisor.id, 1, 1, False),
    ]
    with pytest.raises(Forbidden):
        reveals.counts(session, supervisor, FEW)


def test_unusually_many_files_taken_out_are_marked_and_a_bag_counts_as_its_exhibits(
    session: Session, team: Team, supervisor: Actor
) -> None:
    limits = Thresholds(most=5, times=3)
    for action, facts in (("evidence.downloaded", {}), ("dossier.opened", {}), ("bag.fetched", {"exhibits": 3})):
        audit.record(session, team.actor, action, team.case.subject, **facts)
    assert reveals.flags(session, supervisor, limits, reveals.TAKEN_OUT) == []
    audit.record(session, team.actor, "evidence.downloaded", team.case.subject)
    (flag,) = reveals.flags(session, supervisor, limits, reveals.TAKEN_OUT)
    assert (flag.account_id, flag.seen.count, flag.cases) == (team.actor.id, 6, [team.case.reference])
    assert reveals.flags(session, supervisor, limits) == []
    assert reveals.flags(session, team.stranger, limits, reveals.TAKEN_OUT) == []
    auditor = make_account(session, Role.AUDITOR).as_actor()
    (row,) = reveals.counts(session, auditor, limits, reveals.TAKEN_OUT)
    assert (row.account_id, row.day, bool(row.seen)) == (team.actor.id, 6, True)
