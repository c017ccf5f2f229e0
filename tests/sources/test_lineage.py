"""Independent origins against an oracle that tries every choice of sources."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from casework.sources.lineage import MOST_EXACT, closes_circle, independent_origins

KEYS = st.integers(0, 6)
LINKS = st.lists(st.tuples(KEYS, KEYS), max_size=7)
Pairs = list[tuple[int, int]]


def as_map(links: Pairs) -> dict[int, list[int]]:
    return {source: [origin for one, origin in links if one == source] for source, _origin in links}


def behind(source: int, links: Pairs, alike: Pairs) -> frozenset[int]:
    """All that a source goes back to, by walking one step at a time until nothing is new; alike is both ways."""
    steps = set(links) | set(alike) | {(other, one) for one, other in alike}
    found = {source}
    for _round in range(8):
        found |= {origin for one, origin in steps if one in found}
    return frozenset(found)


def most_apart(sources: list[int], links: Pairs, alike: Pairs) -> int:
    """The largest set of which no two share an origin, by trying all."""
    back = {source: behind(source, links, alike) for source in sources}
    for size in range(len(sources), 0, -1):
        for some in combinations(sources, size):
            if all(not back[one] & back[other] for one, other in combinations(some, 2)):
                return size
    return 0


@settings(max_examples=3000, deadline=None)
@given(st.lists(KEYS, max_size=6), LINKS, st.lists(st.tuples(KEYS, KEYS), max_size=3))
def test_counts_what_trying_every_choice_counts(sources: list[int], links: Pairs, alike: Pairs) -> None:
    groups = independent_origins(sources, as_map(links), alike)
    assert len(groups) == most_apart(list(dict.fromkeys(sources)), links, alike)


@settings(max_examples=500, deadline=None)
@given(st.lists(KEYS, max_size=6), LINKS, st.lists(st.tuples(KEYS, KEYS), max_size=3))
def test_every_source_stands_once_and_shares_an_origin_with_the_first_of_its_group(
    sources: list[int], links: Pairs, alike: Pairs
) -> None:
    groups = independent_origins(sources, as_map(links), alike)
    assert sorted(one for group in groups for one in group) == sorted(set(sources))
    for first, *others in groups:
        assert all(behind(first, links, alike) & behind(one, links, alike) for one in others)


@settings(max_examples=500, deadline=None)
@given(st.lists(KEYS, max_size=6), LINKS, KEYS, st.tuples(KEYS, KEYS))
def test_a_further_source_takes_nothing_away_and_a_further_link_adds_nothing(
    sources: list[int], links: Pairs, more: int, link: tuple[int, int]
) -> None:
    count = len(independent_origins(sources, as_map(links)))
    assert count <= len(independent_origins([*sources, more], as_map(links))) <= count + 1
    assert len(independent_origins(sources, as_map([*links, link]))) <= count


def test_three_papers_that_quote_one_agency_are_one_origin() -> None:
    quoted = {"paper": ["agency"], "radio": ["agency"], "site": ["paper"]}
    assert independent_origins(["paper", "radio", "site"], quoted) == [["paper", "radio", "site"]]
    assert independent_origins(["paper", "radio", "witness"], quoted) == [["paper", "radio"], ["witness"]]


def test_a_report_on_two_origins_neither_joins_nor_adds_to_them() -> None:
    report = {"report": ["one", "two"]}
    assert independent_origins(["one", "report", "two"], report) == [["one", "report"], ["two"]]
    assert independent_origins(["report"], report) == [["report"]]


def test_two_witnesses_who_heard_it_from_one_person_are_one_origin() -> None:
    heard = {("testimony", 1): [("person", "uncle")], ("testimony", 2): [("person", "uncle")]}
    assert len(independent_origins([("testimony", 1), ("testimony", 2), ("testimony", 3)], heard)) == 2


@settings(max_examples=500, deadline=None)
@given(LINKS, KEYS, KEYS)
def test_a_circle_is_seen_before_it_closes(links: Pairs, source: int, origin: int) -> None:
    assert closes_circle(as_map(links), source, origin) == (source in behind(origin, links, []))


def test_a_thousand_entangled_sources_are_counted_from_below_and_at_once() -> None:
    sources = list(range(1000))
    ring = {one: [("link", one), ("link", (one + 1) % 1000)] for one in sources}
    assert len(sources) > MOST_EXACT
    assert 334 <= len(independent_origins(sources, ring)) <= 500
