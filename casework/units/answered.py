"""The answer about a chain of command with the rows behind it, and each reason in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from casework.i18n.labels import when
from casework.units import chain, words
from casework.units.models import Individual, Posting, Unit, UnitRelation, Vacancy
from casework.units.periods import Gap
from casework.units.words import Say
from casework.vocabulary import Answer, RelationKind


@dataclass(frozen=True)
class HolderOn:
    """An alleged holder of a post on the day asked for; `rivals` and `vacancies` are what disputes it."""

    individual: Individual
    posting: Posting
    answer: Answer
    gaps: tuple[Gap, ...] = ()
    rivals: tuple[tuple[Individual, Posting], ...] = ()
    vacancies: tuple[Vacancy, ...] = ()

    def why(self, say: Say = when) -> str:
        """What keeps it open, or what disputes it; nothing when it is definite."""
        said = [words.why_open(self.posting.starts, self.posting.ends, self.gaps, say)]
        for person, row in self.rivals:
            if person.key == self.individual.key:
                said.append(words.denial(row.starts, row.ends, say))
            else:
                said.append(words.rival(person.reference, row.starts, row.ends, say))
        said += [words.said_vacant(row.starts, row.ends, say) for row in self.vacancies]
        return " ".join(text for text in said if text)


@dataclass(frozen=True)
class VacantOn:
    """A source's word that nobody commanded, as it answers for the day."""

    vacancy: Vacancy
    answer: Answer
    gaps: tuple[Gap, ...] = ()

    def why(self, say: Say = when) -> str:
        """What keeps it open."""
        return words.why_open(self.vacancy.starts, self.vacancy.ends, self.gaps, say)


@dataclass(frozen=True)
class CommandOn:
    """A unit, how well its command is known on the day, and who may have held which post."""

    unit: Unit
    answer: Answer
    holders: tuple[HolderOn, ...]
    vacancies: tuple[VacantOn, ...] = ()
    before: tuple[Individual, Posting] | None = None
    after: tuple[Individual, Posting] | None = None

    @property
    def commanders(self) -> tuple[HolderOn, ...]:
        return tuple(holder for holder in self.holders if holder.posting.role.is_command)

    def why(self, say: Say = when) -> str:
        """The gap, where nobody is known; nothing otherwise: the holders say it themselves."""
        if self.answer is not Answer.NOT_KNOWN:
            return ""
        before = (self.before[0].reference, self.before[1].ends) if self.before else None
        after = (self.after[0].reference, self.after[1].starts) if self.after else None
        return words.nobody(before, after, say)


@dataclass(frozen=True)
class LinkOn:
    """One link between two units on the day: the claims that say so, each with its gaps, and those that deny it."""

    child: Unit
    parent: Unit
    kind: RelationKind
    answer: Answer
    rows: tuple[tuple[UnitRelation, tuple[Gap, ...]], ...]
    against: tuple[UnitRelation, ...] = ()

    def why(self, say: Say = when) -> str:
        """What keeps it open, or what disputes it."""
        said = [words.denial(row.starts, row.ends, say) for row in self.against]
        if self.answer is Answer.POSSIBLY:
            said += [words.why_open(row.starts, row.ends, gaps, say) for row, gaps in self.rows]
        return " ".join(text for text in dict.fromkeys(said) if text)


@dataclass(frozen=True)
class ChainOn:
    """The whole answer for one unit: its own command first, then every superior, and the ways up to them."""

    day: date
    commands: tuple[CommandOn, ...]
    paths: tuple[chain.Path, ...]
    links: tuple[LinkOn, ...]
    units: Mapping[int, Unit]
    loops: tuple[tuple[int, ...], ...]
    is_cut_short: bool

    @property
    def circles(self) -> list[str]:
        """The circles met on the way up, as references."""
        return [" → ".join(self.units[key].reference for key in (*loop, loop[0])) for loop in self.loops]

    def facts(self) -> dict[str, set[int]]:
        """The keys of every claim in the answer, by kind: whose sources belong beside it."""
        holders = [holder for command in self.commands for holder in command.holders]
        near = [each for command in self.commands for each in (command.before, command.after) if each]
        vacant = [each.vacancy for command in self.commands for each in command.vacancies]
        rows = [row for link in self.links for row, _gaps in link.rows] + [
            row for link in self.links for row in link.against
        ]
        postings = [holder.posting for holder in holders] + [row for holder in holders for _who, row in holder.rivals]
        return {
            "posting": {row.key for row in [*postings, *(row for _who, row in near)]},
            "vacancy": {row.key for row in vacant},
            "unit_relation": {row.key for row in rows},
        }
