"""Comma-separated values that a spreadsheet may open: no cell is ever read as a formula (OWASP, CSV injection)."""

import csv
import io
from collections.abc import Iterable, Sequence

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(value: object) -> str:
    """The text of a cell; an apostrophe before whatever a spreadsheet would calculate, also behind blanks."""
    text = str(value)
    return f"'{text}" if text.lstrip(" \u00a0\u200e\u200f").startswith(STARTS) else text


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The table in UTF-8 with a mark at its beginning, without which spreadsheets misread Arabic."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
