"""Consent on record: write a record, take it back, and ask what stands."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require, visible_cases
from casework.db import UNFILTERED, now
from casework.errors import Invalid
from casework.i18n import _, format_date
from casework.subjects import Actor
from casework.vocabulary import AgeBand, ConsentGiver, ConsentScope
from casework.witnesses.consent import Answer, ConsentRecord, Decision, RecipientList, RecipientRef, may_be_used
from casework.witnesses.given import GivenConsent as GivenConsent  # part of what this module offers
from casework.witnesses.given import check_given, has_yes
from casework.witnesses.models import Consent, Witness

WARN_DAYS = 30
# What higher floors do when consent was recorded or taken back, in the same transaction: dossiers that went out are marked.
Follow = Callable[[Session, Actor, Witness, Consent], None]
_after_record: list[Follow] = []
KIND, BODY = "kind:", "body:"


def record_consent(session: Session, actor: Actor, *, witness: Witness, given: GivenConsent, zone: str) -> Consent:
    """Write down one consent; it is never edited afterwards (Murad Code, principle 2: informed and documented).

    `zone` is the case's time zone: its today is the last day that may be written. Raises Invalid.
    """
    require(session, actor, Permission.CONSENT_RECORD, witness.subject)
    check_given(given, today_in(zone), of_child=witness.age_band.is_child)
    answers = {
        str(scope): {"answer": str(decision), "condition": given.conditions.get(scope, "").strip()}
        for scope, decision in given.decisions.items()
    }
    row = _new_row(session, actor, witness, given.given_on, answers)
    row.given_by, row.child_assented, row.form = given.given_by, given.child_assented, given.form
    row.language, row.how_explained, row.expires_on = given.language, given.how_explained, given.expires_on
    row.recipients_allowed, row.recipients_excluded = _written(given.allowed), _written(given.excluded)
    return _keep(session, actor, witness, row, "consent.recorded")


def withdraw_consent(
    session: Session, actor: Actor, *, witness: Witness, on: date, scopes: Iterable[str], not_recallable: str, zone: str
) -> Consent:
    """Take consent back for some scopes, from that day on; every later use asks and is told no.

    `not_recallable` says what had left before and cannot be called back. Raises Invalid for a day in the future, no
    scope, or a day before a consent that it would have to take back: it would be without effect.
    """
    require(session, actor, Permission.CONSENT_RECORD, witness.subject)
    chosen = sorted(set(scopes))
    if not chosen:
        raise Invalid(fields={"scopes": _("Choose at least one use that is no longer allowed.")})
    if on > today_in(zone):
        raise Invalid(fields={"withdrawn_on": _("This day is in the future. A withdrawal holds at once.")})
    newest = max(
        (r.effective for r in history(session, [witness.key])[witness.key] if _yes_in(r, chosen)), default=None
    )
    if newest is not None and on < newest:
        text = _(
            "A consent of %(day)s is newer and would still stand. Give that day or a later one.",
            day=format_date(newest),
        )
        raise Invalid(fields={"withdrawn_on": text})
    answers = {str(scope): {"answer": str(Decision.WITHDRAWN), "condition": ""} for scope in chosen}
    row = _new_row(session, actor, witness, on, answers)
    row.is_withdrawal, row.not_recallable = True, not_recallable.strip()
    _keep(session, actor, witness, row, "consent.withdrawn")
    return row


def after_record(function: Follow) -> Follow:
    """Register what follows a new consent or a withdrawal; it sees the new record."""
    if function not in _after_record:
        _after_record.append(function)
    return function


def consents_of(session: Session, witness: Witness) -> Sequence[Consent]:
    """The whole history of one witness, newest first."""
    newest = (col(Consent.given_on).desc(), col(Consent.sequence).desc())
    return session.exec(select(Consent).where(Consent.witness_id == witness.key).order_by(*newest)).all()


def history(session: Session, witness_ids: Iterable[int]) -> dict[int, list[ConsentRecord]]:
    """The records of these witnesses as the rule reads them; a witness without records has an empty list."""
    found: dict[int, list[ConsentRecord]] = {key: [] for key in witness_ids}
    whose = select(Consent, Witness.age_band).join(Witness, col(Witness.id) == Consent.witness_id)
    statement = whose.where(col(Consent.witness_id).in_(found)).order_by(col(Consent.sequence))
    # Who asks about these people knows them already; a refusal that the reader may not see refuses all the same.
    for row, age_band in session.exec(statement, execution_options=UNFILTERED):
        found[row.witness_id].append(as_record(row, of_child=AgeBand(age_band).is_child))
    return found


def as_record(row: Consent, *, of_child: bool) -> ConsentRecord:
    """A stored consent as the rule reads it; `of_child`: the witness is one today.

    The day counts from the moment of writing at the latest: east of Greenwich a day begins before UTC's does, and a
    withdrawal must not wait for it.
    """
    answers: Mapping[str, Mapping[str, str]] = row.answers
    return ConsentRecord(
        ref=f"C{row.sequence}",
        sequence=row.sequence,
        effective=min(row.given_on, row.created_at.date()),
        decisions={scope: _decision(answer["answer"]) for scope, answer in answers.items()},
        conditions={scope: answer.get("condition", "") for scope, answer in answers.items()},
        allowed=_read(row.recipients_allowed),
        excluded=_read(row.recipients_excluded),
        expires_on=row.expires_on,
        of_child=of_child,
        by_guardian=row.given_by is ConsentGiver.GUARDIAN,
        child_assented=row.child_assented is True,
    )


def standing(
    records: Iterable[ConsentRecord], on: date, recipient: RecipientRef | None = None
) -> dict[ConsentScope, Answer]:
    """What each scope's answer is on that day."""
    kept = list(records)
    return {scope: may_be_used(kept, scope, recipient, on) for scope in ConsentScope}


