"""The policy table: deny by default, membership and role."""

import itertools

import pytest
from sqlmodel import Session

from casework.access import Permission, Scope, allows, can, may_ever, require, visible_cases
from casework.access.policy import POLICY
from casework.errors import Forbidden
from casework.subjects import SYSTEM, Actor, Role
from tests.factories import make_account, make_case, make_recipient

ACTORS = [Actor(1, "somebody", role) for role in Role]


@pytest.mark.parametrize("actor, permission", list(itertools.product(ACTORS, Permission)))
def test_a_case_permission_needs_membership_and_the_role(actor: Actor, permission: Permission) -> None:
    rule = POLICY[permission]
    holds = actor.role in rule.roles
    assert allows(actor, permission, member=True) is holds
    outside = holds and rule.scope in (Scope.OWN, Scope.GLOBAL)
    assert allows(actor, permission, member=False) is outside


def test_every_permission_has_a_rule_and_somebody_who_holds_it() -> None:
    assert set(POLICY) == set(Permission)
    assert all(rule.roles for rule in POLICY.values())


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.COMMITTEE])
def test_no_other_role_sees_case_content(role: Role) -> None:
    held = {permission for permission, rule in POLICY.items() if role in rule.roles}
    assert not {permission for permission in held if POLICY[permission].scope is Scope.CASE}


def test_nobody_without_a_role_may_do_anything() -> None:
    assert not any(may_ever(None, permission) for permission in Permission)


@pytest.mark.parametrize("permission", [Permission.DOSSIER_ISSUE, Permission.REVIEW_DECIDE, Permission.CASE_MEMBERS])
def test_what_a_supervisor_decides_an_investigator_does_not(permission: Permission) -> None:
    assert POLICY[permission].roles == {Role.SUPERVISOR}


def test_a_stranger_to_the_case_is_refused(session: Session) -> None:
    insider, stranger = make_account(session), make_account(session)
    case = make_case(session, [insider])
    require(session, insider.as_actor(), Permission.TESTIMONY_VIEW, case.subject)
    with pytest.raises(Forbidden):
        require(session, stranger.as_actor(), Permission.TESTIMONY_VIEW, case.subject)


def test_a_case_permission_without_a_case_is_refused(session: Session) -> None:
    account = make_account(session)
    make_case(session, [account])
    assert not can(session, account.as_actor(), Permission.TESTIMONY_VIEW, None)


def test_lists_hold_only_the_cases_of_the_reader(session: Session) -> None:
    reader, administrator = make_account(session), make_account(session, Role.ADMINISTRATOR)
    mine, _other = make_case(session, [reader, administrator]), make_case(session)
    assert session.exec(visible_cases(reader.as_actor())).all() == [mine.key]
    assert session.exec(visible_cases(administrator.as_actor())).all() == []
    assert session.exec(visible_cases(Actor(None, "nobody", Role.SUPERVISOR))).all() == []
    assert mine.key in session.exec(visible_cases(SYSTEM)).all()


def test_a_committee_member_receives_what_is_addressed_to_their_body_alone(session: Session) -> None:
    body, other = make_recipient(session), make_recipient(session)
    member = make_account(session, Role.COMMITTEE, recipient_id=body.key).as_actor()
    assert can(session, member, Permission.DOSSIER_RECEIVE, body.subject)
    assert not can(session, member, Permission.DOSSIER_RECEIVE, other.subject)
