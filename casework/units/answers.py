"""The chain of command asked of the database: who commanded, under whom, on a day; for pages and dossiers alike."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from casework.units import chain, claims, services
from casework.units.models import Individual, Posting, Unit
from casework.vocabulary import Answer


@dataclass(frozen=True)
class HolderOn:
    """An alleged holder of a post on the day asked for."""

    individual: Individual
    posting: Posting
    answer: Answer


@dataclass(frozen=True)
class CommandOn:
    """A unit, how well its command is known on the day, and who may have held which post."""

    unit: Unit
    answer: Answer
    holders: tuple[HolderOn, ...]

    @property
    def commanders(self) -> tuple[HolderOn, ...]:
        return tuple(holder for holder in self.holders if holder.posting.role.is_command)


@dataclass(frozen=True)
class ChainOn:
    """The whole answer for one unit: its own command first, then every superior, and the ways up to them."""

    day: date
    commands: tuple[CommandOn, ...]
    paths: tuple[chain.Path, ...]
    units: Mapping[int, Unit]
    loops: tuple[tuple[int, ...], ...]
    is_cut_short: bool

    @property
    def circles(self) -> list[str]:
        """The circles met on the way up, as references."""
        return [" → ".join(self.units[key].reference for key in (*loop, loop[0])) for loop in self.loops]


def commanders_on(session: Session, unit_ids: Collection[int], day: date) -> dict[int, CommandOn]:
    """Who commanded each of these units on the day, by unit, in three statements."""
    units = services.units_by_id(session, set(unit_ids))
    postings = _postings_in(session, set(units))
    people = services.individuals_by_id(session, {posting.individual_id for posting in postings.values()})
    forces = chain.Forces(posts=[claims.post_of(posting) for posting in postings.values()])
    return {key: _named(forces.command_of(key, day), units, postings, people) for key in units}


def chain_on(session: Session, unit: Unit, day: date) -> ChainOn:
    """Every way up from the unit on the day with the command of every unit on it, in four statements."""
    relations = claims.relations_above(session, [unit.key])
    units = services.units_by_id(session, {unit.key, *(relation.parent_id for relation in relations)})
    postings = _postings_in(session, set(units))
    people = services.individuals_by_id(session, {posting.individual_id for posting in postings.values()})
    posts = [claims.post_of(posting) for posting in postings.values()]
    found = chain.Forces([claims.relation_of(relation) for relation in relations], posts).chain(unit.key, day)
    commands = tuple(_named(command, units, postings, people) for command in found.commands)
    return ChainOn(day, commands, found.paths, units, found.loops, found.is_cut_short)


def _postings_in(session: Session, unit_ids: set[int]) -> dict[int, Posting]:
    statement = select(Posting).where(col(Posting.unit_id).in_(unit_ids), Posting.withdrawn == "")
    return {posting.key: posting for posting in session.exec(statement)}


def _named(
    command: chain.Command,
    units: Mapping[int, Unit],
    postings: Mapping[int, Posting],
    people: Mapping[int, Individual],
) -> CommandOn:
    holders = tuple(
        HolderOn(people[holder.post.individual], postings[holder.post.id], holder.answer) for holder in command.holders
    )
    return CommandOn(units[command.unit], command.answer, holders)
