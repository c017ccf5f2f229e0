"""Paragraph numbers: one sequence, never reused, kept across versions."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from casework.dossiers import numbering
from casework.dossiers.numbering import assign, letters
from tests.dossiers import samples


def test_the_first_version_counts_from_one() -> None:
    assert assign(["a", "b", "c"], {}) == {"a": "1", "b": "2", "c": "3"}


def test_a_new_paragraph_in_the_middle_takes_a_letter() -> None:
    first = assign(["a", "b", "c"], {})
    second = assign(["a", "new", "newer", "b", "c", "last"], first)
    assert (second["new"], second["newer"], second["last"]) == ("1A", "1B", "4")


def test_the_number_of_a_removed_paragraph_is_never_given_again() -> None:
    first = assign(["a", "b"], {})
    second = assign(["a"], first)
    third = assign(["a", "x"], second)
    assert third["x"] == "3"


def test_letters_go_on_after_z() -> None:
    assert [letters(n) for n in (1, 26, 27, 52, 53)] == ["A", "Z", "AA", "AZ", "BA"]


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), unique=True), max_size=5))
def test_no_two_paragraphs_ever_share_a_number(versions: list[list[str]]) -> None:
    numbers: dict[str, str] = {}
    for keys in versions:
        later = assign(keys, numbers)
        assert all(later[key] == number for key, number in numbers.items())
        assert len(set(later.values())) == len(later)
        numbers = later


def test_all_facts_are_numbered_in_printed_order() -> None:
    made = samples.snapshot()
    assert made.context[0].number == "1"
    assert made.incidents[0].facts[0].number == "2"
    assert made.gaps[0].number == str(len(made.numbers))


def test_the_contents_say_which_paragraphs_a_section_and_an_incident_hold() -> None:
    made = numbering.numbered(samples.snapshot(), {})
    found = numbering.ranges(made)
    first, last = made.incidents[0].facts[0].number, made.gaps[-1].number
    assert found["part-context"] == "1"
    assert found[f"i-{made.incidents[0].ref}"].startswith(f"{first}–")
    assert found["part-findings"].split("–")[0] == first
    assert found["part-gaps"] == last
    assert "part-units" not in numbering.ranges(dataclasses.replace(made, unit_facts=()))
