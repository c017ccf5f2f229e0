"""Circles among relations: a unit cannot stand above itself at one time."""

from hypothesis import assume, given
from hypothesis import strategies as st

from casework.dates import parse
from casework.units.chain import Relation
from casework.units.loops import closing_loop, loops_in
from casework.units.periods import Period
from casework.vocabulary import RelationKind

ALWAYS = Period(parse(""), parse(""))


def link(number: int, child: int, parent: int, period: Period = ALWAYS, kind: str = "command") -> Relation:
    return Relation(number, child, parent, RelationKind(kind), period)


def test_a_unit_cannot_stand_under_itself() -> None:
    assert closing_loop([], link(1, 7, 7)) == (7,)


def test_a_longer_circle_is_named_unit_by_unit() -> None:
    assert closing_loop([link(1, 2, 3), link(2, 3, 1)], link(3, 1, 2)) == (1, 2, 3)


def test_the_other_way_round_in_another_year_is_no_circle() -> None:
    before, after = Period(parse("2014"), parse("2018")), Period(parse("2020"), parse("2024"))
    assert closing_loop([link(1, 1, 2, before)], link(2, 2, 1, after)) == ()
    assert closing_loop([link(1, 1, 2, before)], link(2, 2, 1, before)) == (2, 1)


def test_affiliation_runs_both_ways_without_a_circle() -> None:
    assert closing_loop([link(1, 1, 2, kind="affiliated")], link(2, 2, 1, kind="affiliated")) == ()


def test_nobody_succeeds_their_successor_whatever_the_dates() -> None:
    early, late = Period(parse("2014"), parse("2014")), Period(parse("2020"), parse("2020"))
    assert closing_loop([link(1, 1, 2, early, "successor")], link(2, 2, 1, late, "successor")) == (2, 1)


def test_a_circle_that_was_imported_is_named_once() -> None:
    assert loops_in([link(1, 2, 3), link(2, 3, 1), link(3, 1, 2), link(4, 4, 1)]) == [(1, 2, 3)]


@given(st.permutations(range(1, 7)), st.data())
def test_relations_that_only_lead_up_an_order_never_close_a_circle(order: list[int], data: st.DataObject) -> None:
    places = st.integers(0, 5)
    pairs = data.draw(st.lists(st.tuples(places, places).filter(lambda p: p[0] < p[1]), max_size=12))
    assume(pairs)
    relations = [link(n, order[low], order[high]) for n, (low, high) in enumerate(pairs)]
    assert loops_in(relations) == []
    low, high = pairs[0]
    assert closing_loop(relations, link(99, order[high], order[low]))[:2] == (order[high], order[low])
