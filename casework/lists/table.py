"""A list as it comes out of the confined child: its lines, and how they were read. Sealed, it waits in the database."""

import io
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from casework import sandbox
from casework.errors import Invalid
from casework.i18n import _
from casework.sandbox import Limits, Problem

LIMITS = Limits(seconds=60.0, cpu_seconds=50, most_bytes=64 * 1024 * 1024, memory=1024**3)
MOST_COLUMNS = 60
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_INVISIBLE_KEPT = "\n\u200c\u200d"  # a line's end, and the joiners that spell words in Persian and Kurdish


@dataclass(frozen=True)
class Line:
    """One line of the list: its number in the file, its cells, and which of them hold a formula."""

    number: int
    cells: tuple[str, ...]
    formulas: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Table:
    """The lines of a list; the rest says how it was read."""

    lines: tuple[Line, ...]
    kind: str = "csv"
    encoding: str = ""
    separator: str = ""
    sheets: int = 1
    has_macros: bool = False

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max((len(line.cells) for line in self.lines), default=0)


def read_table(source: BinaryIO, encoding: str = "") -> Table:
    """Read a CSV or XLSX file in a confined child. Raises Invalid beside `file`."""
    head = source.read(8)
    if head.startswith(_OLE):
        raise Invalid(
            fields={"file": _("This is an old spreadsheet (.xls), or one with a password. Save it as .xlsx.")}
        )
    is_zip, out = head.startswith(_ZIP), io.BytesIO()
    task, options = ("spreadsheet", {}) if is_zip else ("delimited", {"encoding": encoding})
    made = sandbox.produce(task, options, source, out, LIMITS)
    if made.problem is not None:
        raise Invalid(fields={"file": _why(made.problem, is_zip=is_zip)})
    lines = tuple(_line(text) for text in out.getvalue().splitlines())
    if len(lines) < 2:
        raise Invalid(
            fields={"file": _("The list is empty: a line with the names of the columns and one person at least.")}
        )
    told = made.facts
    return Table(
        lines, str(told.get("kind", "")), str(told.get("encoding", "")), str(told.get("separator", "")),
        int(told.get("sheets", 1)), bool(told.get("macros", 0)),
    )  # fmt: skip


def _why(problem: Problem, *, is_zip: bool) -> str:
    if problem is Problem.ENCRYPTED:
        return _("The file is locked with a password. Save it without one.")
    if problem in (Problem.LIMITS, Problem.TIMEOUT):
        return _(
            "The list is too large: at most 20,000 lines, 60 columns and 5,000 letters a cell. Cut it into several."
        )
    if problem is Problem.NOT_STARTED:
        return _("The list could not be read now. Try again.")
    if problem is Problem.DAMAGED and not is_zip:
        return _("The text does not fit the encoding. Choose another encoding, or save the list as CSV UTF-8.")
    return _("This is no list that can be read here. Save it as CSV, or as an .xlsx spreadsheet.")


def _line(text: bytes) -> Line:
    """Believe as little as possible of what the child says. Raises Invalid."""
    try:
        number, cells, formulas = json.loads(text)
        return Line(int(number), tuple(map(_clean, cells[:MOST_COLUMNS])), frozenset(map(int, formulas)))
    except (ValueError, TypeError, RecursionError):
        raise Invalid(fields={"file": _("The list could not be read now. Try again.")}) from None


def _clean(cell: Any) -> str:
    """Without control and direction signs, spaces of all kinds as one."""
    text = str(cell)[:5_000].replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(
        sign if sign.isprintable() or sign in _INVISIBLE_KEPT else " " if sign.isspace() else "" for sign in text
    )
    return "\n".join(" ".join(part.split()) for part in kept.split("\n")).strip()


def packed(lines: Sequence[Line]) -> bytes:
    """The lines as one value to seal."""
    rows = [[line.number, line.cells, sorted(line.formulas)] for line in lines]
    return zlib.compress(json.dumps(rows, ensure_ascii=False).encode())


def unpacked(data: bytes) -> tuple[Line, ...]:
    """What `packed` was given."""
    return tuple(Line(number, tuple(cells), frozenset(at)) for number, cells, at in json.loads(zlib.decompress(data)))
