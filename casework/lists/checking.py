"""A list line by line: what each becomes, or what is wrong with it. Pure but for the reader's language.

Nothing is mended silently: a line with a mistake stays out, and is named with what was read and what to do.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from casework.errors import Invalid
from casework.i18n import _
from casework.i18n.labels import label
from casework.incidents.victim_sources import read_line
from casework.incidents.victims import VictimFacts, checked_victim
from casework.leaks.matching import Name, fold, spans, wanted
from casework.leaks.transliteration import key
from casework.lists.cells import Unread, read_age, read_date, read_harms, read_word
from casework.lists.columns import Column, gathered
from casework.lists.table import Line
from casework.sources.given import SourceGiven
from casework.vocabulary import CasualtyConfirmation, CivilianStatus, Harm, Sex

MOST_LETTERS = {
    Column.NAME: 200, Column.NAME_LATIN: 200, Column.ALIASES: 1_000, Column.DATE_OF_BIRTH: 40, Column.ID_NUMBERS: 200,
    Column.NEXT_OF_KIN: 1_000, Column.STATUS_BASIS: 500, Column.PLACE: 200, Column.CAUSE: 500,
    Column.BODY_LOCATION: 500, Column.DESCRIPTORS: 2_000, Column.SOURCES: 3_000, Column.NUMBER: 60,
}  # fmt: skip
_NAMES = (Column.NAME, Column.NAME_LATIN, Column.ALIASES)
_IN_CLEAR = (
    Column.STATUS_BASIS, Column.PLACE, Column.CAUSE, Column.BODY_LOCATION, Column.DESCRIPTORS, Column.SOURCES,
)  # fmt: skip


Wrong = Callable[[Column, str], None]
SourceProblem = Callable[[SourceGiven], str]


@dataclass(frozen=True)
class Given:
    """What was said of the list as a whole: whose it is, where its columns go, what holds for every line."""

    case_id: int
    case_reference: str
    source: str
    columns: Mapping[int, Column]
    harm: Harm | None = None
    incident: str = ""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a line: in which column, what was read there, what to do."""

    line: int
    column: str
    read: str
    say: str


@dataclass(frozen=True)
class Good:
    """A line that becomes a victim; `mark` is the text by which it is known again."""

    line: int
    values: dict[str, Any]
    identity: dict[str, str]
    incident: str
    mark: str
    sources: tuple[SourceGiven, ...] = ()


@dataclass
class Checked:
    """The lines of a list, each in one of both."""

    good: list[Good] = field(default_factory=list)
    bad: dict[int, list[Problem]] = field(default_factory=dict)


def check(lines: Iterable[Line], given: Given, incidents: Collection[str], source_problem: SourceProblem) -> Checked:
    """Check every line; `incidents` are the references that the reader may name, `source_problem` says what is wrong
    with a source (a statement that is not there), each asked once."""
    found, seen, asked = Checked(), dict[str, list[int]](), cache(source_problem)
    for line in lines:
        good, problems = _check_line(line, given, incidents, asked)
        if good is not None and not problems:
            good, problems = _told_apart(good, seen, given)
        if problems:
            found.bad[line.number] = problems
        elif good is not None:
            found.good.append(good)
    return found


def _check_line(
    line: Line, given: Given, incidents: Collection[str], source_problem: SourceProblem
) -> tuple[Good | None, list[Problem]]:
    cells = gathered(line.cells, given.columns)
    problems: list[Problem] = []

    def wrong(column: Column, say: str) -> None:
        problems.append(Problem(line.number, label(column), cells.get(column, ""), say))

    _check_shape(line, cells, given, wrong)
    facts = _read(cells, given, wrong)
    incident = cells.get(Column.INCIDENT, given.incident).strip().upper()
    if incident and incident not in incidents:
        wrong(Column.INCIDENT, _("There is no such incident in this case. Write its reference, as in I-0001."))
    sources = _sources(cells, given)
    for one in sources:
        if problem := source_problem(one):
            wrong(Column.NUMBER if one is sources[0] and Column.NUMBER in cells else Column.SOURCES, problem)
    identity = {column.value: text for column, text in cells.items() if column.is_sealed}
    try:
        values = checked_victim(VictimFacts(**facts), has_name=Column.NAME in cells)
    except Invalid as invalid:
        for name, say in invalid.fields.items():
            column = Column(name) if name in set(Column) else Column.DESCRIPTORS
            if not any(problem.column == label(column) for problem in problems):
                wrong(column, str(say))
        return None, problems
    return Good(line.number, values, identity, incident, _mark(cells, given), sources), problems


