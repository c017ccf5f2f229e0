"""Pages that differ when text flows: what moved does not, what changed does, and numbers are told apart."""

import random
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casework.dossiers.aligning import same
from casework.dossiers.flowing import Compared, Kind, Pair, compare

WORDS = [f"w{number}" for number in range(5_000)]


def prose(count: int, seed: int = 1) -> list[str]:
    return random.Random(seed).choices(WORDS, k=count)  # noqa: S311


def paged(words: list[str], size: int = 100) -> list[list[str]]:
    return [words[at : at + size] for at in range(0, len(words), size)]


@pytest.mark.parametrize(
    "before, after, found",
    [
        ("abc", "abc", []),
        ("abc", "axbc", [Pair(None, 2)]),
        ("abc", "ac", [Pair(2, None)]),
        ("abc", "axc", [Pair(2, 2)]),
        ("abcd", "axyd", [Pair(2, 2), Pair(3, 3)]),
        ("abcd", "xabycd", [Pair(None, 1), Pair(None, 4)]),
        ("", "ab", [Pair(None, 1), Pair(None, 2)]),
    ],
)
def test_a_page_put_in_makes_no_later_page_differ(before: str, after: str, found: list[Pair]) -> None:
    assert compare([[one] for one in before], [[one] for one in after]).pairs == found


def test_a_sentence_put_in_makes_no_page_differ_onto_which_later_text_flows() -> None:
    text = prose(3_000)
    found = compare(paged(text), paged([*text[:250], *prose(37, 2), *text[250:]]))
    assert found == Compared([Pair(3, 3)], {}, {3: [(50, 87)]})


def test_a_changed_word_after_the_shift_is_found_where_it_stands_on_both_sides() -> None:
    text = prose(3_000)
    later = [*text[:250], *prose(30, 2), *text[250:]]
    later[2_040] = "other"
    found = compare(paged(text), paged(later))
    assert found.pairs == [Pair(3, 3), Pair(21, 21)]
    assert (found.gone, found.new[21]) == ({21: [(10, 11)]}, [(40, 41)])


def test_notes_at_the_foot_that_stay_while_text_passes_them_are_no_difference() -> None:
    text, notes = prose(400), [prose(12, seed) for seed in (5, 6, 7, 8)]
    before = [[*page, *note] for page, note in zip(paged(text), notes, strict=True)]
    moved = [*text[:20], *prose(8, 3), *text[20:]]
    after = [[*page, *note] for page, note in zip(paged(moved), [*notes, []], strict=True)]
    assert compare(before, after).pairs == [Pair(1, 1)]


def test_pages_on_which_notes_were_counted_anew_are_told_from_those_that_changed() -> None:
    pages = [[*prose(20, number), f"then.{number}", "people"] for number in range(1, 5)]
    later = [[*prose(20, number), f"then.{number + 1}", "people"] for number in range(1, 5)]
    later[2][0] = "other"
    kinds = [pair.kind for pair in compare(pages, later).pairs]
    assert kinds == [Kind.NUMBERS, Kind.NUMBERS, Kind.CHANGED, Kind.NUMBERS]
    assert compare([["12", "dead"]], [["13", "dead"]]).pairs == [Pair(1, 1, numbers=True)], "listed, not hidden"


def test_one_word_that_vanishes_here_and_stands_there_is_no_line_that_moved() -> None:
    text = prose(300)
    found = compare(paged([*text[:10], "not", *text[10:]]), paged([*text[:250], "not", *text[250:]]))
    assert {page for page, spans in found.gone.items() if spans} == {1}
    assert set(found.new) == {3}


texts = st.lists(st.sampled_from("abcdef"), max_size=60)


@given(texts, texts)
def test_what_is_said_to_be_the_same_is_the_same_and_in_order(before: list[str], after: list[str]) -> None:
    at = to = 0
    for one in same(before, after):
        assert one.length > 0
        assert (one.before >= at, one.after >= to) == (True, True)
        at, to = one.before + one.length, one.after + one.length
        assert before[one.before : at] == after[one.after : to]


@given(texts, st.integers(1, 9), st.integers(1, 9))
@example(["a", "a", "a"], 1, 2)  # a page that is like another page elsewhere
@example(["x", "y", "z", "x", "y"], 3, 2)
def test_the_same_text_on_pages_of_another_size_does_not_differ(words: list[str], size: int, other: int) -> None:
    assert compare(paged(words, size), paged(words, other)).pairs == []


def test_a_thousand_pages_whose_text_flowed_on_are_compared_in_seconds() -> None:
    text = prose(200_000)
    began = time.process_time()
    found = compare(paged(text, 200), paged([*text[:100], "new", *text[100:]], 200))
    assert found.pairs == [Pair(1, 1)]
    assert time.process_time() - began < 10  # half a second; forty when it were quadratic
