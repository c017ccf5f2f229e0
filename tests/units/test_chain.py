"""The chain of command against a brute-force oracle that tries every reading of every date.

The cases come from a seeded generator: the same ones on every machine, and ten thousand of them in a few seconds.
"""

import itertools
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from random import Random

import pytest

from casework.dates import Precision, Span, parse
from casework.units.chain import MAX_PATHS, Forces, Relation
from casework.units.command import Post, Vacancy
from casework.units.periods import Gap, Period
from casework.vocabulary import Answer, PostingRole, RelationKind

ZERO = date(2025, 3, 1)
FAR = 6
"""The oracle's world has days -FAR..FAR around ZERO; open sides reach beyond all others."""

Bounds = tuple[int | None, int | None]
Told = tuple[Bounds, Bounds]


def day(number: int) -> date:
    return ZERO + timedelta(days=number)


def bounds(random: Random) -> Bounds:
    first, last = sorted((random.randint(-3, 3), random.randint(-3, 3)))
    return random.choice([(first, last), (first, first), (None, last), (first, None), (None, None)])


def span(pair: Bounds) -> Span:
    first, last = pair
    return Span(None if first is None else day(first), None if last is None else day(last), Precision.BETWEEN)


@cache
def readings(told: Told) -> tuple[tuple[int, int], ...]:
    """Every pair of a first and a last day that the two dates allow."""
    began, ended = told
    starts = range(-FAR if began[0] is None else began[0], (FAR if began[1] is None else began[1]) + 1)
    ends = range(-FAR if ended[0] is None else ended[0], (FAR if ended[1] is None else ended[1]) + 1)
    return tuple((start, end) for start in starts for end in ends if start <= end)


def told(random: Random) -> Told:
    """Two dates of which at least one reading makes sense: forms refuse the others."""
    while True:
        pair = bounds(random), bounds(random)
        if readings(pair):
            return pair


def period(pair: Told) -> Period:
    return Period(span(pair[0]), span(pair[1]))


@cache
def holds(pair: Told, asked: int) -> str:
    """By trying every reading: "definitely", "possibly", or nothing."""
    found = [start <= asked <= end for start, end in readings(pair)]
    return "definitely" if all(found) else "possibly" if any(found) else ""


@cache
def denied(pair: Told, other: Told, asked: int) -> bool:
    """Whether both hold on one common day by every reading, and the other never on the day asked for."""
    common = any(holds(pair, on) == holds(other, on) == "definitely" for on in range(-FAR, FAR + 1))
    return common and holds(pair, asked) == "definitely" and not holds(other, asked)


def cases(seed: int, count: int) -> Iterator[tuple[Random, int]]:
    random = Random(seed)  # noqa: S311 - cases, not secrets
    for _ in range(count):
        yield random, random.randint(-4, 4)


def test_a_claim_answers_like_all_readings_of_its_dates() -> None:
    for random, asked in cases(1, 10_000):
        pair = told(random)
        answer = period(pair).on(day(asked))
        assert (answer.value if answer else "") == holds(pair, asked), (pair, asked)


def test_what_is_open_is_the_end_that_some_readings_put_on_the_other_side() -> None:
    for random, asked in cases(2, 10_000):
        pair = told(random)
        late = any(start > asked for start, _end in readings(pair))
        early = any(end < asked for _start, end in readings(pair))
        expected = [gap for gap, is_open in ((Gap.BEGINNING, late), (Gap.END, early)) if is_open]
        found = list(period(pair).gaps(day(asked)))
        assert found == (expected if holds(pair, asked) == "possibly" else []), (pair, asked)


def relation_list(random: Random) -> dict[int, tuple[int, int, RelationKind, Told]]:
    """Some relations among five units, half of them with sharp dates; many a link is told by another source, too."""
    rows: list[tuple[int, int, RelationKind, Told]] = []
    for _ in range(random.randint(0, 9)):
        link = (random.randint(1, 5), random.randint(1, 5), random.choice(list(RelationKind)))
        start, end = random.randint(-4, 0), random.randint(0, 4)
        dates: Told = ((start, start), (end, end)) if random.random() < 0.5 else told(random)
        rows.append((*rows[-1][:3], dates) if rows and random.random() < 0.33 else (*link, dates))
    return {number: row for number, row in enumerate(rows) if row[0] != row[1]}


