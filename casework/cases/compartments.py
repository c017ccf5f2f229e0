"""Restrict a witness or an exhibit to named members of the case, and lift it again. See `access.compartments`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from casework import audit, search
from casework.access import GrantKind, Membership, Permission, giving, require
from casework.access.compartments import compartment_of, forget
from casework.access.models import Compartment, CompartmentMember
from casework.accounts.models import Account
from casework.cases.models import Case
from casework.errors import Invalid, Refused
from casework.i18n import _
from casework.subjects import Actor, Role, Subject


@dataclass(frozen=True)
class Restricted:
    """A restricted object, and who may see it."""

    subject: Subject
    reason: str
    people: Sequence[Account]


def restrict(
    session: Session, actor: Actor, *, subject: Subject, accounts: Collection[int], reason: str
) -> Compartment:
    """From now on only these members, and the actor, may see the object; a second call changes who.

    Raises Invalid without a reason, or for an account that does not work on the case.
    """
    require(session, actor, Permission.COMPARTMENT_SET, subject)
    case_id, stated = _case_of(subject), _stated(reason)
    named = {*accounts, *({actor.id} if actor.id is not None else ())}  # who sets it never locks themselves out
    room = compartment_of(session, subject.kind, subject.id) or Compartment(
        case_id=case_id, kind=subject.kind, subject_id=subject.id, label=subject.label
    )
    before = {row.account_id: row for row in _named(session, room)}
    fit = {account.key for account in candidates(session, actor, subject=subject)}
    if not named or named - fit - before.keys():
        raise Invalid(fields={"people": _("Choose members of this case.")})
    room.reason, room.set_by = stated, actor.id
    session.add(room)
    session.flush()
    for account_id in before.keys() - named:
        session.delete(before[account_id])
        _note_out(session, actor, subject, account_id, stated)
    for account_id in sorted(named - before.keys()):
        giving.note_given(
            session, actor, GrantKind.COMPARTMENT, account_id=account_id, what=subject.label, reason=stated,
            case_id=case_id,
        )  # fmt: skip
    session.add_all(
        CompartmentMember(case_id=case_id, compartment_id=room.key, account_id=account_id)
        for account_id in sorted(named - before.keys())
    )
    session.flush()
    _changed(session, subject)
    audit.record(session, actor, "compartment.set", subject, accounts=sorted(named), reason=stated)
    return room


def lift(session: Session, actor: Actor, *, subject: Subject, reason: str) -> None:
    """Open the object to all members of the case again. Raises Invalid without a reason, Refused when it is open."""
    require(session, actor, Permission.COMPARTMENT_SET, subject)
    stated, room = _stated(reason), compartment_of(session, subject.kind, subject.id)
    if room is None:
        raise Refused(_("This is open to all members of the case already."))
    for row in _named(session, room):
        session.delete(row)
        _note_out(session, actor, subject, row.account_id, stated)
    session.flush()
    session.delete(room)
    session.flush()
    _changed(session, subject)
    audit.record(session, actor, "compartment.lifted", subject, reason=stated)


def restriction_of(session: Session, actor: Actor, *, subject: Subject) -> Restricted | None:
    """Who may see the object, for those who may; None when every member of the case may."""
    require(session, actor, Permission.CASE_VIEW, subject)
    room = compartment_of(session, subject.kind, subject.id)
    if room is None:
        return None
    people = (
        select(Account)
        .join(CompartmentMember, col(CompartmentMember.account_id) == Account.id)
        .where(CompartmentMember.compartment_id == room.key)
        .order_by(col(Account.name), col(Account.id))
    )
    return Restricted(subject, room.reason, session.exec(people).all())


def candidates(session: Session, actor: Actor, *, subject: Subject) -> Sequence[Account]:
    """The members of the case who can be named: active investigators and supervisors; at most five hundred."""
    require(session, actor, Permission.COMPARTMENT_SET, subject)
    statement = (
        select(Account)
        .join(Membership, col(Membership.account_id) == Account.id)
        .where(Membership.case_id == subject.case_id, col(Account.is_disabled).is_(False))
        .where(col(Account.role).in_((Role.INVESTIGATOR, Role.SUPERVISOR)))
    )
    return session.exec(statement.order_by(col(Account.name), col(Account.id)).limit(500)).all()


def leave(session: Session, actor: Actor, *, case: Case, account_id: int, reason: str) -> None:
    """A membership ends, and with it every compartment of the case. Raises Refused for the last one of any.

    The refusal says that there is a compartment, not of what: somebody has to be let in before the last one goes.
    """
    rows = session.exec(
        select(CompartmentMember).where(
            CompartmentMember.case_id == case.key, CompartmentMember.account_id == account_id
        )
    ).all()
    for row in rows:
        others = select(CompartmentMember.id).where(
            CompartmentMember.compartment_id == row.compartment_id, CompartmentMember.account_id != account_id
        )
        if session.exec(others.limit(1)).first() is None:
            text = _("This person alone can see something that is restricted. They have to let somebody else in first.")
            raise Refused(text)
    for row in rows:
        session.delete(row)
    giving.note_ended(session, actor, GrantKind.COMPARTMENT, account_id=account_id, case_id=case.key, reason=reason)
    session.flush()
    forget(session)


def _note_out(session: Session, actor: Actor, subject: Subject, account_id: int, reason: str) -> None:
    giving.note_ended(
        session, actor, GrantKind.COMPARTMENT, account_id=account_id, what=subject.label, case_id=subject.case_id,
        reason=reason,
    )  # fmt: skip


def _named(session: Session, room: Compartment) -> Sequence[CompartmentMember]:
    return session.exec(select(CompartmentMember).where(CompartmentMember.compartment_id == room.id)).all()


def _changed(session: Session, subject: Subject) -> None:
    """In the same transaction: the search obeys, and this session looks again."""
    forget(session)
    search.follow_compartment(session, subject)


def _stated(reason: str) -> str:
    stated = " ".join(reason.split())
    if not stated:
        raise Invalid(fields={"reason": _("Say why.")})
    return stated[:500]


def _case_of(subject: Subject) -> int:
    if subject.case_id is None or subject.kind not in ("witness", "exhibit"):
        raise Refused(_("Only a witness or an exhibit of a case can be restricted."))
    return subject.case_id
