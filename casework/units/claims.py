"""What is said of units: relations, postings and vacancies, each by somebody, at some time. Added or withdrawn, never overwritten.

Two sources that disagree are two claims; both stay.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from casework import audit, dates
from casework.access import Permission, require
from casework.errors import Cause, Invalid, NotFound, Refused
from casework.i18n import _
from casework.subjects import Actor, Subject
from casework.units import chain, command, loops, services, sources
from casework.units.models import Individual, Posting, Unit, UnitRelation, Vacancy
from casework.units.periods import Period
from casework.units.sources import POSTING, RELATION, VACANCY, SourceGiven
from casework.vocabulary import Confidence, PostingRole, RelationKind

Claim = UnitRelation | Posting | Vacancy
KINDS: dict[str, type[Any]] = {
    RELATION: UnitRelation,
    POSTING: Posting,
    VACANCY: Vacancy,
}


@dataclass(frozen=True)
class Said:
    """What every claim carries: when (each date with its precision), how sure, and who says so."""

    source: SourceGiven
    starts: str = ""
    ends: str = ""
    confidence: Confidence = Confidence.UNASSESSED
    note: str = ""


def relate_units(
    session: Session, actor: Actor, *, child: Unit, parent: Unit, kind: RelationKind, said: Said
) -> UnitRelation:
    """Record that `child` stood under `parent`. Raises Invalid, and Refused when it would close a circle."""
    require(session, actor, Permission.UNIT_EDIT)
    if child.key == parent.key:
        raise Invalid(fields={"other": _("A unit cannot stand under itself.")})
    starts, ends = _checked_period(said)
    relation = UnitRelation(
        child_id=child.key, parent_id=parent.key, kind=kind, starts=starts, ends=ends, confidence=said.confidence
    )
    _refuse_circle(session, relation)
    relation.note, relation.added_by = said.note, actor.id
    session.add(relation)
    session.flush()
    sources.add_source(session, actor, kind=RELATION, fact_id=relation.key, about=child.subject, given=said.source)
    audit.record(session, actor, "unit.related", child.subject, parent=parent.reference, kind=kind.value)
    return relation


def record_posting(
    session: Session, actor: Actor, *, unit: Unit, individual: Individual, role: PostingRole, rank: str, said: Said
) -> Posting:
    """Record that an individual is alleged to have held a role in a unit. Raises Invalid."""
    require(session, actor, Permission.UNIT_EDIT)
    starts, ends = _checked_period(said)
    posting = Posting(
        unit_id=unit.key,
        individual_id=individual.key,
        role=role,
        rank=rank.strip(),
        starts=starts,
        ends=ends,
        confidence=said.confidence,
        note=said.note,
        added_by=actor.id,
    )
    session.add(posting)
    session.flush()
    sources.add_source(session, actor, kind=POSTING, fact_id=posting.key, about=unit.subject, given=said.source)
    audit.record(session, actor, "posting.recorded", unit.subject, individual=individual.reference, role=role.value)
    return posting


def record_vacancy(session: Session, actor: Actor, *, unit: Unit, said: Said) -> Vacancy:
    """Record that, as a source says, nobody commanded a unit. Raises Invalid."""
    require(session, actor, Permission.UNIT_EDIT)
    starts, ends = _checked_period(said)
    vacancy = Vacancy(
        unit_id=unit.key, starts=starts, ends=ends, confidence=said.confidence, note=said.note, added_by=actor.id
    )
    session.add(vacancy)
    session.flush()
    sources.add_source(session, actor, kind=VACANCY, fact_id=vacancy.key, about=unit.subject, given=said.source)
    audit.record(session, actor, "vacancy.recorded", unit.subject)
    return vacancy


def get_claim(session: Session, actor: Actor, kind: str, claim_id: int) -> Claim:
    """One claim by its number. Raises Forbidden, NotFound."""
    require(session, actor, Permission.UNIT_VIEW)
    claim: Claim | None = session.get(KINDS[kind], claim_id) if kind in KINDS else None
    if claim is None:
        raise NotFound
    return claim


def kind_of(claim: Claim) -> str:
    """What a claim is called where its sources are kept."""
    return next(kind for kind, model in KINDS.items() if isinstance(claim, model))


def unit_of(session: Session, claim: Claim) -> Unit:
    """The unit that a claim is about: the lower one of a relation."""
    unit_id = claim.child_id if isinstance(claim, UnitRelation) else claim.unit_id
    return services.units_by_id(session, {unit_id})[unit_id]


def withdraw_claim(session: Session, actor: Actor, *, claim: Claim, about: Subject, reason: str) -> None:
    """Take a claim back: it stays readable with the reason, and answers no question any more. Raises Invalid."""
    require(session, actor, Permission.UNIT_EDIT)
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why the claim is taken back.")})
    session.refresh(claim, with_for_update=True)
    if not claim.withdrawn:
        claim.withdrawn = reason.strip()
        session.flush()
        audit.record(session, actor, "claim.withdrawn", about, fact=kind_of(claim), fact_id=claim.key)


def period_of(claim: Claim) -> Period:
    """When a claim held, as bounds."""
    return Period(dates.parse(claim.starts), dates.parse(claim.ends))


def relation_of(row: UnitRelation) -> chain.Relation:
    """A stored relation as the pure rules know it; 0 stands for one that is not stored yet."""
    return chain.Relation(row.id or 0, row.child_id, row.parent_id, row.kind, period_of(row))


def post_of(row: Posting) -> command.Post:
    """A stored posting as the pure rules know it."""
    return command.Post(row.key, row.unit_id, row.individual_id, row.role, period_of(row))


def vacancy_of(row: Vacancy) -> command.Vacancy:
    """A stored vacancy as the pure rules know it."""
    return command.Vacancy(row.key, row.unit_id, period_of(row))


def relations_above(session: Session, unit_ids: Iterable[int]) -> Sequence[UnitRelation]:
    """Every relation on any way up from the units, in one recursive statement, which ends even in a circle."""
    ids = list(unit_ids)
    stands = col(UnitRelation.withdrawn) == ""
    parent, child = col(UnitRelation.parent_id), col(UnitRelation.child_id)
    above = sa_select(parent.label("unit_id")).where(child.in_(ids), stands).cte("above", recursive=True)
    higher = sa_select(parent).join(above, child == above.c.unit_id)
    above = above.union(higher.where(stands))
    is_on_the_way = or_(child.in_(ids), child.in_(sa_select(above.c.unit_id)))
    return session.exec(select(UnitRelation).where(is_on_the_way, stands).order_by(col(UnitRelation.id))).all()


def relations_below(session: Session, unit_id: int, *, limit: int) -> Sequence[UnitRelation]:
    """Every relation on any way down from the unit, in one recursive statement, which ends even in a circle."""
    parent, child, stands = col(UnitRelation.parent_id), col(UnitRelation.child_id), col(UnitRelation.withdrawn) == ""
    below = sa_select(child.label("unit_id")).where(parent == unit_id, stands).cte("below", recursive=True)
    below = below.union(sa_select(child).join(below, parent == below.c.unit_id).where(stands))
    is_on_the_way = or_(parent == unit_id, parent.in_(sa_select(below.c.unit_id)))
    statement = select(UnitRelation).where(is_on_the_way, stands).order_by(col(UnitRelation.id)).limit(limit)
    return session.exec(statement).all()


def _checked_period(said: Said) -> tuple[str, str]:
    """Both dates in stored form. Raises Invalid: unreadable, or the end before the start; or no source."""
    sources.check_source(said.source)
    starts, ends = sources.read_date(said.starts, "starts"), sources.read_date(said.ends, "ends")
    if not Period(dates.parse(starts), dates.parse(ends)).is_consistent:
        raise Invalid(fields={"ends": _("This ends before it begins.")})
    return starts, ends


def _refuse_circle(session: Session, relation: UnitRelation) -> None:
    known = [relation_of(row) for row in relations_above(session, [relation.parent_id])]
    circle = loops.closing_loop(known, relation_of(relation))
    if not circle:
        return
    units = services.units_by_id(session, set(circle))
    way = " → ".join(units[each].reference for each in (*circle, circle[0]))
    text = _("This would put a unit above itself: %(way)s. Date the relations apart, or withdraw one.", way=way)
    lowest = units[circle[0]]
    raise Refused([Cause(text, lowest.subject, "units.show", {"ref": lowest.reference})])
