"""Mark what went out when it may not be used any more: consent ended, protection forbids it, or an identity was destroyed.

A version of a dossier and a sealed volume are looked at in one walk and by the same rules; each kind of `Sent` says what
it asks of a witness. Whoever writes the record may not see every compartment that something prints: all are looked at.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from casework.cases.models import Case
from casework.config import Settings
from casework.db import UNFILTERED, now, write_session
from casework.dossiers import delivery
from casework.dossiers.models import DossierVersion
from casework.dossiers.states import RecallCause
from casework.jobs import housekeeping
from casework.subjects import SYSTEM, Actor
from casework.units.models import Individual
from casework.witnesses.consent import ConsentRecord
from casework.witnesses.consents import after_record, history, today_in
from casework.witnesses.models import Consent, ProtectionPlan, Witness
from casework.witnesses.plans import after_plan, plan_before
from casework.witnesses.protection import is_withheld
from casework.witnesses.shredding import Person, after_destruction

GONE = "X"  # in the place of a record: the identity was destroyed


@dataclass(frozen=True)
class Ended:
    """Because of whom something may not be used any more, by which record, how, and since when."""

    code: str
    record: str
    cause: RecallCause
    on: date
    not_recallable: str = ""

    @property
    def as_recall(self) -> dict[str, Any]:
        """As a row of either kind says it."""
        return {
            "witness": self.code, "consent_record": self.record, "cause": self.cause, "withdrawn_on": self.on,
            "not_recallable": self.not_recallable,
        }  # fmt: skip


class Sent(Protocol):
    """Something that went out to a body and rests on people."""

    @property
    def issued_at(self) -> datetime | None: ...

    @property
    def tells_names(self) -> bool:
        """True when it says who somebody is: then it must go when the identity goes."""
        ...

    def consented(self, records: Sequence[ConsentRecord], on: date) -> bool:
        """Whether a witness's consents allowed it on that day; protection is asked by the walk."""
        ...

    def is_marked(self, session: Session, code: str, record: str) -> bool:
        """Whether it was marked already because of this record."""
        ...

    def mark(self, session: Session, actor: Actor, ended: Ended) -> None:
        """Add the row and the entry of the log."""
        ...


# What went out and rests on somebody, or names them: of one case, or (None) of any.
Find = Callable[[Session, int | None, str], Sequence[Sent]]
_kinds: list[Find] = []


def goes_out(function: Find) -> Find:
    """Register a kind of what goes out."""
    if function not in _kinds:
        _kinds.append(function)
    return function


def _out(session: Session, case_id: int | None, code: str) -> list[Sent]:
    return [sent for find in _kinds for sent in find(session, case_id, code)]


def may_use(sent: Sent, witness: Witness, records: Sequence[ConsentRecord], on: date) -> bool:
    """The rule, for every kind."""
    return not is_withheld(witness.protection_measures, witness.embargo_until, on) and sent.consented(records, on)


@after_record
def mark_consent(session: Session, actor: Actor, witness: Witness, row: Consent) -> None:
    """Mark what a new record forbids.

    A withdrawal marks anew what was marked before; a newer consent marks what it is the first to forbid.
    """
    records, today, record = history(session, [witness.key])[witness.key], _today(session, witness), f"C{row.sequence}"
    before = [one for one in records if one.ref != record]
    cause = RecallCause.WITHDRAWN if row.is_withdrawal else RecallCause.NARROWED
    ended = Ended(witness.reference, record, cause, row.given_on, row.not_recallable)
    for sent in _out(session, witness.case_id, witness.reference):
        stood = row.is_withdrawal or may_use(sent, witness, before, today)
        if stood and not may_use(sent, witness, records, today):
            sent.mark(session, actor, ended)


@after_plan
def mark_protected(session: Session, actor: Actor, witness: Witness, plan: ProtectionPlan) -> None:
    """Mark what a new protection plan is the first to forbid."""
    today, before = _today(session, witness), plan_before(session, plan)
    was_withheld = before is not None and is_withheld(before.measures, before.embargo_until, today)
    if was_withheld or not is_withheld(plan.measures, plan.embargo_until, today):
        return
    records = history(session, [witness.key])[witness.key]
    ended = Ended(witness.reference, f"A{plan.sequence}", RecallCause.PROTECTED, plan.assessed_on)
    for sent in _out(session, witness.case_id, witness.reference):
        if sent.consented(records, today):
            sent.mark(session, actor, ended)


@after_destruction
def mark_destroyed(session: Session, actor: Actor, person: Person) -> None:
    """Mark what tells a name that is destroyed here, unless it was forbidden before; of victims nothing tells it."""
    if not isinstance(person, Witness | Individual):
        return
    case_id, code, today = None, person.reference, now().date()
    records: Sequence[ConsentRecord] = ()
    if isinstance(person, Witness):
        case_id, today = person.case_id, _today(session, person)
        records = history(session, [person.key])[person.key]
    for sent in _out(session, case_id, code):
        allowed = not isinstance(person, Witness) or may_use(sent, person, records, today)
        if sent.tells_names and allowed and not sent.is_marked(session, code, GONE):
            sent.mark(session, actor, Ended(code, GONE, RecallCause.DESTROYED, today))


def mark_expired(session: Session) -> int:
    """Mark everything of which a consent has run out since, each once; how many. The caller commits."""
    sent = select(DossierVersion.case_id).where(col(DossierVersion.state).in_(delivery.SENT))
    statement = (
        select(Witness, Consent)
        .join(Consent, col(Consent.witness_id) == Witness.id)
        .where(col(Consent.expires_on) <= now().date() + timedelta(days=1), col(Consent.case_id).in_(sent))
        .order_by(col(Consent.id).desc())
    )
    rows = session.exec(statement, execution_options=UNFILTERED).all()
    return sum(_mark_run_out(session, witness, row.expires_on, f"C{row.sequence}") for witness, row in rows)


def _mark_run_out(session: Session, witness: Witness, last: date | None, record: str) -> int:
    """It is this record that ran out when it could be used on its last day, and neither on the next nor today."""
    zone, today = ZoneInfo(session.get_one(Case, witness.case_id).time_zone), _today(session, witness)
    if last is None or last >= today:
        return 0
    sent = [
        one
        for one in _out(session, witness.case_id, witness.reference)
        if one.issued_at is not None and one.issued_at.astimezone(zone).date() <= last
    ]
    records = history(session, [witness.key])[witness.key] if sent else []
    over = [
        one
        for one in sent
        if may_use(one, witness, records, last)
        and not may_use(one, witness, records, last + timedelta(days=1))
        and not may_use(one, witness, records, today)
        and not one.is_marked(session, witness.reference, record)
    ]
    for one in over:
        one.mark(session, SYSTEM, Ended(witness.reference, record, RecallCause.EXPIRED, last))
    return len(over)


def _today(session: Session, witness: Witness) -> date:
    return today_in(session.get_one(Case, witness.case_id).time_zone)


@housekeeping
def mark_what_ran_out(engine: Engine, _settings: Settings) -> None:
    """As days pass. Two workers at once mark once: the later one begins anew an hour after."""
    with write_session(engine) as session:
        try:
            mark_expired(session)
            session.commit()
        except IntegrityError:
            session.rollback()
