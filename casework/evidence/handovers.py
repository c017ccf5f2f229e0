"""Handing an exhibit over: the giver records it, the receiver confirms or refuses it, and both stand in the chain.

A handover waits until a further event names its number: received, refused, or called off (ISO/IEC 27037, 7.1.3). A
receiver outside confirms on the signed paper form; whoever files it records its number. One handover of an exhibit
waits at a time, so that at every moment one person has it.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from casework import audit
from casework.access import Membership, Permission, can, require, visible_cases
from casework.access.compartments import compartment_of
from casework.access.models import CompartmentMember
from casework.accounts.models import Account
from casework.db import now
from casework.errors import Invalid, NotFound, Refused
from casework.evidence.custody import add_event
from casework.evidence.models import CustodyEvent, Exhibit
from casework.i18n import _
from casework.subjects import Actor, Role
from casework.vocabulary import CustodyKind, SealState

HANDOVERS = (CustodyKind.TRANSFERRED, CustodyKind.RETURNED)
ANSWERS = (CustodyKind.RECEIVED, CustodyKind.DECLINED)
MOST_RECEIVERS = 500


@dataclass(frozen=True)
class Handover:
    """What the giver states: to an account of the case (`receiver_id`), or to a person outside (`given_to`)."""

    kind: CustodyKind
    at: datetime
    zone: str = ""
    receiver_id: int | None = None
    given_to: str = ""
    given_by: str = ""
    place: str = ""
    medium: str = ""
    seal: str = ""
    purpose: str = ""
    note: str = ""


@dataclass(frozen=True)
class Answer:
    """What the receiver states: received, or refused with a reason."""

    kind: CustodyKind
    at: datetime
    zone: str = ""
    place: str = ""
    seal_state: SealState | None = None
    note: str = ""
    form_number: str = ""
    paper: Exhibit | None = None


def receivers(session: Session, actor: Actor, *, exhibit: Exhibit) -> Sequence[Account]:
    """Who of the case can be handed the exhibit: works on it, may see the exhibit, and is not the actor."""
    require(session, actor, Permission.EVIDENCE_HANDOVER, exhibit.subject)
    statement = (
        select(Account)
        .join(Membership, col(Membership.account_id) == Account.id)
        .where(Membership.case_id == exhibit.case_id, col(Account.is_disabled).is_(False), Account.id != actor.id)
        .where(col(Account.role).in_((Role.INVESTIGATOR, Role.SUPERVISOR)))
    )
    room = compartment_of(session, "exhibit", exhibit.key)
    if room is not None:
        named = select(CompartmentMember.account_id).where(CompartmentMember.compartment_id == room.key)
        statement = statement.where(col(Account.id).in_(named))
    return session.exec(statement.order_by(col(Account.name), col(Account.id)).limit(MOST_RECEIVERS)).all()


def hand_over(
    session: Session, actor: Actor, *, exhibit: Exhibit, handover: Handover, measured: str = ""
) -> CustodyEvent:
    """Record the giver's side; it waits for the receiver. Raises Invalid beside the field, Refused while one waits."""
    require(session, actor, Permission.EVIDENCE_HANDOVER, exhibit.subject)
    session.refresh(exhibit, with_for_update=True)
    _check(session, actor, exhibit, handover)
    if waiting(session, actor, exhibit=exhibit) is not None:
        raise Refused(_("A handover of this exhibit waits for its receiver. It is answered or called off first."))
    said = asdict(handover) | {"given_by": handover.given_by.strip() or actor.name}
    event = add_event(session, actor, exhibit, hash_before=exhibit.sha256, hash_after=measured, **said)
    facts = {"event": event.number, "receiver": event.receiver_id, "kind": str(event.kind)}
    audit.record(session, actor, "evidence.handed_over", exhibit.subject, **facts)
    return event


