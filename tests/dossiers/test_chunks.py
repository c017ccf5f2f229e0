"""Long parts in pieces: nothing lost, and an insertion leaves the other pieces as they were."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from casework.dossiers import chunks
from casework.dossiers.annexes import Item, Review
from casework.dossiers.content import Snapshot
from casework.dossiers.html import compose
from tests.dossiers import samples
from tests.dossiers.conftest import PHRASES

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


def with_victims(count: int) -> Snapshot:
    """Its second incident has this many victims."""
    made = samples.snapshot()
    first, second, *others = made.incidents
    victims = tuple(dataclasses.replace(second.victims[0], ref=f"V-{at:05d}") for at in range(count))
    return dataclasses.replace(
        made, exhibits=(), incidents=(first, dataclasses.replace(second, victims=victims), *others)
    )


def test_a_very_long_list_of_victims_of_one_incident_is_in_several_pieces_and_nothing_is_lost_or_told_twice() -> None:
    made = with_victims(1500)
    facts = [key for one in made.incidents for name in (*chunks.BEFORE, *chunks.BEHIND) for key in getattr(one, name)]
    for part in chunks.WITH_VICTIMS:
        pieces = list(chunks.views(part, made))
        shown = [one for piece in pieces for one in piece.incidents]
        assert len(pieces) > 4
        assert all(sum(map(chunks.weight, piece.incidents)) < 2 * chunks.MOST for piece in pieces)
        assert [victim for one in shown for victim in one.victims] == [v for one in made.incidents for v in one.victims]
        assert [
            key for one in shown for name in (*chunks.BEFORE, *chunks.BEHIND) for key in getattr(one, name)
        ] == facts
        assert [one.ref for one in shown if not one.is_continued] == [one.ref for one in made.incidents]


def test_a_continued_list_says_so_and_its_incident_has_one_heading_and_one_place_to_link_to() -> None:
    written = "".join(one.html for one in compose(with_victims(600), PHRASES, {}))
    assert written.count('id="i-I-0002"') == 1
    assert written.count("V-00599") == 2  # in the findings and in the annex
    assert "continued" in written


def test_an_incident_with_a_usual_list_of_victims_is_one_row() -> None:
    made = with_victims(60)
    assert list(chunks.rows_of("findings", "incidents", made)) == list(made.incidents)
