"""Which encoding and which separator a list in a text file has. Pure.

Unicode is recognised by its marks or because it fits; what is no Unicode is Windows-1256, which Arabic Excel writes and
whose Latin letters are those of French, too. The reader is told, and may say otherwise.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice

ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1256")
SEPARATORS = (";", ",", "\t")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LOOKED_AT = 30  # rows

for _name in ENCODINGS:
    codecs.lookup(_name)  # loads the codec while files can still be opened


def encoding_of(content: bytes) -> str:
    """One of ENCODINGS."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    if name := _without_mark(content[:4096]):
        return name
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1256"
    return "utf-8"


def _without_mark(head: bytes) -> str:
    """UTF-16 that does not say so: every second byte of its spaces, digits and separators is zero."""
    zeros = [head[start::2].count(0) for start in (0, 1)]
    if max(zeros) * 20 < len(head):
        return ""
    return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"


def decoded(content: bytes, encoding: str) -> str:
    """The text without its mark. Raises UnicodeDecodeError, and LookupError for an encoding that is none of ours."""
    if encoding not in ENCODINGS:
        raise LookupError(encoding)
    if encoding == "utf-16" and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = _without_mark(content[:4096]) or "utf-16-le"
    return content.decode(encoding).removeprefix("\ufeff")


def lines_of(text: str) -> Iterator[str]:
    """The lines with their ends; no other sign than CR and LF ends one."""
    return iter(io.StringIO(text, newline=""))


def separator_of(text: str) -> str:
    """The sign that cuts the first rows into most columns, alike in each row; Excel's own `sep=` line is obeyed."""
    first = text[:5].lower()
    if first.startswith("sep=") and first[4:5] in SEPARATORS:
        return first[4]
    scores = {sign: _score(text[:200_000], sign) for sign in SEPARATORS}
    return max(SEPARATORS, key=lambda sign: scores[sign])


def _score(text: str, sign: str) -> tuple[int, int]:
    """How many rows have the most usual number of columns (more than one), and that number."""
    try:
        widths = [len(row) for row in islice(csv.reader(lines_of(text), delimiter=sign), _LOOKED_AT)]
    except csv.Error:
        return (0, 0)
    several = [width for width in widths if width > 1]
    return max(((several.count(width), width) for width in several), default=(0, 0))