def ways_up(
    rows: dict[int, tuple[int, int, RelationKind, Told]], asked: int
) -> set[tuple[tuple[int, ...], tuple[str, ...], str]]:
    """Every way from unit 1 without a repeated unit, by plain recursion: units passed, kinds, and the weakest answer."""
    found = set()
    rank = ["definitely", "possibly", "disputed"]

    def climb(way: tuple[int, ...], kinds: tuple[str, ...], worst: str) -> None:
        links = {(up, how) for child, up, how, _pair in rows.values() if child == way[-1] and up not in way}
        for parent, kind in links:
            same = [pair for child, up, how, pair in rows.values() if (child, up, how) == (way[-1], parent, kind)]
            said = {holds(pair, asked) for pair in same} - {""}
            if not said or not kind.carries_orders:
                continue
            answer = "definitely" if "definitely" in said else "possibly"
            if any(denied(pair, other, asked) for pair in same for other in same):
                answer = "disputed"
            weakest = max(worst, answer, key=rank.index)
            found.add(((*way, parent), (*kinds, kind.value), weakest))
            climb((*way, parent), (*kinds, kind.value), weakest)

    climb((1,), (), "definitely")
    return found


def test_the_chain_finds_exactly_the_ways_that_brute_force_finds() -> None:
    compared: Counter[str] = Counter()
    for random, asked in cases(3, 10_000):
        rows = relation_list(random)
        relations = [Relation(n, child, up, kind, period(pair)) for n, (child, up, kind, pair) in rows.items()]
        chain = Forces(relations).chain(1, day(asked))
        found = {
            ((1, *(s.parent for s in p.steps)), tuple(s.kind.value for s in p.steps), p.answer.value)
            for p in chain.paths
        }
        assert found == ways_up(rows, asked), (rows, asked)
        compared += Counter(answer for _way, _kinds, answer in found)
    assert min(compared[word] for word in ("definitely", "possibly", "disputed")) > 100


COMMANDING = ("commander", "acting", "de_facto")


def expected_holder(posts: dict[int, tuple[int, PostingRole, Told]], number: int, empty: list[Told], asked: int) -> str:
    who, role, pair = posts[number]
    answer = holds(pair, asked)
    if answer != "definitely":
        return answer
    rivals = [
        other for person, other, at in posts.values()
        if role == other == "commander" and person != who and holds(at, asked) == "definitely"
    ]  # fmt: skip
    none = role == "commander" and any(holds(at, asked) == "definitely" for at in empty)
    denials = [at for person, other, at in posts.values() if (person, other) == (who, role) and denied(pair, at, asked)]
    return "disputed" if rivals or none or denials else "definitely"


def test_a_command_is_as_well_known_as_its_holders_and_vacancies() -> None:
    seen = set()
    for random, asked in cases(4, 10_000):
        rows = {
            n: (random.randint(1, 3), random.choice(list(PostingRole)), told(random))
            for n in range(random.randint(0, 5))
        }
        empty = [told(random) for _ in range(random.choice([0, 0, 1, 2]))]
        posts = [Post(n, 1, who, role, period(pair)) for n, (who, role, pair) in rows.items()]
        vacancies = [Vacancy(n, 1, period(pair)) for n, pair in enumerate(empty)]
        command = Forces(posts=posts, vacancies=vacancies).command_of(1, day(asked))
        expected = {n: said for n in rows if (said := expected_holder(rows, n, empty, asked))}
        assert {holder.post.id: holder.answer.value for holder in command.holders} == expected, (rows, empty, asked)
        said = {answer for n, answer in expected.items() if rows[n][1] in COMMANDING}
        vacant = "vacant" if any(holds(pair, asked) == "definitely" for pair in empty) else "not_known"
        whole = next((word for word in ("disputed", "definitely", "possibly") if word in said), vacant)
        assert command.answer == whole, (rows, empty, asked)
        seen.add(whole)
    assert seen == {answer.value for answer in Answer}


def test_a_posting_known_only_until_march_is_possible_on_the_eighth() -> None:
    assert Period(parse(""), parse("2025-03")).on(date(2025, 3, 8)) is Answer.POSSIBLY


def test_a_posting_still_held_the_day_after_is_definite() -> None:
    assert Period(parse("2025-01"), parse("2025-03-09/")).on(date(2025, 3, 8)) is Answer.DEFINITELY


def test_a_posting_that_ended_that_day_held_that_day_whatever_its_start() -> None:
    assert Period(parse(""), parse("2025-03-08")).on(date(2025, 3, 8)) is Answer.DEFINITELY