def get_handover(session: Session, actor: Actor, *, exhibit: Exhibit, number: int) -> CustodyEvent:
    """The handover with this number, whether or not it was answered. Raises NotFound."""
    require(session, actor, Permission.EVIDENCE_HANDOVER, exhibit.subject)
    statement = select(CustodyEvent).where(CustodyEvent.exhibit_id == exhibit.key, CustodyEvent.number == number)
    event = session.exec(statement.where(col(CustodyEvent.kind).in_(HANDOVERS))).first()
    if event is None:
        raise NotFound
    return event


def answer_of(session: Session, actor: Actor, *, exhibit: Exhibit, number: int) -> CustodyEvent | None:
    """The event that answered this handover; None while it waits."""
    require(session, actor, Permission.EVIDENCE_VIEW, exhibit.subject)
    statement = select(CustodyEvent).where(CustodyEvent.exhibit_id == exhibit.key, CustodyEvent.answers == number)
    return session.exec(statement).first()


def waiting(session: Session, actor: Actor, *, exhibit: Exhibit) -> CustodyEvent | None:
    """The handover of this exhibit that nobody has answered yet."""
    require(session, actor, Permission.EVIDENCE_VIEW, exhibit.subject)
    statement = select(CustodyEvent).where(CustodyEvent.exhibit_id == exhibit.key, is_unanswered())
    return session.exec(statement).first()


def may_answer(actor: Actor, event: CustodyEvent) -> bool:
    """The receiver alone; for a receiver outside, whoever of the case files the signed form."""
    return event.receiver_id is None or event.receiver_id == actor.id


def may_call_off(session: Session, actor: Actor, exhibit: Exhibit, event: CustodyEvent) -> bool:
    """Who recorded it, or a supervisor of the case when they or the receiver are gone."""
    return event.actor_id == actor.id or can(session, actor, Permission.EVIDENCE_RELEASE, exhibit.subject)


def answer_handover(
    session: Session, actor: Actor, *, exhibit: Exhibit, number: int, answer: Answer, measured: str = ""
) -> CustodyEvent:
    """Record the receiver's side as a further event. Raises Invalid, NotFound, and Refused when it was answered."""
    event = _open_handover(session, actor, exhibit, number)
    if not may_answer(actor, event):
        raise Refused(_("Only the person it is handed to can confirm or refuse the receipt."))
    _check_answer(event, answer)
    given = add_event(
        session, actor, exhibit, answer.kind, at=answer.at, zone=answer.zone, answers=event.number,
        hash_before=exhibit.sha256, hash_after=measured,
        given_by=event.given_by, given_to=event.given_to, receiver_id=event.receiver_id,
        place=answer.place, medium=event.medium, seal=event.seal, purpose=event.purpose, note=answer.note,
        outcome=str(answer.seal_state or ""), form_number=answer.form_number,
        paper_id=answer.paper.key if answer.paper else None,
    )  # fmt: skip
    facts = {"event": given.number, "answers": event.number, "kind": str(given.kind)}
    audit.record(session, actor, "evidence.handover_answered", exhibit.subject, **facts)
    return given


def call_off(session: Session, actor: Actor, *, exhibit: Exhibit, number: int, reason: str) -> CustodyEvent:
    """The handover does not take place: the giver keeps the exhibit. Raises Invalid, NotFound, Refused."""
    event = _open_handover(session, actor, exhibit, number)
    if not may_call_off(session, actor, exhibit, event):
        raise Refused(_("Only whoever recorded the handover, or a supervisor, can call it off."))
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why.")})
    ended = add_event(
        session, actor, exhibit, CustodyKind.CALLED_OFF, answers=event.number,
        given_by=event.given_by, given_to=event.given_to, receiver_id=event.receiver_id, note=reason.strip()[:2_000],
    )  # fmt: skip
    audit.record(
        session, actor, "evidence.handover_called_off", exhibit.subject, event=ended.number, answers=event.number
    )
    return ended


