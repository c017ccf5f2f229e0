"""The history of grants, on both databases: who gave what to whom, why, and how it ended."""

import pytest
from sqlmodel import Session, col

from casework import audit
from casework.access import Grant, GrantKind, giving
from casework.accounts.models import Account
from casework.cases import services
from casework.cases.models import Case
from casework.errors import Forbidden, Invalid
from casework.subjects import SYSTEM, Actor, Role
from casework.web.paging import page
from tests.factories import make_account, make_case


@pytest.fixture
def supervisor(session: Session) -> Actor:
    return make_account(session, Role.SUPERVISOR).as_actor()


@pytest.fixture
def case(session: Session, supervisor: Actor) -> Case:
    return make_case(session, [session.get_one(Account, supervisor.key)])


def _rows(session: Session, statement: object) -> list[Grant]:
    return list(page(session, statement, key=col(Grant.id)).items)


def test_a_membership_is_remembered_after_it_has_ended(session: Session, supervisor: Actor, case: Case) -> None:
    colleague = make_account(session)
    services.add_member(session, supervisor, case=case, email=colleague.email, reason="interviews in May")
    services.remove_member(session, supervisor, case=case, account_id=colleague.key, reason="left the team")
    services.add_member(session, supervisor, case=case, email=colleague.email, reason="came back")
    later, first = _rows(session, giving.grants_of_case(session, supervisor, case.subject))
    assert (first.account_id, first.given_by, first.reason) == (colleague.key, supervisor.id, "interviews in May")
    assert (first.ended_by, first.end_reason, bool(first.ended_at)) == (supervisor.id, "left the team", True)
    assert (later.reason, later.ended_at) == ("came back", None)
    logged = audit.entries(session, subject=case.subject, action="case.member_")
    assert [entry.facts for entry in logged] == [
        {"account": colleague.key, "reason": "came back"},
        {"account": colleague.key, "reason": "left the team"},
        {"account": colleague.key, "reason": "interviews in May"},
    ]


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_given_without_a_reason(session: Session, supervisor: Actor, case: Case, reason: str) -> None:
    colleague = make_account(session)
    with pytest.raises(Invalid) as caught:
        services.add_member(session, supervisor, case=case, email=colleague.email, reason=reason)
    assert set(caught.value.fields) == {"reason"}
    assert not audit.entries(session, subject=case.subject, action="case.member_added")


def test_ending_one_grant_leaves_those_of_others(session: Session, supervisor: Actor, case: Case) -> None:
    one, two = make_account(session), make_account(session)
    for account in (one, two):
        services.add_member(session, supervisor, case=case, email=account.email, reason="interviews")
    services.remove_member(session, supervisor, case=case, account_id=one.key, reason="left")
    rows = _rows(session, giving.grants_of_case(session, supervisor, case.subject))
    assert {row.account_id: bool(row.ended_at) for row in rows} == {one.key: True, two.key: False}


def test_a_case_tells_its_supervisors_and_everything_auditors_and_administrators(
    session: Session, supervisor: Actor, case: Case
) -> None:
    investigator = make_account(session)
    services.add_member(session, supervisor, case=case, email=investigator.email, reason="interviews")
    for role, may in ((Role.AUDITOR, True), (Role.ADMINISTRATOR, True), (Role.SUPERVISOR, False)):
        actor = make_account(session, role).as_actor()
        with pytest.raises(Forbidden):
            giving.grants_of_case(session, actor, case.subject)
        if may:
            found = _rows(session, giving.all_grants(session, actor, account_id=investigator.key))
            assert [row.what for row in found] == [case.reference]
        else:
            with pytest.raises(Forbidden):
                giving.all_grants(session, actor)
    with pytest.raises(Forbidden):
        giving.grants_of_case(session, investigator.as_actor(), case.subject)


def test_one_sees_what_one_was_given_oneself(session: Session) -> None:
    mine, other = make_account(session), make_account(session)
    for account in (mine, other):
        giving.note_given(session, SYSTEM, GrantKind.ROLE, account_id=account.key, what=account.role, reason="")
    assert [row.account_id for row in _rows(session, giving.own_grants(session, mine.as_actor()))] == [mine.key]
