"""What the page of a unit shows, gathered in a constant number of statements."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_
from sqlmodel import Session, col, select

from casework.sources.models import Preference
from casework.subjects import Actor
from casework.units import answers, claims, preferring, services, sources
from casework.units.claims import Claim
from casework.units.emblems import EmblemShown, emblems_of
from casework.units.models import Individual, Posting, Unit, UnitName, UnitRelation, Vacancy
from casework.units.sources import POSTING, RELATION, VACANCY, Sources
from casework.vocabulary import Answer

MOST = 300


@dataclass(frozen=True)
class Standing:
    """How a claim stands to those that compete with it: whether there are any, and whether somebody prefers it."""

    is_contested: bool = False
    preference: Preference | None = None


@dataclass(frozen=True)
class RelationShown:
    """A relation with the unit at its other end, its sources, and what it answers for the day asked for."""

    row: UnitRelation
    other: Unit
    sources: Sources
    answer: Answer | None = None
    standing: Standing = Standing()


@dataclass(frozen=True)
class PostingShown:
    """A posting with the individual and the unit, its sources, and what it answers for the day asked for."""

    row: Posting
    individual: Individual
    unit: Unit
    sources: Sources
    answer: Answer | None = None
    standing: Standing = Standing()


@dataclass(frozen=True)
class VacancyShown:
    """A claim that nobody commanded, its sources, and what it answers for the day asked for."""

    row: Vacancy
    sources: Sources
    answer: Answer | None = None
    standing: Standing = Standing()


@dataclass(frozen=True)
class Branch:
    """A unit further down, and what stands under it."""

    row: UnitRelation
    unit: Unit
    answer: Answer | None
    under: Sequence["Branch"]


@dataclass(frozen=True)
class UnitFile:
    """Everything on a unit's page."""

    unit: Unit
    names: Sequence[UnitName]
    emblems: Sequence[EmblemShown]
    above: Sequence[RelationShown]
    below: Sequence[RelationShown]
    postings: Sequence[PostingShown]
    vacancies: Sequence[VacancyShown]
    chain: answers.ChainOn | None
    # The sources of every claim in `chain`, by kind and key.
    said: Mapping[str, Mapping[int, Sources]]
    # Of those claims, the preferred ones, by kind and key.
    preferred: Mapping[preferring.Key, Preference]
    branches: Mapping[int, Sequence[Branch]]
    is_cut_short: bool


def unit_file(session: Session, actor: Actor, unit: Unit, day: date | None) -> UnitFile:
    """The page of a unit; with a day, also who commanded it then and under whom it stood."""
    is_here = or_(col(UnitRelation.child_id) == unit.key, col(UnitRelation.parent_id) == unit.key)
    statement = select(UnitRelation).where(is_here).order_by(col(UnitRelation.starts), col(UnitRelation.id))
    rows = session.exec(statement.limit(MOST + 1)).all()
    postings = services.postings_of(session, unit=unit)
    vacancies = _vacancies(session, unit)
    standing = standings(session, [*rows[:MOST], *postings, *vacancies])
    relations = _relations(session, actor, unit, rows[:MOST], day, standing)
    chain = answers.chain_on(session, unit, day) if day else None
    return UnitFile(
        unit=unit,
        names=services.names_of(session, unit),
        emblems=emblems_of(session, actor, unit),
        above=[shown for shown in relations if shown.row.child_id == unit.key],
        below=[shown for shown in relations if shown.row.parent_id == unit.key],
        postings=postings_shown(session, actor, postings, day, standing),
        vacancies=_vacancies_shown(session, actor, vacancies, day, standing),
        chain=chain,
        said=said_of(session, actor, chain) if chain else {},
        preferred=preferred_in(session, chain) if chain else {},
        branches=_branches(session, unit, day),
        is_cut_short=len(rows) > MOST,
    )


