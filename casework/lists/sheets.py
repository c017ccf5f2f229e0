"""CSV files that go back to who gives lists: an empty one to fill in, and the lines with mistakes. Pure."""

import csv
import io
from collections.abc import Mapping, Sequence

from casework.i18n import _, translations
from casework.lists.checking import Problem
from casework.lists.columns import Column
from casework.lists.table import Line
from casework.spreadsheet import cell

_IN_TEMPLATE = (
    Column.NUMBER, Column.NAME, Column.NAME_LATIN, Column.SEX, Column.AGE, Column.HARMS, Column.HARMED_ON, Column.PLACE,
    Column.CAUSE, Column.CIVILIAN_STATUS, Column.DESCRIPTORS, Column.NEXT_OF_KIN, Column.SOURCES, Column.INCIDENT,
)  # fmt: skip


def template_sheet(language: str) -> str:
    """The names of the columns in one language; they are recognised when the list comes back."""
    return _written([[translations(language).ugettext(column.msgid) for column in _IN_TEMPLATE]])


def problem_sheet(lines: Sequence[Line], bad: Mapping[int, Sequence[Problem]], *, is_headed: bool) -> str:
    """The lines with mistakes as they came, with two more columns: the number of the line, and what is wrong with it."""
    width = max((len(line.cells) for line in lines), default=0)
    head = list(lines[0].cells) if is_headed and lines else [str(at + 1) for at in range(width)]
    rows = [[*_filled(head, width), _("Line"), _("What is wrong")]]
    for line in lines:
        if line.number in bad:
            said = "; ".join(f"{problem.column}: {problem.say}" for problem in bad[line.number])
            rows.append([*_filled(line.cells, width), str(line.number), said])
    return _written(rows)


def _filled(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _written(rows: Sequence[Sequence[str]]) -> str:
    """Semicolons, which every spreadsheet takes; a cell that would be worked out as a formula gets a quote before it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([cell(text) for text in row])
    return out.getvalue()
