"""Who commanded a unit on a day, and under whom it stood: answered from uncertain dates, never from guessed ones.

Pure: no database, no language. A claim (a posting or a relation) began and ended within bounds (`casework.dates`). It
held on a day *definitely* when every reading of its dates says so, *possibly* when at least one does; otherwise it did
not hold. A post without any possible holder is *not known*: a gap in the sources is no vacancy. Two people who both
definitely held the one command make it *disputed*: both stay, with their sources.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from casework.dates import Span
from casework.vocabulary import Answer, PostingRole, RelationKind

MAX_PATHS = 200


@dataclass(frozen=True)
class Period:
    """When a claim held, as far as its dates tell: some day in `began` to some day in `ended`, both included."""

    began: Span
    ended: Span

    @property
    def possible(self) -> tuple[date, date]:
        """The first and the last day on which it can have held."""
        return self.began.earliest or date.min, self.ended.latest or date.max

    @property
    def is_consistent(self) -> bool:
        """Whether it can have ended on or after the day it began."""
        first, last = self.possible
        return first <= last

    def on(self, day: date) -> Answer | None:
        """Definitely or possibly; None when no reading of the dates lets it hold on that day.

        It cannot end before it begins, so each end also bounds the other: a posting that ended on 8 March held on
        8 March even when nobody knows since when.
        """
        first, last = self.possible
        if not first <= day <= last:
            return None
        latest_start = min(self.began.latest or date.max, last)
        earliest_end = max(self.ended.earliest or date.min, first)
        return Answer.DEFINITELY if latest_start <= day <= earliest_end else Answer.POSSIBLY


@dataclass(frozen=True)
class Relation:
    """One source's claim that `child` stood under `parent`."""

    id: int
    child: int
    parent: int
    kind: RelationKind
    period: Period


@dataclass(frozen=True)
class Post:
    """One source's claim that an individual served in a unit."""

    id: int
    unit: int
    individual: int
    role: PostingRole
    period: Period


@dataclass(frozen=True)
class Holder:
    """A post as it answers for one day."""

    post: Post
    answer: Answer


@dataclass(frozen=True)
class Command:
    """Everybody who may have served in a unit on a day, surest first, and what that says about its command."""

    unit: int
    answer: Answer
    holders: tuple[Holder, ...]

    @property
    def commanders(self) -> tuple[Holder, ...]:
        return tuple(holder for holder in self.holders if holder.post.role.is_command)


@dataclass(frozen=True)
class Step:
    """One link upwards: every claim that says so, as sure as the surest of them."""

    parent: int
    kind: RelationKind
    answer: Answer
    claims: tuple[Relation, ...]


@dataclass(frozen=True)
class Path:
    """A way up from a unit to one superior; as sure as its weakest link, and of its loosest kind."""

    steps: tuple[Step, ...]

    @property
    def top(self) -> int:
        return self.steps[-1].parent

    @property
    def answer(self) -> Answer:
        sure = all(step.answer is Answer.DEFINITELY for step in self.steps)
        return Answer.DEFINITELY if sure else Answer.POSSIBLY

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


@dataclass
class Forces:
    """Relations and posts, indexed once and asked often."""

    relations: Sequence[Relation] = ()
    posts: Sequence[Post] = ()
    _up: dict[int, list[Relation]] = field(init=False, repr=False)
    _in: dict[int, list[Post]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._up, self._in = defaultdict(list), defaultdict(list)
        for relation in self.relations:
            self._up[relation.child].append(relation)
        for post in self.posts:
            self._in[post.unit].append(post)

    def command_of(self, unit: int, day: date) -> Command:
        """Every holder of every post of one unit, and whether its command is known on that day."""
        found = [(post, post.period.on(day)) for post in self._in.get(unit, ())]
        holders = sorted(
            (Holder(post, answer) for post, answer in found if answer is not None),
            key=lambda holder: (holder.answer.rank, holder.post.role.rank, holder.post.id),
        )
        return Command(unit, _answer_of(holders), tuple(holders))

    def steps_up(self, unit: int, day: date) -> list[Step]:
        """The links along which orders can have reached the unit on that day."""
        claims: dict[tuple[RelationKind, int], list[tuple[Answer, Relation]]] = defaultdict(list)
        for link in self._up.get(unit, ()):
            answer = link.period.on(day)
            if link.kind.carries_orders and answer is not None:
                claims[link.kind, link.parent].append((answer, link))
        steps = [
            Step(parent, kind, min((answer for answer, _ in found), key=_rank), tuple(link for _, link in found))
            for (kind, parent), found in claims.items()
        ]
        return sorted(steps, key=lambda step: (step.answer.rank, step.kind.rank, step.parent))

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


def _rank(answer: Answer) -> int:
    return answer.rank


def _answer_of(holders: Iterable[Holder]) -> Answer:
    """What the holders say about the command of their unit; acting and de facto commanders may stand beside another."""
    commanding = [holder for holder in holders if holder.post.role.is_command]
    definite = [holder.post for holder in commanding if holder.answer is Answer.DEFINITELY]
    if len({post.individual for post in definite if post.role is PostingRole.COMMANDER}) > 1:
        return Answer.DISPUTED
    if definite:
        return Answer.DEFINITELY
    return Answer.POSSIBLY if commanding else Answer.NOT_KNOWN
