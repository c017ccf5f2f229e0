"""The chain of command asked of the database: who commanded, under whom, on a day; for pages, dossiers and commands."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from casework.units import claims, services
from casework.units.answered import ChainOn, CommandOn, HolderOn, LinkOn, VacantOn
from casework.units.chain import Forces, Step
from casework.units.command import Command, Holder, Post
from casework.units.command import Vacancy as EmptyPost
from casework.units.models import Individual, Posting, Unit, UnitRelation, Vacancy

__all__ = ["ChainOn", "CommandOn", "HolderOn", "Known", "LinkOn", "VacantOn", "chain_on", "commanders_on", "load"]


@dataclass(frozen=True)
class Known:
    """What is said of some units and of everything above them, read once and asked for as many days as one likes."""

    units: Mapping[int, Unit]
    relations: Mapping[int, UnitRelation]
    postings: Mapping[int, Posting]
    vacancies: Mapping[int, Vacancy]
    people: Mapping[int, Individual]
    forces: Forces

    def command(self, unit_id: int, day: date) -> CommandOn:
        """Who commanded one unit on the day."""
        return self._named(self.forces.command_of(unit_id, day), day)

    def chain(self, unit_id: int, day: date) -> ChainOn:
        """Every way up from the unit on the day, with the command of every unit on it."""
        found = self.forces.chain(unit_id, day)
        return ChainOn(
            day=day,
            commands=tuple(self._named(each, day) for each in found.commands),
            paths=found.paths,
            links=tuple(self._link(step, day) for step in found.links),
            units=self.units,
            loops=found.loops,
            is_cut_short=found.is_cut_short,
        )

    def _named(self, said: Command, day: date) -> CommandOn:
        return CommandOn(
            unit=self.units[said.unit],
            answer=said.answer,
            holders=tuple(self._holder(holder, day) for holder in said.holders),
            vacancies=tuple(
                VacantOn(self.vacancies[each.vacancy.id], each.answer, each.vacancy.period.gaps(day))
                for each in said.vacancies
            ),
            before=self._nearest(said.before),
            after=self._nearest(said.after),
        )

    def _holder(self, holder: Holder, day: date) -> HolderOn:
        post = holder.post
        rivals = [each for each in holder.against if isinstance(each, Post)]
        return HolderOn(
            individual=self.people[post.individual],
            posting=self.postings[post.id],
            answer=holder.answer,
            gaps=post.period.gaps(day),
            rivals=tuple((self.people[each.individual], self.postings[each.id]) for each in rivals),
            vacancies=tuple(self.vacancies[each.id] for each in holder.against if isinstance(each, EmptyPost)),
        )

    def _nearest(self, post: Post | None) -> tuple[Individual, Posting] | None:
        return (self.people[post.individual], self.postings[post.id]) if post else None

    def _link(self, step: Step, day: date) -> LinkOn:
        return LinkOn(
            child=self.units[step.child],
            parent=self.units[step.parent],
            kind=step.kind,
            answer=step.answer,
            rows=tuple((self.relations[each.id], each.period.gaps(day)) for each in step.claims),
            against=tuple(self.relations[each.id] for each in step.against),
        )


def load(session: Session, unit_ids: Collection[int], *, upwards: bool = True) -> Known:
    """What is said of these units and (unless told otherwise) of everything above them, in five statements at most."""
    rows = claims.relations_above(session, unit_ids) if upwards else ()
    units = services.units_by_id(session, {*unit_ids, *(row.parent_id for row in rows)})
    postings = _standing(session, Posting, units)
    vacancies = _standing(session, Vacancy, units)
    people = services.individuals_by_id(session, {posting.individual_id for posting in postings.values()})
    forces = Forces(
        [claims.relation_of(row) for row in rows],
        [claims.post_of(row) for row in postings.values()],
        [claims.vacancy_of(row) for row in vacancies.values()],
    )
    return Known(units, {row.key: row for row in rows}, postings, vacancies, people, forces)


def commanders_on(session: Session, unit_ids: Collection[int], day: date) -> dict[int, CommandOn]:
    """Who commanded each of these units on the day, by unit, in a constant number of statements."""
    known = load(session, set(unit_ids), upwards=False)
    return {key: known.command(key, day) for key in known.units}


def chain_on(session: Session, unit: Unit, day: date) -> ChainOn:
    """Every way up from the unit on the day with the command of every unit on it, in a constant number of statements."""
    return load(session, [unit.key]).chain(unit.key, day)


def _standing(session: Session, model: Any, unit_ids: Iterable[int]) -> dict[int, Any]:
    """The postings or vacancies of units that nobody took back, by key."""
    statement = select(model).where(col(model.unit_id).in_(list(unit_ids)), model.withdrawn == "")
    return {row.key: row for row in session.exec(statement.order_by(col(model.id)))}
