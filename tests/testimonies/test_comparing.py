"""What differs between two versions."""

from hypothesis import given
from hypothesis import strategies as st

from casework.testimonies.comparing import Fate, Mark, compare, word_runs
from casework.testimonies.content import Paragraph
from tests.testimonies.building import complete


def _numbered(*rows: tuple[str, str]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(number=number, original=text) for number, text in rows)


def test_a_changed_word_is_marked_and_the_rest_is_not() -> None:
    runs = word_runs("on the 7th of March", "on the 8th of March")
    assert [(run.mark, run.text) for run in runs] == [
        (Mark.SAME, "on the "),
        (Mark.REMOVED, "7th"),
        (Mark.ADDED, "8th"),
        (Mark.SAME, " of March"),
    ]


@given(st.text(max_size=80), st.text(max_size=80))
def test_both_texts_can_be_read_out_of_the_runs(before: str, after: str) -> None:
    runs = word_runs(before, after)
    assert "".join(run.text for run in runs if run.mark is not Mark.ADDED) == before
    assert "".join(run.text for run in runs if run.mark is not Mark.REMOVED) == after


def test_very_long_texts_are_shown_whole_rather_than_for_minutes() -> None:
    runs = word_runs("a " * 3_000, "b " * 3_000)
    assert [run.mark for run in runs] == [Mark.REMOVED, Mark.ADDED]


def test_every_fate_of_a_paragraph_is_told_in_the_order_of_the_text() -> None:
    gone = Paragraph(number="3", is_withdrawn=True)
    before = complete().changed(paragraphs=_numbered(("1", "same"), ("2", "old"), ("3", "gone"), ("4", "draft only")))
    after = complete().changed(paragraphs=(*_numbered(("1", "same"), ("1a", "inserted"), ("2", "new")), gone))
    rows = compare(before, after).paragraphs
    assert [(row.number, row.fate) for row in rows] == [
        ("1", Fate.SAME),
        ("1a", Fate.ADDED),
        ("2", Fate.CHANGED),
        ("3", Fate.WITHDRAWN),
        ("4", Fate.WITHDRAWN),
    ]


def test_a_paragraph_taken_back_in_is_restored() -> None:
    before = complete().changed(paragraphs=(Paragraph(number="1", is_withdrawn=True),))
    after = complete().changed(paragraphs=_numbered(("1", "again")))
    assert compare(before, after).paragraphs[0].fate is Fate.RESTORED


def test_only_the_fields_that_differ_are_told() -> None:
    comparison = compare(complete(), complete(interviewer="Interviewer 9"))
    assert [(change.name, change.after) for change in comparison.fields] == [("interviewer", "Interviewer 9")]
    assert compare(complete(), complete()).is_empty


def test_one_step_of_the_form_can_be_compared_alone() -> None:
    other = complete("else", interviewer="Interviewer 9")
    comparison = compare(complete(), other, only=("interviewer", "kind"))
    assert ([change.name for change in comparison.fields], comparison.paragraphs) == (["interviewer"], ())
