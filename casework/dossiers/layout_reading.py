"""Measure the layout of a file that turned up against the body that its copies were made of (see `layout`).

The file comes from anybody: it is taken apart in the confined child, which learns no copy's key.
"""

import io
import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import pikepdf

from casework import sandbox
from casework.dossiers import layout
from casework.dossiers.layout import Moved

MOST_PAGES = 60
MOST_INK = 1e6
MOST_OFF = 1.2  # points; what is farther off is another line
DESCENT = 8.0  # points from a line to the lower edge of its letters; what is farther below is a running head
_LIMITS = sandbox.Limits(seconds=50.0, cpu_seconds=50, most_bytes=16_000_000)


@dataclass(frozen=True)
class Guess:
    """A page (from 0) that a picture may show: how many pieces of lines lie where they should, and how alike picture and
    page are (1: the same)."""

    page: int
    label: str
    pairs: int
    alike: float

    @property
    def weight(self) -> float:
        """What guesses are ordered by."""
        return float(self.pairs * max(self.alike, 0.0) ** 2)


@dataclass(frozen=True)
class Measured:
    """What was measured against one edition of a version; of a picture, on the page that it may show."""

    version_id: int
    language: str
    lines: list[Moved]
    page: Guess | None = None


Pieces = list[list[tuple[int, float]]]


def of_pdf(data: bytes, body: bytes) -> list[Moved]:
    """How far the lines of a PDF are off those of a body; empty when nothing of it is the body's."""
    seen, known = _pieces(data, MOST_PAGES), _pieces(body, 2_000)
    if not seen or not known:
        return []
    pages = _Known(known)
    with pikepdf.open(io.BytesIO(body)) as pdf:
        return [one for rows in seen for one in _on_page(rows, pages, pdf)]


def _pieces(data: bytes, pages: int) -> Pieces:
    out = io.BytesIO()
    made = sandbox.produce("text_lines", {"pages": pages}, io.BytesIO(data), out, _LIMITS)
    if made.problem:
        return []
    return [[(int(word), float(y)) for word, y in json.loads(line)] for line in out.getvalue().splitlines()]


class _Known:
    """The body's pieces of text: on which pages each stands, and where."""

    def __init__(self, pages: Pieces) -> None:
        self.pages = pages
        self._on: dict[int, set[int]] = {}
        for at, rows in enumerate(pages):
            for word, _y in rows:
                self._on.setdefault(word, set()).add(at)

    def page_of(self, rows: Sequence[tuple[int, float]]) -> int | None:
        """The page that most of these pieces stand on; those count that stand on few."""
        votes: Counter[int] = Counter()
        for word, _y in rows:
            on = self._on.get(word, ())
            if len(on) <= 5:
                votes.update(on)
        return votes.most_common(1)[0][0] if votes else None


def _on_page(rows: Sequence[tuple[int, float]], known: _Known, pdf: pikepdf.Pdf) -> list[Moved]:
    page = known.page_of(rows)
    if page is None:
        return []
    there: dict[int, list[float]] = {}
    for word, y in known.pages[page]:
        there.setdefault(word, []).append(y)
    pairs = [(near[0], y - near[0]) for word, y in rows if (near := _nearest(there.get(word, []), y))]
    if not pairs:
        return []
    page_off = median(off for _y, off in pairs) if len(pairs) > 8 else 0.0
    page_off = page_off if abs(page_off) > 2 * layout.STEP else 0.0
    lines = layout.baselines(content_of(pdf, page))
    return [
        Moved(page, lines[at - 1], off - page_off)
        for y, off in pairs
        if abs(off - page_off) < MOST_OFF and (at := bisect_right(lines, y + 0.6)) and y - lines[at - 1] < DESCENT
    ]


def _nearest(known: list[float], y: float) -> list[float]:
    return sorted(known, key=lambda one: abs(one - y))[:1]


def content_of(pdf: pikepdf.Pdf, page: int) -> bytes:
    """The content of a page of a body, whole."""
    found = pdf.pages[page].Contents
    streams = found if isinstance(found, pikepdf.Array) else [found]
    return b"\n".join(one.read_bytes() for one in streams)


def of_picture(data: bytes, body: bytes, page: int) -> list[Moved]:
    """The same of a picture of one whole page (from 0) of the body; empty when its lines cannot be laid over it."""
    with pikepdf.open(io.BytesIO(body)) as pdf, pikepdf.new() as alone:
        if not 0 <= page < len(pdf.pages):
            return []
        lines = layout.baselines(content_of(pdf, page))
        alone.pages.append(pdf.pages[page])
        typeset = io.BytesIO()
        alone.save(typeset)
    options = {"picture": len(data), "lines": lines}
    out = io.BytesIO()
    made = sandbox.produce("line_offsets", options, io.BytesIO(data + typeset.getvalue()), out, _LIMITS)
    found = json.loads(out.getvalue()) if not made.problem else []
    return page_of(page, lines, found)


def page_of(page: int, lines: Sequence[float], found: Sequence[Sequence[float] | None]) -> list[Moved]:
    """What the child found of one page: how far off each line is, and its ink; null of lines that it did not see."""
    return [
        Moved(page, line, float(one[0]), float(one[1]))
        for line, one in zip(lines, found, strict=False)
        if one and abs(one[0]) < MOST_OFF / 2 and 0 < one[1] < MOST_INK
    ]


def page_at(body: bytes, label: str) -> int | None:
    """The page (from 0) that bears this number; or, where none does, the so-manieth."""
    with pikepdf.open(io.BytesIO(body)) as pdf:
        labels = [page.label for page in pdf.pages]
    wanted = label.strip().lower()
    if wanted in labels:
        return labels.index(wanted)
    return int(wanted) - 1 if wanted.isascii() and wanted.isdigit() and 0 < int(wanted) <= len(labels) else None
