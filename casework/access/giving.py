"""The history of grants: written where a right is given or taken back, read by those who watch over rights.

Whoever gives the right asks for permission and writes the log (`case.member_added`, `account.added`, `account.changed` …).
"""

from typing import Any

from sqlalchemy import Select
from sqlmodel import Session, col, select

from casework.access.grants import require
from casework.access.models import Grant, GrantKind
from casework.access.policy import Permission
from casework.db import UNFILTERED, now
from casework.errors import Invalid
from casework.i18n import _
from casework.subjects import Actor, Subject


def note_given(
    session: Session,
    actor: Actor,
    kind: GrantKind,
    *,
    account_id: int,
    what: str,
    reason: str,
    case_id: int | None = None,
) -> Grant:
    """Remember that the actor gave this to the account, and why. Raises Invalid without a reason.

    The command line asks for none: whoever holds the machine answers for it.
    """
    if not reason.strip() and not actor.is_system:
        raise Invalid(fields={"reason": _("Say why it is given.")})
    grant = Grant(
        kind=kind, account_id=account_id, case_id=case_id, what=what, given_by=actor.id, reason=reason.strip()
    )
    session.add(grant)
    session.flush()
    return grant


def note_ended(
    session: Session,
    actor: Actor,
    kind: GrantKind,
    *,
    account_id: int,
    reason: str,
    what: str | None = None,
    case_id: int | None = None,
) -> None:
    """Remember that the actor took it back, and why. What was given before the history began is passed over.

    Without `what`: everything of the kind in the case, also what the actor may not see.
    """
    statement = select(Grant).where(Grant.kind == kind, Grant.account_id == account_id)
    if what is not None:
        statement = statement.where(Grant.what == what)
    if case_id is not None:
        statement = statement.where(Grant.case_id == case_id)
    standing = statement.where(col(Grant.ended_at).is_(None))
    for grant in session.exec(standing, execution_options=UNFILTERED).all():
        grant.ended_at, grant.ended_by, grant.end_reason = now(), actor.id, reason.strip()
        session.add(grant)
    session.flush()


def grants_of_case(session: Session, actor: Actor, case: Subject) -> Select[Any]:
    """Every grant of a case, also ended ones, for its supervisors; a statement to be paged by `Grant.id`."""
    require(session, actor, Permission.CASE_MEMBERS, case)
    return select(Grant).where(Grant.case_id == case.id)


def all_grants(session: Session, actor: Actor, *, account_id: int | None = None) -> Select[Any]:
    """Every grant of the installation, for auditors and administrators; a statement to be paged by `Grant.id`."""
    require(session, actor, Permission.GRANT_LIST)
    statement: Select[Any] = select(Grant)
    return statement if account_id is None else statement.where(col(Grant.account_id) == account_id)


def own_grants(session: Session, actor: Actor) -> Select[Any]:
    """What the actor was given, also what has ended; a statement to be paged by `Grant.id`."""
    require(session, actor, Permission.ACCOUNT_OWN)
    return select(Grant).where(Grant.account_id == actor.key)