def said_of(session: Session, actor: Actor, chain: answers.ChainOn) -> dict[str, dict[int, Sources]]:
    """Whose word each claim of the answer is, in one statement for each kind of claim."""
    found = {}
    for kind, keys in chain.facts().items():
        said = sources.sources_of(session, actor, kind, keys) if keys else {}
        found[kind] = {key: said.get(key, Sources()) for key in keys}
    return found


def preferred_in(session: Session, chain: answers.ChainOn) -> dict[preferring.Key, Preference]:
    """Which claims of the answer somebody prefers; the answer is the same without."""
    return preferring.preferences_of(session, ((kind, key) for kind, keys in chain.facts().items() for key in keys))


Standings = Mapping[preferring.Key, Standing]


def standings(session: Session, rows: Sequence[Claim]) -> Standings:
    """How these claims stand to one another, in one statement."""
    chosen = preferring.preferences_of(session, [preferring.key_of(row) for row in rows])
    competing = preferring.contested(rows)
    return {key: Standing(key in competing, chosen.get(key)) for key in map(preferring.key_of, rows)}


def _vacancies(session: Session, unit: Unit) -> Sequence[Vacancy]:
    statement = select(Vacancy).where(Vacancy.unit_id == unit.key).order_by(col(Vacancy.starts), col(Vacancy.id))
    return session.exec(statement.limit(MOST)).all()


def _vacancies_shown(
    session: Session, actor: Actor, rows: Sequence[Vacancy], day: date | None, standing: Standings
) -> list[VacancyShown]:
    said: Mapping[int, Sources] = sources.sources_of(session, actor, VACANCY, {row.key for row in rows})
    return [
        VacancyShown(row, said.get(row.key, Sources()), _answer(row, day), standing[VACANCY, row.key]) for row in rows
    ]


def postings_shown(
    session: Session,
    actor: Actor,
    postings: Sequence[Posting],
    day: date | None = None,
    standing: Standings | None = None,
) -> list[PostingShown]:
    """Postings with all that belongs to them, in three statements."""
    people = services.individuals_by_id(session, {row.individual_id for row in postings})
    units = services.units_by_id(session, {row.unit_id for row in postings})
    said = sources.sources_of(session, actor, POSTING, {row.key for row in postings})
    return [
        PostingShown(
            row,
            people[row.individual_id],
            units[row.unit_id],
            said.get(row.key, Sources()),
            _answer(row, day),
            (standing or {}).get((POSTING, row.key), Standing()),
        )
        for row in postings
    ]


def _relations(
    session: Session, actor: Actor, unit: Unit, rows: Sequence[UnitRelation], day: date | None, standing: Standings
) -> list[RelationShown]:
    said: Mapping[int, Sources] = sources.sources_of(session, actor, RELATION, {row.key for row in rows})
    others = services.units_by_id(session, {row.parent_id for row in rows} | {row.child_id for row in rows})
    return [
        RelationShown(
            row,
            others[row.parent_id if row.child_id == unit.key else row.child_id],
            said.get(row.key, Sources()),
            _answer(row, day),
            standing[RELATION, row.key],
        )
        for row in rows
    ]


def _branches(session: Session, unit: Unit, day: date | None) -> dict[int, list[Branch]]:
    """What stands under each direct subordinate, by unit; no unit twice on one way down."""
    rows = claims.relations_below(session, unit.key, limit=MOST)
    units = services.units_by_id(session, {row.child_id for row in rows})
    under: dict[int, list[UnitRelation]] = defaultdict(list)
    for row in rows:
        under[row.parent_id].append(row)
    left = [MOST]

    def grow(parent: int, way: frozenset[int]) -> list[Branch]:
        grown = []
        for row in under[parent]:
            if row.child_id not in way and left[0] > 0:
                left[0] -= 1
                below = grow(row.child_id, way | {row.child_id})
                grown.append(Branch(row, units[row.child_id], _answer(row, day), below))
        return grown

    return {row.child_id: grow(row.child_id, frozenset({unit.key, row.child_id})) for row in under[unit.key]}


def _answer(row: Claim, day: date | None) -> Answer | None:
    return claims.period_of(row).on(day) if day and not row.withdrawn else None