def today_in(zone: str) -> date:
    """The date that it is now in an IANA time zone."""
    return now().astimezone(ZoneInfo(zone)).date()


@dataclass(frozen=True)
class RunningOut:
    """A consent that still stands and soon will not."""

    witness: Witness
    expires_on: date
    scopes: tuple[ConsentScope, ...]


def consents_running_out(
    session: Session, actor: Actor, within_days: int = WARN_DAYS, limit: int = 20
) -> list[RunningOut]:
    """Consents in the actor's cases that end within so many days, the first to end first; at most `limit`."""
    today = now().date()
    ending = (
        select(Witness)
        .join(Consent, col(Consent.witness_id) == col(Witness.id))
        .where(col(Witness.case_id).in_(visible_cases(actor)))
        .where(col(Consent.expires_on).between(today, today + timedelta(days=within_days)))
        .group_by(col(Witness.id))
        .order_by(func.min(Consent.expires_on), col(Witness.id))
        .limit(limit * 5)  # some have been renewed or withdrawn since
    )
    witnesses = session.exec(ending).all()
    records = history(session, [witness.key for witness in witnesses])
    found = [running_out(witness, records[witness.key], today, within_days) for witness in witnesses]
    return sorted((one for one in found if one is not None), key=lambda one: one.expires_on)[:limit]


def running_out(
    witness: Witness, records: list[ConsentRecord], today: date, within_days: int = WARN_DAYS
) -> RunningOut | None:
    """The scopes whose standing consent ends within so many days, or None."""
    last = today + timedelta(days=within_days)
    ends = {
        s: a.expires_on
        for s, a in standing(records, today).items()
        if a.allowed and a.expires_on and a.expires_on <= last
    }
    return RunningOut(witness, min(ends.values()), tuple(ends)) if ends else None


def _new_row(session: Session, actor: Actor, witness: Witness, on: date, answers: dict[str, dict[str, str]]) -> Consent:
    session.exec(select(Witness.id).where(Witness.id == witness.key).with_for_update()).one()  # two records queue here
    last = session.exec(select(func.max(Consent.sequence)).where(Consent.witness_id == witness.key)).one()
    number = (last or 0) + 1
    return Consent(
        case_id=witness.case_id,
        witness_id=witness.key,
        sequence=number,
        given_on=on,
        answers=answers,
        recorded_by=actor.id,
    )


def _keep(session: Session, actor: Actor, witness: Witness, row: Consent, action: str) -> Consent:
    session.add(row)
    session.flush()
    answers = {scope: answer["answer"] for scope, answer in row.answers.items()}
    audit.record(
        session, actor, action, witness.subject, record=f"C{row.sequence}", on=row.given_on.isoformat(), answers=answers
    )
    for follow in _after_record:
        follow(session, actor, witness, row)
    return row


def _yes_in(record: ConsentRecord, scopes: Iterable[str]) -> bool:
    return has_yes(record.decisions[scope] for scope in scopes if scope in record.decisions)


def _decision(word: str) -> Decision:
    try:
        return Decision(word)
    except ValueError:
        return Decision.NO


def _written(recipients: RecipientList) -> list[str]:
    return [KIND + kind for kind in sorted(recipients.kinds)] + [BODY + key for key in sorted(recipients.keys)]


def _read(stored: Iterable[str]) -> RecipientList:
    entries = list(stored)
    kinds = frozenset(entry.removeprefix(KIND) for entry in entries if entry.startswith(KIND))
    return RecipientList(kinds, frozenset(entry.removeprefix(BODY) for entry in entries if not entry.startswith(KIND)))
