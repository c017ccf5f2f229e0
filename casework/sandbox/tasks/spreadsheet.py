"""A list in an Office Open XML spreadsheet: the rows of its first visible sheet.

Formulas are not evaluated and the results that a program left beside them are not believed: the cell is marked. Macros
lie in a part of their own that nothing here opens. What unpacks to something huge is refused before it is unpacked.
"""

import codecs
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

import openpyxl
from openpyxl.workbook.workbook import Workbook

from casework.sandbox.findings import Problem, Unreadable
from casework.sandbox.tasks.rows import MOST_COLUMNS, Rows

MOST_UNPACKED = 192 * 1024 * 1024
MOST_PARTS = 2_000
_MACROS = "vbaProject.bin"

for _name in ("ascii", "cp437", "utf-8"):
    codecs.lookup(_name)  # loads the codec while files can still be opened


def produce(source: BinaryIO, _options: Mapping[str, Any], out: BinaryIO) -> dict[str, Any]:
    """No options. Writes the rows as `rows.Rows` does."""
    has_macros = _look(source)
    source.seek(0)
    book = openpyxl.load_workbook(source, read_only=True, data_only=False, keep_links=False, keep_vba=False)
    rows = Rows(out)
    name = _read(book, rows)
    told = {"kind": "xlsx", "encoding": "", "separator": "", "rows": rows.count, "sheets": len(book.sheetnames)}
    return told | {"sheet": name, "macros": int(has_macros)}


def _look(source: BinaryIO) -> bool:
    """True for a file with macros. Raises Unreadable for one that is none, locked, or unpacks to something huge."""
    try:
        with zipfile.ZipFile(source) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile:
        raise Unreadable(Problem.DAMAGED) from None
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(Problem.ENCRYPTED)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable(Problem.LIMITS)
    return any(part.filename.endswith(_MACROS) for part in parts)


def _read(book: Workbook, rows: Rows) -> str:
    sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
    if sheet is None:
        raise Unreadable(Problem.UNREADABLE)
    sheet.reset_dimensions()  # what the file says of its size may be wrong, or a trap
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), 1):
        formulas = [at for at, cell in enumerate(cells) if cell.data_type == "f"]
        rows.add(number, [_text(cell.value) for cell in cells], formulas)
    return str(sheet.title)


def _text(value: Any) -> str:
    """A cell as a person reads it; a date as ISO 8601 writes it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool | timedelta):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
