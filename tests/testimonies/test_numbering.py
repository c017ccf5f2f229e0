"""Paragraph numbers are permanent once submitted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.testimonies.content import Paragraph
from casework.testimonies.numbering import (
    moved,
    number_paragraphs,
    split_paragraphs,
    split_text,
    without_blank_rows,
)


def _rows(*numbers: str) -> list[Paragraph]:
    return [Paragraph(number=number, original=f"text {number}") for number in numbers]


def _numbers(rows: tuple[Paragraph, ...]) -> list[str]:
    return [row.number for row in rows]


def test_a_draft_is_numbered_in_the_order_of_its_text() -> None:
    assert _numbers(number_paragraphs(_rows("3", "", "1"))) == ["1", "2", "3"]


def test_an_inserted_paragraph_takes_a_letter_and_shifts_nothing() -> None:
    rows = _rows("8", "9", "", "", "10")
    assert _numbers(number_paragraphs(rows, ["8", "9", "10"])) == ["8", "9", "9a", "9b", "10"]


def test_a_letter_that_is_taken_is_not_given_again() -> None:
    rows = _rows("9", "", "9a", "", "10")
    assert _numbers(number_paragraphs(rows, ["9", "9a", "10"])) == ["9", "9b", "9a", "9c", "10"]


def test_what_stands_before_the_first_and_after_the_last_is_numbered_too() -> None:
    rows = _rows("", "1", "2", "", "")
    assert _numbers(number_paragraphs(rows, ["1", "2"])) == ["0a", "1", "2", "3", "4"]


@pytest.mark.parametrize("rows", [_rows("1"), _rows("1", "2", "2"), _rows()])
def test_a_permanent_number_is_neither_dropped_nor_doubled(rows: list[Paragraph]) -> None:
    with pytest.raises(ValueError, match="missing or doubled"):
        number_paragraphs(rows, ["1", "2"])


@given(st.lists(st.booleans(), min_size=1, max_size=60))
def test_whatever_is_inserted_numbers_stay_unique_and_permanent_ones_stay_in_place(inserted: list[bool]) -> None:
    count = inserted.count(False)
    permanent = [str(n) for n in range(1, count + 1)]
    kept = iter(_rows(*permanent))
    rows = [Paragraph(original="new") if new else next(kept) for new in inserted]
    numbers = _numbers(number_paragraphs(rows, permanent))
    assert len(set(numbers)) == len(numbers)
    if permanent:
        assert [n for n, new in zip(numbers, inserted, strict=True) if not new] == permanent


def test_an_emptied_permanent_paragraph_is_withdrawn_and_a_new_blank_one_is_dropped() -> None:
    rows = [Paragraph(number="1"), Paragraph(number="2"), Paragraph(number="3", original="text")]
    kept = without_blank_rows(rows, ["1", "3"])
    assert [(row.number, row.is_withdrawn) for row in kept] == [("1", True), ("3", False)]


def test_a_pasted_text_is_cut_at_blank_lines_only() -> None:
    assert split_text("\r\none\r\nstill one\r\n \r\n\r\ntwo\n\u200f\nthree\n") == ["one\nstill one", "two", "three"]


def test_a_pasted_translation_stands_beside_its_paragraph_and_nothing_is_lost() -> None:
    rows = split_paragraphs("one\n\ntwo", "eins\n\nzwei\n\ndrei")
    assert [(row.original, row.translation) for row in rows] == [("one", "eins"), ("two", "zwei"), ("", "drei")]


def test_where_each_number_went_is_known() -> None:
    before = [Paragraph(number="2"), Paragraph(), Paragraph(number="1")]
    assert moved(before, number_paragraphs(before)) == {"2": "1", "1": "3"}
