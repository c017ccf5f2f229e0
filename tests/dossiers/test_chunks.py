"""Long parts in pieces: nothing lost, and an insertion leaves the other pieces as they were."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from casework.dossiers import chunks
from casework.dossiers.annexes import Item, Review
from tests.dossiers import samples

REVIEWS = tuple(Review(ref=f"T-{n:04d}", version=1, decision="Approved", date="2025-05-01", reviewer="A-0002") for n in range(2000))  # fmt: skip


@given(st.lists(st.integers(0, 30_000), max_size=60))
def test_the_pieces_together_are_the_whole_and_none_is_much_too_long(lengths: list[int]) -> None:
    rows = [f"{at} {'x' * length}" for at, length in enumerate(lengths)]
    pieces = list(chunks.divide(rows))
    assert [row for piece in pieces for row in piece] == rows
    for piece in pieces[:-1]:
        assert sum(map(chunks.weight, piece)) >= chunks.LEAST
    for piece in pieces:
        assert sum(map(chunks.weight, piece[:-1])) < chunks.MOST


def test_a_row_put_in_between_changes_a_few_pieces_and_no_others() -> None:
    before = list(chunks.divide(REVIEWS))
    after = list(chunks.divide((*REVIEWS[:700], dataclasses.replace(REVIEWS[0], ref="T-0699A"), *REVIEWS[700:])))
    assert len(before) > 8
    assert len(set(after) - set(before)) <= 3


def test_a_part_of_two_lists_shows_each_row_once() -> None:
    items = tuple(Item(ref=f"T-{n:04d}", version=1, sha256="0" * 64) for n in range(1500))
    made = dataclasses.replace(samples.snapshot(), items=items)
    views = list(chunks.views("manifest", made))
    assert len(views) > 3
    assert [one for view in views for one in view.items] == list(items)
    assert [one for view in views for one in view.exhibits] == list(made.exhibits)


def test_a_short_part_is_one_piece() -> None:
    made = samples.snapshot()
    assert list(chunks.views("statements", made)) == [made]
    assert list(chunks.views("summary", made)) == [made]
