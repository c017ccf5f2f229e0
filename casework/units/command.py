"""Who held the posts of one unit on a day, what keeps that open, and what is disputed. Pure.

A post without any possible holder is *not known*: a gap in the sources is no vacancy. That the post was *vacant* is a
claim of its own, with its own sources. *Disputed* is what two claims cannot both say: two people who both definitely
held the one command, a commander and a vacancy, or one person's one time in a post that ends before the day in one
source and after it in another. All stay. Acting and de facto commanders stand beside a commander without a dispute.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Union

from casework.units.periods import Period
from casework.vocabulary import Answer, PostingRole


@dataclass(frozen=True)
class Post:
    """One source's claim that an individual served in a unit."""

    id: int
    unit: int
    individual: int
    role: PostingRole
    period: Period


@dataclass(frozen=True)
class Vacancy:
    """One source's claim that a unit had no commander."""

    id: int
    unit: int
    period: Period


Against = Union[Post, Vacancy]


@dataclass(frozen=True)
class Holder:
    """A post as it answers for one day, and the claims that cannot hold beside it."""

    post: Post
    answer: Answer
    against: tuple[Against, ...] = ()


@dataclass(frozen=True)
class Vacant:
    """A vacancy as it answers for one day."""

    vacancy: Vacancy
    answer: Answer


@dataclass(frozen=True)
class Command:
    """Everybody who may have served in a unit on a day, surest first, and what that says about its command.

    Where it is not known, `before` and `after` are the commanders nearest to the day.
    """

    unit: int
    answer: Answer
    holders: tuple[Holder, ...]
    vacancies: tuple[Vacant, ...] = ()
    before: Post | None = None
    after: Post | None = None

    @property
    def commanders(self) -> tuple[Holder, ...]:
        return tuple(holder for holder in self.holders if holder.post.role.is_command)


def command_on(unit: int, day: date, posts: Sequence[Post], vacancies: Sequence[Vacancy] = ()) -> Command:
    """Every holder of every post of one unit, and whether its command is known on that day."""
    vacant = tuple(Vacant(claim, answer) for claim in vacancies if (answer := claim.period.on(day)) is not None)
    holders = sorted(
        _holders(posts, vacant, day),
        key=lambda holder: (holder.answer is Answer.POSSIBLY, holder.post.role.rank, holder.post.id),
    )
    answer = _answer_of(holders, vacant)
    before, after = _nearest(posts, day) if answer is Answer.NOT_KNOWN else (None, None)
    return Command(unit, answer, tuple(holders), vacant, before, after)


def _holders(posts: Sequence[Post], vacant: Iterable[Vacant], day: date) -> Iterator[Holder]:
    held = [(post, answer) for post in posts if (answer := post.period.on(day)) is not None]
    sure = [post for post, answer in held if answer is Answer.DEFINITELY]
    empty = [each.vacancy for each in vacant if each.answer is Answer.DEFINITELY]
    told = Counter((post.individual, post.role) for post in posts) if sure else Counter()
    for post, answer in held:
        against: list[Against] = []
        if answer is Answer.DEFINITELY:
            against += _rivals(post, sure, empty)
            if told[post.individual, post.role] > 1:
                against += _denials(post, posts, day)
        yield Holder(post, Answer.DISPUTED if against else answer, tuple(against))


def _rivals(post: Post, sure: Iterable[Post], empty: Iterable[Vacancy]) -> list[Against]:
    """Who else definitely held the one command, and who says that nobody did."""
    if post.role is not PostingRole.COMMANDER:
        return []
    others = [each for each in sure if each.role is post.role and each.individual != post.individual]
    return [*others, *empty]


def _denials(post: Post, posts: Iterable[Post], day: date) -> list[Post]:
    """Claims of the same person's same time in the same post that leave the day out."""
    same = [each for each in posts if (each.individual, each.role) == (post.individual, post.role)]
    return [each for each in same if post.period.is_denied_by(each.period, day)]


def _nearest(posts: Iterable[Post], day: date) -> tuple[Post | None, Post | None]:
    """The last commander before the day and the first one after it."""
    commanding = [post for post in posts if post.role.is_command and post.period.is_consistent]
    earlier = [post for post in commanding if post.period.possible[1] < day]
    later = [post for post in commanding if day < post.period.possible[0]]
    return (
        max(earlier, key=lambda post: (post.period.possible[1], -post.id), default=None),
        min(later, key=lambda post: (post.period.possible[0], post.id), default=None),
    )


def _answer_of(holders: Iterable[Holder], vacant: Iterable[Vacant]) -> Answer:
    """What the holders and the vacancies say about the command of their unit."""
    said = {holder.answer for holder in holders if holder.post.role.is_command}
    for answer in (Answer.DISPUTED, Answer.DEFINITELY, Answer.POSSIBLY):
        if answer in said:
            return answer
    is_vacant = any(each.answer is Answer.DEFINITELY for each in vacant)
    return Answer.VACANT if is_vacant else Answer.NOT_KNOWN
