"""Rows of the account while it is written."""

import pytest

from casework.testimonies.content import Paragraph
from casework.testimonies.rows import bring_together, operate, paste, same_text


def _rows(*texts: str) -> list[Paragraph]:
    return [Paragraph(number=str(place), original=text) for place, text in enumerate(texts, 1)]


def _texts(rows: object) -> list[str]:
    return [row.original for row in rows]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("do", "texts", "place"),
    [
        ("add", ["a", "b", ""], 2),
        ("insert:0", ["a", "", "b"], 1),
        ("insert:-1", ["", "a", "b"], 0),
        ("insert:99", ["a", "b", ""], 2),
        ("insert:nonsense", ["a", "b", ""], 2),
        ("remove:1", ["a"], 0),
        ("remove:0", ["b"], 0),
        ("save", ["a", "b"], 0),
    ],
)
def test_a_button_does_what_it_says_and_leads_to_its_row(do: str, texts: list[str], place: int) -> None:
    rows, next_place = operate(_rows("a", "b"), do, ())
    assert (_texts(rows), next_place) == (texts, place)


def test_a_submitted_paragraph_is_withdrawn_where_another_is_removed() -> None:
    rows, _place = operate(_rows("a", "b"), "remove:0", {"1", "2"})
    assert [(row.number, row.is_withdrawn) for row in rows] == [("1", True), ("2", False)]


def test_saving_drops_rows_in_which_nothing_was_written() -> None:
    rows, _place = operate([*_rows("a"), Paragraph(), Paragraph(translation="only this")], "save", ())
    assert [(row.original, row.translation) for row in rows] == [("a", ""), ("", "only this")]


def test_a_pasted_text_takes_the_place_of_a_lone_blank_row() -> None:
    assert _texts(paste([Paragraph(number="1")], "x\n\ny", "")) == ["x", "y"]
    assert _texts(paste(_rows("a"), "x", "")) == ["a", "x"]


def test_two_peoples_rows_stand_side_by_side_and_none_is_lost() -> None:
    stored, typed = _rows("same", "theirs", "last"), _rows("same", "mine", "mine too", "last")
    pairs = bring_together(stored, typed)
    shown = [(left.original if left else None, right.original if right else None) for left, right in pairs]
    assert shown == [("same", "same"), ("theirs", "mine"), (None, "mine too"), ("last", "last")]


def test_a_row_that_only_they_have_stands_alone_in_its_place() -> None:
    pairs = bring_together(_rows("theirs", "same"), _rows("same"))
    assert [(left is not None, right is not None) for left, right in pairs] == [(True, False), (True, True)]


def test_a_number_alone_is_no_difference() -> None:
    assert same_text(Paragraph(number="2", original="a"), Paragraph(number="3", original="a"))
    assert not same_text(Paragraph(number="2", original="a"), Paragraph(number="2", original="b"))
