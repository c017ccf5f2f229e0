"""The witness's consent as testimonies need it: may the account be stored, and what has to be kept in mind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, or_, select

from casework.cases.models import Case
from casework.db import UNFILTERED
from casework.errors import Cause, Refused
from casework.evidence.leaving import givers_in, objects_to_leaving
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.i18n.labels import label
from casework.testimonies.models import ParagraphExhibit, Testimony
from casework.vocabulary import ConsentScope
from casework.witnesses.consent import ConsentRecord, Reason, may_be_used
from casework.witnesses.consents import history, standing, today_in
from casework.witnesses.models import Witness

MOST_CONNECTED = 20


@dataclass(frozen=True)
class ConsentShown:
    """What must be known beside a statement: uses that are open, conditions to keep, uses that are closed."""

    allowed: tuple[str, ...]
    conditions: tuple[tuple[str, str], ...]
    taken_back: tuple[str, ...]
    may_store: bool
    has_record: bool


def require_consent_to_store(session: Session, *, case: Case, witness: Witness) -> None:
    """Raise Refused unless the witness agreed that what they say is stored (Murad Code, principle 2)."""
    records = history(session, [witness.key])[witness.key]
    if may_be_used(records, ConsentScope.STORE, None, today_in(case.time_zone)).allowed:
        return
    text = _("%(code)s has not consented that the account is stored.", code=witness.reference)
    place = {"case_ref": case.reference, "ref": witness.reference}
    raise Refused([Cause(text, witness.subject, "witnesses.show", place)])


def consent_shown(session: Session, *, case: Case, witness: Witness) -> ConsentShown:
    """What the witness's consent says today, in the reader's words."""
    records = history(session, [witness.key])[witness.key]
    answers = standing(records, today_in(case.time_zone))
    ended = (Reason.WITHDRAWN, Reason.EXPIRED)
    return ConsentShown(
        allowed=tuple(label(scope) for scope, answer in answers.items() if answer.reason is Reason.ALLOWED),
        conditions=conditions_in(records, today_in(case.time_zone)),
        taken_back=tuple(label(scope) for scope, answer in answers.items() if answer.reason in ended),
        may_store=answers[ConsentScope.STORE].allowed,
        has_record=bool(records),
    )


def conditions_in(records: Iterable[ConsentRecord], on: date) -> tuple[tuple[str, str], ...]:
    """Pairs (use, condition) that must be kept in mind on that day."""
    answers = standing(records, on)
    return tuple((label(scope), answer.condition) for scope, answer in answers.items() if answer.condition)


def connected_witnesses(session: Session, exhibit: Exhibit) -> Sequence[Witness]:
    """Who gave an exhibit (its source names their code) or speaks of it in a paragraph; at most twenty."""
    tied = select(Testimony.witness_id).join(ParagraphExhibit, col(ParagraphExhibit.testimony_id) == Testimony.id)
    speaks = col(Witness.id).in_(tied.where(ParagraphExhibit.exhibit_id == exhibit.key))
    gave = col(Witness.reference).in_(givers_in(exhibit.source))
    statement = select(Witness).where(Witness.case_id == exhibit.case_id, or_(speaks, gave))
    return session.exec(statement.order_by(col(Witness.id)).limit(MOST_CONNECTED)).all()


@objects_to_leaving
def giver_objects(session: Session, exhibit: Exhibit) -> list[Cause]:
    """A file is not handed out while a witness who gave it does not consent that it is kept and worked with."""
    codes = givers_in(exhibit.source)
    if not codes:
        return []
    case = session.get_one(Case, exhibit.case_id)
    statement = select(Witness).where(Witness.case_id == exhibit.case_id, col(Witness.reference).in_(codes))
    people = session.exec(statement, execution_options=UNFILTERED).all()  # also whom the reader may not see
    records, today = history(session, [witness.key for witness in people]), today_in(case.time_zone)
    causes = []
    for witness in people:
        asked = [
            may_be_used(records[witness.key], use, None, today) for use in (ConsentScope.STORE, ConsentScope.ANALYSE)
        ]
        if not all(answer.allowed for answer in asked):
            text = _("%(code)s, who gave this, does not consent that it is used.", code=witness.reference)
            place = {"case_ref": case.reference, "ref": witness.reference}
            causes.append(Cause(text, witness.subject, "witnesses.show", place))
    return causes
