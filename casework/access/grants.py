"""The policy asked with the database at hand."""

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from casework.access.compartments import hidden_from
from casework.access.models import Membership
from casework.access.policy import POLICY, Permission, Scope, allows
from casework.errors import Forbidden
from casework.subjects import Actor, Subject


def is_member(session: Session, actor: Actor, case_id: int | None) -> bool:
    """True when the actor's account belongs to the case."""
    if actor.id is None or case_id is None:
        return False
    statement = select(Membership.id).where(Membership.case_id == case_id, Membership.account_id == actor.id)
    return session.exec(statement).first() is not None


def can(session: Session, actor: Actor, permission: Permission, subject: Subject | None = None) -> bool:
    """True when the actor may do this to the subject.

    For `Scope.RECIPIENT` the subject is the body that something was issued to: `Subject("recipient", id, None, key)`;
    without a subject the question is whether the actor receives anything at all (their list is filtered by body).
    """
    return allows(actor, permission, member=_belongs(session, actor, permission, subject))


def _belongs(session: Session, actor: Actor, permission: Permission, subject: Subject | None) -> bool:
    scope = POLICY[permission].scope
    if scope is Scope.CASE:
        return (
            subject is not None
            and is_member(session, actor, subject.case_id)
            and subject not in hidden_from(session, actor)
        )
    if scope is Scope.RECIPIENT:
        return subject is None or (subject.kind == "recipient" and subject.id == actor.recipient_id)
    return False


def require(session: Session, actor: Actor, permission: Permission, subject: Subject | None = None) -> None:
    """Raise Forbidden unless the actor may. The edge shows 404 and writes the refusal to the log."""
    if not can(session, actor, permission, subject):
        raise Forbidden(permission, subject)


def visible_cases(actor: Actor) -> SelectOfScalar[int]:
    """The ids of the cases that the actor may see, as a subquery: every list of case content is filtered by it."""
    statement = select(Membership.case_id)
    if actor.is_system:
        return statement.distinct()
    if not allows(actor, Permission.CASE_VIEW, member=True) or actor.id is None:
        return statement.where(col(Membership.id) < 0)
    return statement.where(Membership.account_id == actor.id)