def test_a_year_as_an_end_reaches_to_its_last_day() -> None:
    assert Period(parse("2024-05-01"), parse("2025")).on(date(2025, 12, 31)) is Answer.POSSIBLY
    assert Period(parse("2024-05-01"), parse("2025")).on(date(2024, 12, 31)) is Answer.DEFINITELY


@pytest.mark.parametrize("role", [PostingRole.DEPUTY, PostingRole.MEMBER])
def test_a_deputy_does_not_fill_the_command(role: PostingRole) -> None:
    post = Post(1, 1, 1, role, Period(parse("2025"), parse("2026")))
    assert Forces(posts=[post]).command_of(1, date(2025, 12, 31)).answer is Answer.NOT_KNOWN


def post(number: int, who: int, starts: str, ends: str, role: PostingRole = PostingRole.COMMANDER) -> Post:
    return Post(number, 1, who, role, Period(parse(starts), parse(ends)))


EIGHTH = date(2025, 3, 8)


def test_a_vacancy_disputes_a_commander_and_not_an_acting_one() -> None:
    empty = [Vacancy(1, 1, Period(parse("2025-03-01"), parse("2025-03-20")))]
    sure = post(1, 1, "2024", "2026")
    acting = post(2, 2, "2024", "2026", PostingRole.ACTING)
    torn = Forces(posts=[sure, acting], vacancies=empty).command_of(1, EIGHTH)
    assert [(h.post.id, h.answer) for h in torn.holders] == [(1, "disputed"), (2, "definitely")]
    assert torn.holders[0].against == tuple(empty)
    assert Forces(posts=[acting], vacancies=empty).command_of(1, EIGHTH).answer is Answer.DEFINITELY
    assert Forces(vacancies=empty).command_of(1, EIGHTH).answer is Answer.VACANT


def test_two_sources_that_end_one_posting_before_and_after_the_day_dispute_it() -> None:
    until_february, until_june = post(1, 1, "2024-12", "2025-02"), post(2, 1, "2024-12", "2025-06")
    (holder,) = Forces(posts=[until_february, until_june]).command_of(1, EIGHTH).holders
    assert (holder.post.id, holder.answer, holder.against) == (2, "disputed", (until_february,))


def test_two_times_in_one_post_are_no_dispute() -> None:
    earlier, now = post(1, 1, "2019", "2020"), post(2, 1, "2024", "2026")
    assert Forces(posts=[earlier, now]).command_of(1, EIGHTH).answer is Answer.DEFINITELY


def test_where_nobody_is_known_the_nearest_on_both_sides_are_named() -> None:
    posts = [
        post(1, 1, "2019", "2020"),
        post(2, 2, "2024", "2025-02"),
        post(3, 3, "2025-04", ""),
        post(4, 4, "2026", ""),
    ]
    command = Forces(posts=posts).command_of(1, EIGHTH)
    assert (command.answer, command.before, command.after) == (Answer.NOT_KNOWN, posts[1], posts[2])


def test_attachment_and_command_stay_apart() -> None:
    always = Period(parse("2020-01-01"), parse("2030-01-01"))
    relations = [
        Relation(1, 1, 2, RelationKind.COMMAND, always),
        Relation(2, 2, 3, RelationKind.ATTACHED, always),
        Relation(3, 1, 4, RelationKind.AFFILIATED, always),
    ]
    paths = Forces(relations).chain(1, date(2025, 3, 8)).paths
    assert [(p.top, p.kind) for p in paths] == [(2, "command"), (3, "attached")]


def test_two_sources_for_one_link_make_one_step_with_both_claims() -> None:
    sure, unsure = Period(parse("2020"), parse("2030")), Period(parse(""), parse(""))
    relations = [Relation(n, 1, 2, RelationKind.COMMAND, p) for n, p in enumerate([unsure, sure])]
    (path,) = Forces(relations).chain(1, date(2025, 3, 8)).paths
    assert path.answer is Answer.DEFINITELY
    assert [claim.id for claim in path.steps[0].claims] == [0, 1]


def test_a_web_of_relations_is_cut_short_and_says_so() -> None:
    always = Period(parse(""), parse(""))
    layers = [range(1, 2), *(range(n * 4 + 2, n * 4 + 6) for n in range(8))]
    pairs = [(c, p) for low, high in itertools.pairwise(layers) for c in low for p in high]
    relations = [Relation(n, c, p, RelationKind.COMMAND, always) for n, (c, p) in enumerate(pairs)]
    chain = Forces(relations).chain(1, date(2025, 3, 8))
    assert chain.is_cut_short
    assert len(chain.paths) == MAX_PATHS