def waiting_for(session: Session, actor: Actor, limit: int = 20) -> Sequence[tuple[CustodyEvent, Exhibit]]:
    """What was handed to the actor and waits for their word, in cases that they still belong to; oldest first."""
    return _waiting(session, actor, col(CustodyEvent.receiver_id) == actor.id, limit)


def given_and_waiting(session: Session, actor: Actor, limit: int = 20) -> Sequence[tuple[CustodyEvent, Exhibit]]:
    """What the actor handed over and nobody has confirmed yet; oldest first."""
    return _waiting(session, actor, col(CustodyEvent.actor_id) == actor.id, limit)


def is_unanswered() -> ColumnElement[bool]:
    """The condition that a custody event is a handover that no further event names yet."""
    reply = aliased(CustodyEvent)
    replied = select(reply.id).where(reply.exhibit_id == CustodyEvent.exhibit_id, reply.answers == CustodyEvent.number)
    return and_(col(CustodyEvent.kind).in_(HANDOVERS), ~replied.exists())


def _waiting(
    session: Session, actor: Actor, whose: ColumnElement[bool], limit: int
) -> list[tuple[CustodyEvent, Exhibit]]:
    statement = (
        select(CustodyEvent, Exhibit)
        .join(Exhibit, col(CustodyEvent.exhibit_id) == col(Exhibit.id))
        .where(whose, is_unanswered(), col(CustodyEvent.case_id).in_(visible_cases(actor)))
    )
    return list(session.exec(statement.order_by(col(CustodyEvent.id)).limit(limit)).all())


def _open_handover(session: Session, actor: Actor, exhibit: Exhibit, number: int) -> CustodyEvent:
    """The handover, with the exhibit locked: of two people who answer at once the second sees the first's answer."""
    event = get_handover(session, actor, exhibit=exhibit, number=number)
    session.refresh(exhibit, with_for_update=True)
    if answer_of(session, actor, exhibit=exhibit, number=number) is not None:
        raise Refused(_("This handover was answered already. The chain of custody says how."))
    return event


def _check(session: Session, actor: Actor, exhibit: Exhibit, handover: Handover) -> None:
    problems: dict[str, object] = {}
    if handover.kind not in HANDOVERS:
        problems["kind"] = _("This is not a handover.")
    if handover.at > now():
        problems["at"] = _("This time is still to come.")
    if handover.receiver_id is None and not handover.given_to.strip():
        problems["receiver"] = _("Choose a member of the case, or name the person outside below.")
    elif handover.receiver_id is not None and handover.given_to.strip():
        problems["given_to"] = _("One receiver only: either a member of the case or a person outside.")
    elif handover.receiver_id is not None:
        fit = {account.key for account in receivers(session, actor, exhibit=exhibit)}
        if handover.receiver_id not in fit:
            problems["receiver"] = _("This person cannot receive the exhibit: they do not work on it.")
    if not handover.purpose.strip():
        problems["purpose"] = _("Say what for: a link of the chain without a purpose proves little.")
    if problems:
        raise Invalid(fields=problems)


def _check_answer(event: CustodyEvent, answer: Answer) -> None:
    problems: dict[str, object] = {}
    if answer.kind not in ANSWERS:
        problems["kind"] = _("Confirm the receipt or refuse it.")
    if answer.at > now():
        problems["at"] = _("This time is still to come.")
    if answer.at < event.at:
        problems["at"] = _("This is before the handover itself.")
    if answer.kind is CustodyKind.DECLINED and not answer.note.strip():
        problems["note"] = _("Say why the receipt is refused.")
    if answer.kind is CustodyKind.RECEIVED and event.seal and answer.seal_state is None:
        problems["seal_state"] = _("It was handed over with a seal: say how you found it.")
    if answer.kind is CustodyKind.RECEIVED and event.receiver_id is None and not answer.form_number.strip():
        problems["form_number"] = _("A receiver outside confirms on the signed form: give its number.")
    if problems:
        raise Invalid(fields=problems)