def _check_shape(line: Line, cells: Mapping[Column, str], given: Given, wrong: Wrong) -> None:
    """Formulas, lengths, and names where none may stand."""
    for at in sorted(line.formulas):
        if column := given.columns.get(at):
            wrong(column, _("This cell holds a formula. Formulas are not worked out: write the value into the cell."))
    for column, most in MOST_LETTERS.items():
        if len(cells.get(column, "")) > most:
            wrong(column, _("This is longer than %(most)s letters. Shorten it.", most=most))
    for column in _naming_texts(cells):
        wrong(column, _("This text holds the person's name, which belongs into the vault alone. Take it out of here."))


def _read(cells: Mapping[Column, str], given: Given, wrong: Wrong) -> dict[str, Any]:
    """The facts of a line as `VictimFacts` wants them; what is not understood is told to `wrong`."""
    readers: dict[Column, Any] = {
        Column.SEX: lambda text: read_word(Sex, text),
        Column.AGE: read_age,
        Column.CIVILIAN_STATUS: lambda text: read_word(CivilianStatus, text),
        Column.CONFIRMATION: lambda text: read_word(CasualtyConfirmation, text),
        Column.HARMS: read_harms,
        Column.HARMED_ON: read_date,
    }
    facts: dict[str, Any] = {"harms": [given.harm] if given.harm else []}
    for column, text in cells.items():
        if column in readers:
            try:
                facts["age_band" if column is Column.AGE else column.value] = readers[column](text)
            except Unread as unread:
                wrong(column, str(unread))
        elif column in _IN_CLEAR and column is not Column.SOURCES:
            facts[column.value] = text
    return facts | {"is_identified": Column.NAME in cells}


def _sources(cells: Mapping[Column, str], given: Given) -> tuple[SourceGiven, ...]:
    """The list itself, with the line's number in it; then what the line cites."""
    listed = SourceGiven(citation=given.source, locator=cells.get(Column.NUMBER, ""))
    cited = [text for text in cells.get(Column.SOURCES, "").splitlines() if text.strip()]
    return (listed, *(read_line(text, given.case_reference) for text in cited))


def _naming_texts(cells: Mapping[Column, str]) -> list[Column]:
    """Columns in clear whose text holds the person's own name."""
    names = [Name("", name) for column in _NAMES for name in cells.get(column, "").splitlines()]
    texts = [column for column in _IN_CLEAR if cells.get(column)]
    if not names or not texts:
        return []
    texts = [column for column in texts if _may_be_heard(names, cells[column])]
    looked_for = wanted(names, typed=True) if texts else None
    return [column for column in texts if looked_for and spans(cells[column], looked_for)]


def _may_be_heard(names: Iterable[Name], text: str) -> bool:
    """False when no word of any of these names sounds anywhere in the text: the search proper takes a millisecond a line."""
    sounds = "".join(key(word) for word in fold(text).split())
    words = {word.removeprefix("ال") for name in names for word in fold(name.text).split() if len(word) > 2}
    return not words or any(key(word) in sounds for word in words)


def _mark(cells: Mapping[Column, str], given: Given) -> str:
    """The text by which a line is known when it comes again: its number in the list, else all that it says."""
    if number := cells.get(Column.NUMBER):
        return json.dumps([given.case_id, given.source, number], ensure_ascii=False)
    said = sorted((column.value, " ".join(text.split())) for column, text in cells.items())
    return json.dumps([given.case_id, said], ensure_ascii=False)


def _told_apart(good: Good, seen: dict[str, list[int]], given: Given) -> tuple[Good, list[Problem]]:
    """Two equal lines: of a person with a name a mistake, of unnamed people two people, who are counted apart."""
    before = seen.setdefault(good.mark, [])
    if not before:
        before.append(good.line)
        return good, []
    has_number = Column.NUMBER in given.columns.values()
    if has_number or good.identity:
        column = Column.NUMBER if has_number else Column.NAME
        say = _("Line %(line)s says the same. Remove one, or write what tells the two apart.", line=before[0])
        return good, [Problem(good.line, label(column), "", say)]
    before.append(good.line)
    return replace(good, mark=f"{good.mark}#{len(before)}"), []


def problems_in_order(bad: Mapping[int, Sequence[Problem]]) -> list[Problem]:
    """Every problem, by line."""
    return [problem for line in sorted(bad) for problem in bad[line]]
