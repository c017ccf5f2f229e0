"""Names in two scripts, compared by letters and by sound; what speaks against one person weighs."""

from datetime import date
from itertools import combinations

import pytest

from casework.incidents import comparing
from casework.incidents.comparing import Alike, Comparison, Person, compare, is_comparable, words_of
from casework.incidents.duplicates import clusters
from casework.vocabulary import AgeBand, Sex


def alike(people: list[Person]) -> list[Alike]:
    return comparing.alike(people).pairs


def person(key: int, *names: str, **known: object) -> Person:
    return Person(key, names, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("سلمى حسن المخترعة", "سلمى حسن المخترعه"),
        ("سلمى المخترعة", "سلمى حسن المخترعة"),
        ("محمد العلي", "Muhammad al-Ali"),
        ("عبد الرحمن حداد", "Haddad Abd al-Rahman"),
        ("Mohamed Haddad", "Mohammed Hadad"),
        ("أحمد إسماعيل", "احمد اسماعيل"),
    ],
)
def test_one_name_written_in_two_ways_is_found(one: str, other: str) -> None:
    assert [
        (pair.first, pair.second) for pair in alike([person(1, one), person(2, other), person(3, "نادر شاهين")])
    ] == [(1, 2)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("سلمى حداد", "ليلى حداد"), ("سلمى حداد", "سلمى شاهين"), ("Omar Haddad", "سمير حداد"), ("سلمى", "سلمى")],
)
def test_other_names_are_no_pair(one: str, other: str) -> None:
    assert alike([person(1, one), person(2, other)]) == []


def test_sex_forbids_and_age_date_and_place_weigh() -> None:
    name, day = "سلمى المخترعة", date(2025, 3, 8)
    base = {"sex": Sex.FEMALE, "age": AgeBand.FROM_30_TO_44, "place": "بانياس", "earliest": day, "latest": day}
    (same,) = alike([person(1, name, **base), person(2, name, **base | {"place": "Baniyas"})])
    assert same == Alike(1, 2, 100, ("name", "age", "date", "place"))
    assert alike([person(1, name, **base), person(2, name, **base | {"sex": Sex.MALE})]) == []
    far = {"age": AgeBand.FROM_60, "earliest": date(2024, 1, 1), "latest": date(2024, 1, 1)}
    assert alike([person(1, name, **base), person(2, name, **base | far)]) == []


def test_the_blocks_lose_no_pair_that_comparing_everybody_finds() -> None:
    first = ("سلمى", "Salma", "محمد", "Mohamed", "عمر", "Omar", "هدى")
    last = ("حداد", "Haddad", "المخترع", "Mukhtara", "شاهين")
    people = [person(n, f"{one} {two}") for n, (one, two) in enumerate((a, b) for a in first for b in last)]
    words = {one.key: [words_of(name) for name in one.names] for one in people}
    every = [compare(a, words[a.key], b, words[b.key]) for a, b in combinations(people, 2)]
    assert {(pair.first, pair.second) for pair in alike(people)} == {
        (pair.first, pair.second) for pair in every if pair
    }


def test_records_that_are_one_person_through_one_another_are_one_group() -> None:
    assert sorted(map(sorted, clusters([(1, 2), (5, 6), (2, 3), (6, 5)]))) == [[1, 2, 3], [5, 6]]


def test_one_number_is_enough_whatever_else_was_written_and_other_numbers_weigh_against() -> None:
    base = {"age": AgeBand.FROM_30_TO_44, "place": "Baniyas"}
    one, two = frozenset({b"1", b"2"}), frozenset({b"2"})
    (pair,) = alike([person(1, "Salma Haddad", numbers=one, sex=Sex.FEMALE), person(2, numbers=two, sex=Sex.MALE)])
    assert (pair.why, pair.score >= 96) == (("number",), True)
    name = "سلمى حداد"
    (with_others,) = alike([person(1, name, numbers=one, **base), person(2, name, numbers=frozenset({b"3"}), **base)])
    (without,) = alike([person(1, name, **base), person(2, name, **base)])
    assert without.score - with_others.score == 10


DAY = date(2025, 3, 7)
UNNAMED: dict[str, object] = {
    "sex": Sex.MALE, "age": AgeBand.FROM_30_TO_44, "place": "Sanobar", "earliest": DAY, "latest": DAY,
    "descriptors": "brown leather jacket, old scar on the left hand",
}  # fmt: skip


@pytest.mark.parametrize(
    ("other", "is_found"),
    [
        ({}, True),
        ({"descriptors": "scar on left hand, old; jacket of brown leather"}, True),
        ({"age": AgeBand.UNKNOWN}, True),
        ({"descriptors": "brown leather jacket"}, False),
        ({"place": "Jableh"}, False),
        ({"earliest": None, "latest": None}, False),
        ({"sex": Sex.UNKNOWN}, False),
        ({"names": ("Salma Haddad",)}, False),
    ],
)
def test_people_without_a_name_are_compared_by_what_describes_them(other: dict[str, object], is_found: bool) -> None:
    known = UNNAMED | other
    names = known.pop("names", ())
    found = alike([person(1, **UNNAMED), person(2, *names, **known)])  # type: ignore[misc]
    assert [pair.why[0] for pair in found] == ["description"] * is_found


def test_who_has_too_little_to_go_by_is_not_comparable() -> None:
    for one in (person(1), person(1, "Salma"), person(1, descriptors="a man"), person(1, "سلمى", sex=Sex.FEMALE)):
        assert not is_comparable(one)
    assert is_comparable(person(1, numbers=frozenset({b"1"})))


def test_a_block_of_very_many_is_cut_and_what_is_left_out_is_counted() -> None:
    many = [person(n, f"Mohamed Haddad {chr(98 + n % 20) * 2}ar{n}em") for n in range(200)]
    twins = [person(901, "Mohamed Haddad Nader"), person(902, "Mohammed Hadad Nadir")]
    made = comparing.alike([*many, *twins])
    assert (901, 902) in {(pair.first, pair.second) for pair in made.pairs}
    assert made.narrowed == 202
    bare = comparing.alike([person(n, "Mohamed Haddad") for n in range(200)])
    assert (bare.pairs, bare.narrowed, bare.skipped) == ([], 200, 200)
    aged = [person(n, "Mohamed Haddad", age=list(AgeBand)[n % 4]) for n in range(200)]
    assert (comparing.alike(aged).skipped, len(comparing.alike(aged).pairs)) == (0, 4 * 50 * 49 // 2)
    assert comparing.alike([]) == Comparison()
