"""A question as one statement over the records of a case, which the session then narrows to what its reader may see."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, or_
from sqlmodel import Session, col, select

from casework import dates
from casework.access import Permission, require
from casework.allegations.models import Allegation, AllegationParagraph, AllegationVictim
from casework.allegations.narrowing import STRONG, rests_on
from casework.analysis.asking import About, Question, Sureness
from casework.cases.models import Case
from casework.incidents.models import Incident, Victim
from casework.search.containing import contains
from casework.subjects import Actor
from casework.testimonies.models import Testimony
from casework.units.claims import relation_of, relations_below
from casework.units.models import Unit
from casework.vocabulary import Confidence
from casework.witnesses.consent import may_be_used
from casework.witnesses.consents import history, today_in
from casework.witnesses.models import Witness

MODELS: dict[About, Any] = {
    About.ALLEGATIONS: Allegation, About.INCIDENTS: Incident, About.VICTIMS: Victim, About.TESTIMONIES: Testimony,
}  # fmt: skip
MOST_RELATIONS, MOST_WITNESSES = 20_000, 30_000
Condition = ColumnElement[bool]


def statement_of(session: Session, actor: Actor, case: Case, question: Question) -> Select[Any]:
    """The records that answer, to be paged by their id. Two further statements at most. Raises Forbidden."""
    require(session, actor, Permission.ANALYSIS_VIEW, case.subject)
    model = MODELS[question.about]
    found: Select[Any] = select(model).where(model.case_id == case.key)
    if question.status is not None and question.about is not About.VICTIMS:
        found = found.where(col(model.status) == question.status)
    units = _units(session, question)
    consenting = _consenting(session, case, question)
    return found.where(*_CONDITIONS[question.about](question, units, consenting))


def _of_allegations(question: Question, units: Collection[int], consenting: Collection[int] | None) -> list[Condition]:
    found = _linked(question, units)
    if question.place or question.on:
        found.append(col(Allegation.incident_id).in_(select(Incident.id).where(*_happened(question))))
    if question.asks_of_victims:
        tied = select(AllegationVictim.allegation_id).join(Victim).where(*_suffered(question))
        found.append(col(Allegation.id).in_(tied))
    if consenting is not None:
        found.append(col(Allegation.id).in_(_resting_on(consenting, AllegationParagraph.allegation_id)))
    return found


def _of_incidents(question: Question, units: Collection[int], consenting: Collection[int] | None) -> list[Condition]:
    found = _happened(question)
    if question.act is not None:
        found.append(_holds(Incident.acts, question.act))
    if question.asks_of_allegations or consenting is not None:
        linked = select(Allegation.incident_id).where(*_linked(question, units, act=False))
        if consenting is not None:
            linked = linked.where(col(Allegation.id).in_(_resting_on(consenting, AllegationParagraph.allegation_id)))
        found.append(col(Incident.id).in_(linked))
    if question.asks_of_victims:
        found.append(col(Incident.id).in_(select(Victim.incident_id).where(*_suffered(question))))
    return found


def _of_victims(question: Question, units: Collection[int], consenting: Collection[int] | None) -> list[Condition]:
    found = _suffered(question)
    if question.place or question.on:
        found.append(col(Victim.incident_id).in_(select(Incident.id).where(*_happened(question))))
    if question.act is not None or question.asks_of_allegations or consenting is not None:
        linked = select(AllegationVictim.victim_id).join(Allegation).where(*_linked(question, units))
        if consenting is not None:
            linked = linked.where(col(Allegation.id).in_(_resting_on(consenting, AllegationParagraph.allegation_id)))
        found.append(col(Victim.id).in_(linked))
    return found


def _of_testimonies(question: Question, units: Collection[int], consenting: Collection[int] | None) -> list[Condition]:
    found: list[Condition] = [] if consenting is None else [col(Testimony.witness_id).in_(consenting)]
    of_allegation = _of_allegations(question, units, None)
    if of_allegation:
        tied = select(AllegationParagraph.testimony_id).join(Allegation).where(*of_allegation)
        found.append(col(Testimony.id).in_(tied.where(col(AllegationParagraph.is_contrary).is_(False))))
    return found


_CONDITIONS = {
    About.ALLEGATIONS: _of_allegations, About.INCIDENTS: _of_incidents, About.VICTIMS: _of_victims,
    About.TESTIMONIES: _of_testimonies,
}  # fmt: skip


def _linked(question: Question, units: Collection[int], *, act: bool = True) -> list[Condition]:
    """What is asked of an allegation: all of it of one and the same."""
    found: list[Condition] = []
    if act and question.act is not None:
        found.append(col(Allegation.act) == question.act)
    if question.unit:
        found.append(col(Allegation.unit_id).in_(units))
    if question.only_strong or question.basis:
        found.append(rests_on(STRONG if question.basis is None else [question.basis]))
    if question.at_least is not None:
        found.append(col(Allegation.confidence).in_([one for one in Confidence if one.is_at_least(question.at_least)]))
    return found


def _happened(question: Question) -> list[Condition]:
    """What is asked of an incident: its place, and its time: it can have met the time asked for, or cannot have left it."""
    found: list[Condition] = []
    if question.place:
        names = (Incident.place, Incident.place_ar, Incident.district, Incident.governorate)
        found.append(contains(question.place, *names))
    if question.on:
        span, starts, ends = dates.parse(question.on), col(Incident.earliest), col(Incident.ends_latest)
        sure = question.sureness is Sureness.DEFINITELY
        if span.earliest is not None:
            found.append(starts >= span.earliest if sure else or_(ends.is_(None), ends >= span.earliest))
        if span.latest is not None:
            found.append(ends <= span.latest if sure else or_(starts.is_(None), starts <= span.latest))
    return found


def _suffered(question: Question) -> list[Condition]:
    found: list[Condition] = []
    if question.harm is not None:
        found.append(_holds(Victim.harms, question.harm))
    if question.sex is not None:
        found.append(col(Victim.sex) == question.sex)
    if question.age_band is not None:
        found.append(col(Victim.age_band) == question.age_band)
    return found


def _holds(column: Any, word: str) -> Condition:
    """A list of words in a JSON column has this one."""
    return cast(col(column), String).like(f'%"{word}"%')


def _resting_on(consenting: Collection[int], column: Any) -> Any:
    told = and_(col(Testimony.witness_id).in_(consenting), col(AllegationParagraph.is_contrary).is_(False))
    return select(column).join(Testimony).where(told)


def _units(session: Session, question: Question) -> set[int]:
    """The unit and, when asked, what may have stood under it on any day of the time asked for."""
    key = session.exec(select(Unit.id).where(Unit.reference == question.unit)).first() if question.unit else None
    if key is None:
        return set()
    found = {key}
    if question.with_subordinates:
        below = [relation_of(row) for row in relations_below(session, key, limit=MOST_RELATIONS)]
        span = dates.parse(question.on)
        links = [link for link in below if link.kind.carries_orders and _meets(link.period.possible, span)]
        while fresh := {link.child for link in links if link.parent in found} - found:
            found |= fresh
    return found


def _meets(possible: tuple[Any, Any], span: dates.Span) -> bool:
    first, last = possible
    return (span.latest is None or first <= span.latest) and (span.earliest is None or span.earliest <= last)


def _consenting(session: Session, case: Case, question: Question) -> list[int] | None:
    """The witnesses who allow this use today, no recipient named; None when it is not asked."""
    if question.consent is None:
        return None
    ids = session.exec(select(Witness.id).where(Witness.case_id == case.key).limit(MOST_WITNESSES)).all()
    records, today = history(session, [key for key in ids if key is not None]), today_in(case.time_zone)
    return [key for key, rows in records.items() if may_be_used(rows, question.consent, None, today).allowed]
