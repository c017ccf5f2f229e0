"""What is done with cases."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from casework import audit
from casework.access import GrantKind, Membership, Permission, giving, require, visible_cases
from casework.accounts.models import Account
from casework.cases import compartments
from casework.cases.models import Case
from casework.db import next_number, now
from casework.errors import Invalid, NotFound, Refused, Stale
from casework.i18n import _
from casework.subjects import Actor, Role
from casework.vocabulary import CaseStatus

EDITABLE = ("title", "title_ar", "mandate", "period", "territory", "summary", "standard_of_proof", "marking", "time_zone")  # fmt: skip
NEXT_STATUS = {
    CaseStatus.OPEN: {CaseStatus.UNDER_REVIEW, CaseStatus.CLOSED},
    CaseStatus.UNDER_REVIEW: {CaseStatus.OPEN, CaseStatus.CLOSED},
    CaseStatus.CLOSED: {CaseStatus.OPEN, CaseStatus.ARCHIVED},
    CaseStatus.ARCHIVED: {CaseStatus.CLOSED},
}


def find_case(session: Session, actor: Actor, reference: str) -> Case:
    """The case with this reference, if the actor may see it. Raises NotFound, or Forbidden (the reader sees no difference)."""
    case = session.exec(select(Case).where(Case.reference == reference)).first()
    if case is None:
        raise NotFound
    require(session, actor, Permission.CASE_VIEW, case.subject)
    return case


def list_cases(
    session: Session, actor: Actor, *, status: CaseStatus | None = None, after: int | None = None, limit: int = 50
) -> Sequence[Case]:
    """The cases that the actor may see, newest first."""
    statement = select(Case).where(col(Case.id).in_(visible_cases(actor)))
    if status is not None:
        statement = statement.where(Case.status == status)
    if after is not None:
        statement = statement.where(col(Case.id) < after)
    return session.exec(statement.order_by(col(Case.id).desc()).limit(limit)).all()


def open_case(session: Session, actor: Actor, *, opened_on: date, **fields: Any) -> Case:
    """Open a case; the actor leads it and is its first member. `fields`: those of `EDITABLE`."""
    require(session, actor, Permission.CASE_CREATE)
    number = next_number(session, f"case:{opened_on.year}")
    case = Case(reference=f"CW-{opened_on.year}-{number:04d}", opened_on=opened_on, lead_id=actor.id, **fields)
    session.add(case)
    session.flush()
    audit.record(session, actor, "case.opened", case.subject)
    if actor.id is not None:
        _grant(session, actor, case, actor.id, "opened the case")
    return case


def edit_case(session: Session, actor: Actor, *, case: Case, version: int, **fields: Any) -> Case:
    """Change the case's description. Raises Stale when somebody saved since `version`, and Refused when it is closed."""
    require(session, actor, Permission.CASE_EDIT, case.subject)
    if version != case.version:
        raise Stale(case)
    require_open(case)
    changed = [name for name in EDITABLE if name in fields and getattr(case, name) != fields[name]]
    for name in changed:
        setattr(case, name, fields[name])
    case.version, case.updated_at = case.version + 1, now()
    audit.record(session, actor, "case.edited", case.subject, changed=changed)
    return case


def require_open(case: Case) -> None:
    """Raise Refused when the case no longer takes changes."""
    if case.status in (CaseStatus.CLOSED, CaseStatus.ARCHIVED):
        raise Refused(_("This case is closed. A supervisor can open it again."))


def change_status(session: Session, actor: Actor, *, case: Case, to: CaseStatus, reason: str) -> Case:
    """Move a case on, with a reason. Raises Refused for a step that is not one."""
    require(session, actor, Permission.CASE_EDIT, case.subject)
    if to not in NEXT_STATUS[case.status]:
        raise Refused(_("A case cannot go from this status to that one."))
    before, case.status = case.status, to
    case.closed_at = now() if to in (CaseStatus.CLOSED, CaseStatus.ARCHIVED) else None
    case.version, case.updated_at = case.version + 1, now()
    audit.record(session, actor, "case.status_changed", case.subject, before=before, after=to, reason=reason)
    return case


def members(session: Session, actor: Actor, case: Case) -> list[tuple[Membership, Account]]:
    """Who belongs to the case, in the order they came; at most five hundred."""
    require(session, actor, Permission.CASE_VIEW, case.subject)
    statement = (
        select(Membership, Account)
        .join(Account, col(Account.id) == col(Membership.account_id))
        .where(Membership.case_id == case.key)
        .order_by(col(Membership.id))
        .limit(500)
    )
    return [(membership, account) for membership, account in session.exec(statement).all()]


def add_member(session: Session, actor: Actor, *, case: Case, email: str, reason: str) -> Membership:
    """Make an investigator or supervisor a member. Raises Invalid beside the field; one message for unknown and unfit."""
    require(session, actor, Permission.CASE_MEMBERS, case.subject)
    account = session.exec(select(Account).where(Account.email == email.strip().lower())).first()
    fit = account and not account.is_disabled and account.role in (Role.INVESTIGATOR, Role.SUPERVISOR)
    if account is None or not fit:
        raise Invalid(fields={"email": _("No active investigator or supervisor has this e-mail address.")})
    return _grant(session, actor, case, account.key, reason)


def _grant(session: Session, actor: Actor, case: Case, account_id: int, reason: str) -> Membership:
    statement = select(Membership).where(Membership.case_id == case.key, Membership.account_id == account_id)
    existing = session.exec(statement).first()
    if existing is not None:
        raise Invalid(fields={"email": _("This person is a member already.")})
    membership = Membership(case_id=case.key, account_id=account_id, granted_by=actor.id, reason=reason)
    session.add(membership)
    session.flush()
    giving.note_given(
        session,
        actor,
        GrantKind.MEMBERSHIP,
        account_id=account_id,
        what=case.reference,
        reason=reason,
        case_id=case.key,
    )
    audit.record(session, actor, "case.member_added", case.subject, account=account_id, reason=reason)
    return membership


def remove_member(session: Session, actor: Actor, *, case: Case, account_id: int, reason: str) -> None:
    """End a membership. Raises NotFound, and Refused when no supervisor would be left."""
    require(session, actor, Permission.CASE_MEMBERS, case.subject)
    rows = members(session, actor, case)
    mine = [membership for membership, account in rows if account.id == account_id]
    if not mine:
        raise NotFound
    left = [a for _m, a in rows if a.id != account_id and a.role is Role.SUPERVISOR and not a.is_disabled]
    if not left:
        raise Refused(_("A case needs at least one supervisor among its members."))
    compartments.leave(session, actor, case=case, account_id=account_id, reason=reason)
    session.delete(mine[0])
    giving.note_ended(session, actor, GrantKind.MEMBERSHIP, account_id=account_id, what=case.reference, reason=reason)
    audit.record(session, actor, "case.member_removed", case.subject, account=account_id, reason=reason)


def trail(
    session: Session, actor: Actor, case: Case, *, action: str | None = None, before: int | None = None, limit: int = 50
) -> Sequence[audit.AuditEntry]:
    """The case's part of the log, newest first."""
    require(session, actor, Permission.CASE_TRAIL, case.subject)
    return audit.entries(session, case_id=case.key, action=action, before=before, limit=limit)
