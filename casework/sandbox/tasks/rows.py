"""How the rows of a list leave the child: one JSON line each, [number of the line, cells, columns that hold formulas]."""

import json
from collections.abc import Sequence
from typing import BinaryIO

from casework.sandbox.findings import Problem, Unreadable

MOST_ROWS = 20_001  # with the line of the columns' names
MOST_COLUMNS = 60
MOST_LETTERS = 5_000
MOST_LINES = 100_000  # lines looked at, empty ones too


class Rows:
    """Writes rows; an empty one is left out, and too many or too long ones are no list of people."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self.count = 0

    def add(self, line: int, cells: Sequence[str], formulas: Sequence[int] = ()) -> None:
        """Write one row. Raises Unreadable."""
        kept = [cell.strip() for cell in cells]
        while kept and not kept[-1]:
            kept.pop()
        if line > MOST_LINES or len(kept) > MOST_COLUMNS or any(len(cell) > MOST_LETTERS for cell in kept):
            raise Unreadable(Problem.LIMITS)
        if not kept:
            return
        self.count += 1
        if self.count > MOST_ROWS:
            raise Unreadable(Problem.LIMITS)
        self._out.write(json.dumps([line, kept, list(formulas)]).encode() + b"\n")
