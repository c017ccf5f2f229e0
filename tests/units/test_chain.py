"""The chain of command against a brute-force oracle that tries every reading of every date."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from casework.dates import Precision, Span, parse
from casework.units.chain import MAX_PATHS, Forces, Period, Post, Relation
from casework.vocabulary import Answer, PostingRole, RelationKind

ZERO = date(2025, 3, 1)
FAR = 9
"""The oracle's world has days -FAR..FAR around ZERO; open sides reach beyond all others."""


def day(number: int) -> date:
    return ZERO + timedelta(days=number)


@st.composite
def bounds(draw: st.DrawFn) -> tuple[int | None, int | None]:
    first, last = sorted((draw(st.integers(-3, 3)), draw(st.integers(-3, 3))))
    return draw(st.sampled_from([(first, last), (None, last), (first, None), (None, None)]))


def span(pair: tuple[int | None, int | None]) -> Span:
    first, last = pair
    return Span(None if first is None else day(first), None if last is None else day(last), Precision.BETWEEN)


def readings(began: tuple[int | None, int | None], ended: tuple[int | None, int | None]) -> list[tuple[int, int]]:
    starts = range(-FAR if began[0] is None else began[0], (FAR if began[1] is None else began[1]) + 1)
    ends = range(-FAR if ended[0] is None else ended[0], (FAR if ended[1] is None else ended[1]) + 1)
    return [(start, end) for start in starts for end in ends if start <= end]


@settings(max_examples=3000, deadline=None)
@given(bounds(), bounds(), st.integers(-4, 4))
def test_a_claim_answers_like_all_readings_of_its_dates(
    began: tuple[int | None, int | None], ended: tuple[int | None, int | None], asked: int
) -> None:
    worlds = readings(began, ended)
    assume(worlds)
    holds = [start <= asked <= end for start, end in worlds]
    expected = Answer.DEFINITELY if all(holds) else Answer.POSSIBLY if any(holds) else None
    assert Period(span(began), span(ended)).on(day(asked)) is expected


UNITS = st.integers(1, 5)
KINDS = st.sampled_from(list(RelationKind))


@st.composite
def relation_lists(draw: st.DrawFn) -> list[Relation]:
    rows = draw(st.lists(st.tuples(UNITS, UNITS, KINDS, bounds(), bounds()), max_size=7))
    return [
        Relation(number, child, parent, kind, Period(span(began), span(ended)))
        for number, (child, parent, kind, began, ended) in enumerate(rows)
        if child != parent
    ]


def ways_up(relations: list[Relation], unit: int, on: date) -> set[tuple[tuple[int, ...], tuple[str, ...], str]]:
    """Every way without a repeated unit, by plain recursion: units passed, kinds, and the weakest answer."""
    found = set()

    def climb(way: tuple[int, ...], kinds: tuple[str, ...], sure: bool) -> None:
        for parent in set(range(1, 6)) - set(way):
            for kind in RelationKind:
                claims = [
                    r.period.on(on)
                    for r in relations
                    if (r.child, r.parent, r.kind) == (way[-1], parent, kind) and kind.carries_orders
                ]
                if any(claims):
                    certain = sure and Answer.DEFINITELY in claims
                    found.add(((*way, parent), (*kinds, kind.value), "definitely" if certain else "possibly"))
                    climb((*way, parent), (*kinds, kind.value), certain)

    climb((unit,), (), True)
    return found


@settings(max_examples=1500, deadline=None)
@given(relation_lists(), st.integers(-3, 3))
def test_the_chain_finds_exactly_the_ways_that_brute_force_finds(relations: list[Relation], asked: int) -> None:
    chain = Forces(relations).chain(1, day(asked))
    assume(not chain.is_cut_short)
    found = {
        ((1, *(s.parent for s in p.steps)), tuple(s.kind.value for s in p.steps), p.answer.value) for p in chain.paths
    }
    assert found == ways_up(relations, 1, day(asked))


@settings(max_examples=1500, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 3), st.sampled_from(list(PostingRole)), bounds(), bounds()), max_size=5),
    st.integers(-3, 3),
)
def test_a_command_is_as_well_known_as_its_holders(
    rows: list[tuple[int, PostingRole, tuple[int | None, int | None], tuple[int | None, int | None]]], asked: int
) -> None:
    posts = [Post(n, 1, who, role, Period(span(b), span(e))) for n, (who, role, b, e) in enumerate(rows)]
    commanding = [p for p in posts if p.role in ("commander", "acting", "de_facto") and p.period.on(day(asked))]
    sure = [p for p in commanding if p.period.on(day(asked)) == "definitely"]
    named = {p.individual for p in sure if p.role == "commander"}
    expected = "disputed" if len(named) > 1 else "definitely" if sure else "possibly" if commanding else "not_known"
    command = Forces(posts=posts).command_of(1, day(asked))
    assert command.answer == expected
    assert {h.post.id for h in command.commanders} == {p.id for p in commanding}


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
