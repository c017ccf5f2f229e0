"""Who commanded a unit on a day, and under whom it stood: answered from uncertain dates, never from guessed ones.

Pure: no database, no language. A claim (a posting, a vacancy or a relation) began and ended within bounds
(`casework.dates`). It held on a day *definitely* when every reading of its dates says so, *possibly* when at least one
does; otherwise it did not hold (`periods`). What the claims about one unit say of its command is in `command`.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from casework.units.command import Command, Post, Vacancy, command_on
from casework.units.periods import Period
from casework.vocabulary import Answer, RelationKind

MAX_PATHS = 200


@dataclass(frozen=True)
class Relation:
    """One source's claim that `child` stood under `parent`."""

    id: int
    child: int
    parent: int
    kind: RelationKind
    period: Period


@dataclass(frozen=True)
class Step:
    """One link upwards: every claim that says so, as sure as the surest of them; disputed when another leaves the day out."""

    child: int
    parent: int
    kind: RelationKind
    answer: Answer
    claims: tuple[Relation, ...]
    against: tuple[Relation, ...] = ()


@dataclass(frozen=True)
class Path:
    """A way up from a unit to one superior; as sure as its weakest link, and of its loosest kind."""

    steps: tuple[Step, ...]

    @property
    def top(self) -> int:
        return self.steps[-1].parent

    @property
    def answer(self) -> Answer:
        said = {step.answer for step in self.steps}
        return next(answer for answer in (Answer.DISPUTED, Answer.POSSIBLY, Answer.DEFINITELY) if answer in said)

    @property
    def kind(self) -> RelationKind:
        """Command only when every link is command; so that command and attachment stay apart."""
        return max((step.kind for step in self.steps), key=lambda kind: kind.rank)


@dataclass(frozen=True)
class Chain:
    """The answer for one unit and one day."""

    day: date
    paths: tuple[Path, ...]
    commands: tuple[Command, ...]
    loops: tuple[tuple[int, ...], ...]
    is_cut_short: bool

    @property
    def links(self) -> tuple[Step, ...]:
        """Every link of these ways, once."""
        return tuple(dict.fromkeys(step for path in self.paths for step in path.steps))


@dataclass
class Forces:
    """Relations, posts and vacancies, indexed once and asked often."""

    relations: Sequence[Relation] = ()
    posts: Sequence[Post] = ()
    vacancies: Sequence[Vacancy] = ()
    _up: dict[int, list[Relation]] = field(init=False, repr=False)
    _in: dict[int, list[Post]] = field(init=False, repr=False)
    _empty: dict[int, list[Vacancy]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._up, self._in, self._empty = defaultdict(list), defaultdict(list), defaultdict(list)
        for relation in self.relations:
            self._up[relation.child].append(relation)
        for post in self.posts:
            self._in[post.unit].append(post)
        for vacancy in self.vacancies:
            self._empty[vacancy.unit].append(vacancy)

    def command_of(self, unit: int, day: date) -> Command:
        """Every holder of every post of one unit, and whether its command is known on that day."""
        return command_on(unit, day, self._in.get(unit, ()), self._empty.get(unit, ()))

    def steps_up(self, unit: int, day: date) -> list[Step]:
        """The links along which orders can have reached the unit on that day."""
        claims: dict[tuple[RelationKind, int], list[Relation]] = defaultdict(list)
        for link in self._up.get(unit, ()):
            if link.kind.carries_orders:
                claims[link.kind, link.parent].append(link)
        steps = [_step(found, day) for found in claims.values()]
        return sorted(
            (step for step in steps if step), key=lambda step: (step.answer.rank, step.kind.rank, step.parent)
        )

    def chain(self, unit: int, day: date) -> Chain:
        """Every way up from the unit on that day, and the command of every unit on the way, the unit itself first."""
        walked = list(islice(self._walk(unit, day), MAX_PATHS + 1))
        paths = [path for path, loop in walked[:MAX_PATHS] if not loop]
        loops = dict.fromkeys(loop for _, loop in walked[:MAX_PATHS] if loop)
        units = dict.fromkeys([unit, *(step.parent for path in paths for step in path.steps)])
        commands = tuple(self.command_of(each, day) for each in units)
        return Chain(day, tuple(paths), commands, tuple(loops), len(walked) > MAX_PATHS)

    def _walk(self, unit: int, day: date) -> Iterator[tuple[Path, tuple[int, ...]]]:
        """Paths breadth first (each prefix is a path of its own); a link back onto its own path comes as a loop."""
        waiting: list[tuple[Step, ...]] = [(step,) for step in self.steps_up(unit, day)]
        while waiting:
            following: list[tuple[Step, ...]] = []
            for steps in waiting:
                passed = (unit, *(step.parent for step in steps))
                if passed[-1] in passed[:-1]:
                    yield Path(steps), passed[passed.index(passed[-1]) : -1]
                    continue
                yield Path(steps), ()
                following += [(*steps, step) for step in self.steps_up(passed[-1], day)]
            waiting = following


def _step(claims: Sequence[Relation], day: date) -> Step | None:
    """What all claims of one link between two units say for the day; None when none of them lets it hold."""
    held = [(claim, answer) for claim in claims if (answer := claim.period.on(day)) is not None]
    if not held:
        return None
    sure = [claim for claim, answer in held if answer is Answer.DEFINITELY]
    against = tuple(claim for claim in claims if any(each.period.is_denied_by(claim.period, day) for each in sure))
    answer = Answer.DISPUTED if against else Answer.DEFINITELY if sure else Answer.POSSIBLY
    first = claims[0]
    return Step(first.child, first.parent, first.kind, answer, tuple(claim for claim, _ in held), against)
