"""Names in two scripts, compared by letters and by sound; what speaks against one person weighs."""

from datetime import date
from itertools import combinations

import pytest

from casework.incidents.comparing import Alike, Person, alike, compare, words_of
from casework.incidents.queue import clusters
from casework.vocabulary import AgeBand, Sex


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
