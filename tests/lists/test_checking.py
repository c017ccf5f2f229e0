"""A list line by line: what is wrong is said with its line, its column, what was read, and what to do."""

from collections.abc import Collection, Sequence

import pytest

from casework.lists.checking import Checked, Given, check, problems_in_order
from casework.lists.columns import Column, guessed
from casework.lists.sheets import problem_sheet, template_sheet
from casework.lists.table import Line, packed, unpacked
from casework.sources.given import SourceGiven
from casework.vocabulary import AgeBand, Harm, Sex
from tests.lists.tables import GOOD, HEAD, columns, table


def given(columns: dict[int, Column], source: str = "S") -> Given:
    return Given(1, "CW-2025-0001", source, columns, Harm.KILLED)


def no_such(one: SourceGiven) -> str:
    """As the database says it."""
    return "There is no T-0099." if one.reference == "T-0099" else ""


def look(lines: Sequence[Line], given: Given, incidents: Collection[str] = ()) -> Checked:
    return check(lines, given, incidents, no_such)


def checked(*rows: Sequence[str], head: Sequence[str] = HEAD) -> Checked:
    return look(table(*rows).lines[1:], given(guessed(head), "SNHR"), {"I-0001"})


def test_a_good_line_becomes_a_victim_with_the_name_apart() -> None:
    (good,) = checked(GOOD).good
    assert good.identity == {"name": GOOD[1]}
    assert GOOD[1] not in str(good.values)
    assert (good.values["sex"], good.values["age_band"], good.values["harmed_on"]) == (
        Sex.FEMALE, AgeBand.FROM_30_TO_44, "2025-03-08",
    )  # fmt: skip
    assert (good.sources, good.values["is_identified"]) == ((SourceGiven(citation="SNHR", locator="1"),), True)


def test_what_a_line_cites_is_read_and_what_is_not_there_is_said() -> None:
    columns_given = columns(Column.DESCRIPTORS, Column.SOURCES)
    found = look([Line(2, ("a", "t-0001 ¶ 9\nA report")), Line(3, ("b", "T-0099"))], given(columns_given))
    in_case = SourceGiven(case_reference="CW-2025-0001", reference="T-0001", locator="¶ 9")
    assert found.good[0].sources[1:] == (in_case, SourceGiven(citation="A report"))
    assert [(one.column, one.say) for one in found.bad[3]] == [("Sources", "There is no T-0099.")]


@pytest.mark.parametrize(
    ("row", "column", "read"),
    [
        (("1", "Salma X", "Z", "34", "", "", ""), "Sex", "Z"),
        (("1", "Salma X", "f", "old", "", "", ""), "Age or age band", "old"),
        (("1", "Salma X", "f", "", "yesterday", "", ""), "Date of the harm", "yesterday"),
        (("1", "", "f", "", "", "", ""), "Descriptors", ""),
        (("1", "Salma X", "f", "", "", "p" * 201, ""), "Place", "p" * 201),
        (
            ("1", "Salma Invented", "f", "", "", "", "Salma Invented, in a grey coat"),
            "Descriptors",
            "Salma Invented, in a grey coat",
        ),
    ],
)
def test_a_mistake_is_said_where_it_is(row: Sequence[str], column: str, read: str) -> None:
    found = checked(GOOD, row)
    assert [good.line for good in found.good] == [2]
    assert [(one.line, one.column, one.read) for one in problems_in_order(found.bad)] == [(3, column, read)]


@pytest.mark.parametrize(
    "note", ["وجدت مع سلمى المخترعة", "Salma al-Mukhtaraa, grey coat", "to SALMA  MUKHTARAA", "لسلمى المخترعة"]
)
def test_the_persons_own_name_is_found_in_either_script(note: str) -> None:
    assert [one.column for one in checked(("1", "سلمى المخترعة", "f", "", "", "", note)).bad[2]] == ["Descriptors"]


def test_every_mistake_of_a_line_is_said_at_once() -> None:
    found = checked(("1", "Salma X", "Z", "old", "?", "", ""))
    assert [one.column for one in found.bad[2]] == ["Sex", "Age or age band", "Date of the harm"]


def test_a_formula_is_never_worked_out() -> None:
    line = Line(2, ("1", "=A1", "f"), frozenset({1}))
    found = look([line], given(columns(Column.NUMBER, Column.NAME, Column.SEX)))
    assert "formula" in found.bad[2][0].say


def test_an_incident_has_to_be_one_of_the_case() -> None:
    wanted = given(columns(Column.DESCRIPTORS, Column.INCIDENT))
    found = look([Line(2, ("a", "i-0001")), Line(3, ("b", "I-0009"))], wanted, {"I-0001"})
    assert [good.incident for good in found.good] == ["I-0001"]
    assert found.bad[3][0].read == "I-0009"


def test_equal_lines_are_a_mistake_with_a_name_and_two_people_without() -> None:
    named = ("Name", "Notes")
    found = look([Line(2, ("Salma X", "a")), Line(3, ("Salma X", "a"))], given(guessed(named)))
    assert "Line 2" in found.bad[3][0].say
    bodies = [Line(number, ("", "a man, burnt")) for number in (2, 3, 4)]
    unnamed = look(bodies, given(guessed(named)))
    assert len({good.mark for good in unnamed.good}) == 3


def test_lines_with_mistakes_go_back_as_they_came_and_nothing_in_them_is_a_formula() -> None:
    lines = table(GOOD, ("2", "=HYPERLINK(1)", "Z", "", "", "", "")).lines
    found = look(lines[1:], given(guessed(HEAD)))
    head, line = problem_sheet(lines, found.bad, is_headed=True).splitlines()
    assert head == "No;Name;Sex;Age;Date;Place;Notes;Line;What is wrong"
    assert line.startswith("2;'=HYPERLINK(1);Z;;;;;3;")


def test_the_empty_list_to_fill_in_is_understood_when_it_comes_back() -> None:
    for language in ("en", "ar"):
        names = template_sheet(language).strip().split(";")
        assert list(guessed(names)) == list(range(len(names)))


def test_lines_are_the_same_after_they_were_packed() -> None:
    lines = (Line(1, ("a", "ب\nc")), Line(7, (), frozenset({0})))
    assert unpacked(packed(lines)) == lines


def test_five_thousand_lines_with_two_hundred_mistakes_give_two_hundred_messages() -> None:
    rows = [
        (str(n), f"Person {n} Invented", "Z" if n % 25 == 0 else "f", "30", "8/3/2025", "Baniyas", "")
        for n in range(1, 5001)
    ]
    found = checked(*rows)
    assert (len(found.good), len(problems_in_order(found.bad))) == (4800, 200)
    assert {one.line for one in problems_in_order(found.bad)} == {n + 1 for n in range(25, 5001, 25)}
