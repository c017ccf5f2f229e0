"""Small numbers: what a reader who knows the rule can work out, by trying every case there is."""

from collections import defaultdict
from collections.abc import Iterator

import pytest

from casework.dossiers.small_cells import FEWER, WITHHELD, Form, Publication, Shown, steady

LEAST, MOST = 3, 10


def parts(total: int, into: int) -> Iterator[tuple[int, ...]]:
    if into == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in parts(total - first, into - 1):
            yield (first, *rest)


def printed(*tables: tuple[int, ...]) -> tuple[object, ...]:
    publication = Publication(LEAST)
    made = [publication.parted(dict(enumerate(one))) for one in tables]
    return (*(one and tuple(one.values()) for one in made), publication.total())


def highest(table: tuple[Shown, ...]) -> int:
    return sum(one.number if one.form is Form.EXACT else LEAST - 1 for one in table)


@pytest.mark.parametrize(("rows", "other_rows"), [(2, 2), (3, 2), (2, 3)])
def test_whoever_knows_the_rule_cannot_tell_a_suppressed_number(rows: int, other_rows: int) -> None:
    """Everything that prints alike is one class: in it each suppressed row takes every value below the threshold. (That
    not all rows of a table are empty can follow from another table that is missing: then zero falls away, no more.)"""
    alike = defaultdict(list)
    for total in range(MOST + 1):
        for one in parts(total, rows):
            for other in parts(total, other_rows):
                alike[printed(one, other)].append((one, other))
    looked = 0
    for shown, cases in alike.items():
        if max(map(highest, filter(None, shown[:2]))) > MOST:  # type: ignore[arg-type]
            continue  # the class goes on beyond what was tried
        for at in (0, 1):
            for row, what in enumerate(shown[at] or ()):  # type: ignore[arg-type, var-annotated]
                if what == FEWER:
                    looked += 1
                    assert {case[at][row] for case in cases} >= set(range(1, LEAST)), (shown, at, row)
    assert looked > 50


def test_a_table_that_gives_back_a_small_number_beside_another_is_not_printed() -> None:
    publication = Publication(5)
    by_sex = publication.parted({"female": 5, "male": 25})
    assert by_sex == {"female": Shown(Form.EXACT, 5), "male": Shown(Form.EXACT, 25)}
    assert publication.parted({"child": 1, "adult": 29}) is None  # 30 - 29: the one child
    assert publication.total() == Shown(Form.EXACT, 30)


def test_the_total_is_told_no_closer_than_the_rows_tell_it() -> None:
    publication = Publication(5)
    assert publication.parted({"I-0001": 12, "I-0002": 3}) == {"I-0001": Shown(Form.EXACT, 12), "I-0002": FEWER}
    assert publication.total() == Shown(Form.AT_LEAST, 12)


def test_zero_is_as_small_as_four() -> None:
    publication = Publication(5)
    assert publication.parted({"a": 0, "b": 4, "c": 9}) == {"a": FEWER, "b": FEWER, "c": Shown(Form.EXACT, 9)}


def test_who_is_in_none_of_the_rows_is_not_given_away() -> None:
    publication = Publication(5)
    publication.parted({"female": 10, "male": 10})
    assert publication.overlapping({"killed": 19, "injured": 12}) == {
        "killed": WITHHELD,  # 20 - 19: the one who lived
        "injured": Shown(Form.EXACT, 12),
    }


@pytest.mark.parametrize(
    ("number", "before", "told"),
    [
        (31, [Shown(Form.EXACT, 30)], Shown(Form.ABOUT, 30)),
        (30, [Shown(Form.EXACT, 30)], Shown(Form.ABOUT, 30)),
        (35, [Shown(Form.EXACT, 30)], Shown(Form.EXACT, 35)),
        (27, [Shown(Form.EXACT, 30), Shown(Form.ABOUT, 25)], Shown(Form.ABOUT, 25)),
        (6, [FEWER], WITHHELD),
        (9, [FEWER], Shown(Form.EXACT, 9)),
    ],
)
def test_two_versions_do_not_tell_of_one_person(number: int, before: list[Shown], told: Shown) -> None:
    assert steady(Shown(Form.EXACT, number), number, before, 5) == told
