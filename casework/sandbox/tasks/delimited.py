"""A list in a text file (CSV, RFC 4180 and what programs make of it): its rows, in which encoding, cut by which sign."""

import csv
from collections.abc import Mapping
from itertools import islice
from typing import Any, BinaryIO

from casework.sandbox.findings import Problem, Unreadable
from casework.sandbox.tasks.encodings import decoded, encoding_of, lines_of, separator_of
from casework.sandbox.tasks.rows import MOST_LETTERS, Rows

MOST_BYTES = 32 * 1024 * 1024
_NAMES = {";": ";", ",": ",", "\t": "tab"}

csv.field_size_limit(MOST_LETTERS * 4)


def produce(source: BinaryIO, options: Mapping[str, Any], out: BinaryIO) -> dict[str, Any]:
    """Options: `encoding`, empty to find out. Writes the rows as `rows.Rows` does; a formula is a text like any other."""
    content = source.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Unreadable(Problem.LIMITS)
    encoding = str(options.get("encoding") or "") or encoding_of(content)
    try:
        text = decoded(content, encoding)
    except (UnicodeDecodeError, LookupError):
        raise Unreadable(Problem.DAMAGED) from None
    if "\0" in text:
        raise Unreadable(Problem.UNREADABLE)
    sign, rows = separator_of(text), Rows(out)
    lines, skipped = lines_of(text), 1 if text[:4].lower() == "sep=" else 0
    reader, line = csv.reader(islice(lines, skipped, None), delimiter=sign), skipped + 1
    try:
        for cells in reader:
            rows.add(line, cells)
            line = skipped + reader.line_num + 1
    except csv.Error:
        raise Unreadable(Problem.DAMAGED) from None
    return {"kind": "csv", "encoding": encoding, "separator": _NAMES[sign], "rows": rows.count, "sheets": 1}
