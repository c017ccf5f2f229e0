"""Which page of a dossier a picture shows: by where along its lines there is ink.

Each page has a number for every long piece of a line; they are taken once an edition and kept with the fragments, under
the same encryption. The picture's numbers are compared with all of them, then the picture is laid over the few pages
that have most in common with it, in the confined child.
"""

import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

import pikepdf

from casework import sandbox
from casework.config import Settings
from casework.dossiers import layout
from casework.dossiers.cache import FragmentCache
from casework.dossiers.layout_reading import Guess, Measured, content_of, page_of
from casework.sandbox.line_words import CELLS

FORM = "lines of pages, 1"  # another one when the numbers are made in another way
AT_ONCE = 100  # pages a child: who looks at a page of something else waits some seconds at most
MOST_PAGES = 4_000
MOST_TRIED = 6
ALIKE = 18  # of 64 cells that differ: fewer than one pair of lines in a thousand by chance
USUAL = 12  # pages: a line that is like lines of more says nothing
SURE_PAIRS, SURE_ALIKE = 6, 0.5
_READING = sandbox.Limits(seconds=60.0, cpu_seconds=60, most_bytes=4_000_000)
_LAYING = sandbox.Limits(seconds=60.0, cpu_seconds=60, most_bytes=1_000_000)
Lines = Sequence[int]


@dataclass(frozen=True)
class Edition:
    """One body to look in."""

    version_id: int
    language: str
    sha256: str
    data: bytes = field(repr=False, compare=False)


def is_sure(found: Sequence[Measured]) -> bool:
    """The first page is the one: enough agrees, and no page with another number comes near it."""
    pages = [one.page for one in found if one.page]
    if not pages or pages[0].pairs < SURE_PAIRS or pages[0].alike < SURE_ALIKE:
        return False
    return all(one.weight < pages[0].weight / 2 or one.label == pages[0].label for one in pages[1:])


def near_the_best(found: Sequence[Measured]) -> list[Measured]:
    """The same, with the lines of those alone that may as well be the page: the same page of two versions."""
    most = found[0].page.weight if found and found[0].page else 0.0
    return [one if one.page and one.page.weight > most / 2 else replace(one, lines=[]) for one in found]


def lines_of(settings: Settings, edition: Edition) -> list[Lines]:
    """The numbers of every page, from what was kept or out of the body; empty when it could not be read."""
    cache, name = FragmentCache(settings), hashlib.sha256(f"{FORM} {edition.sha256}".encode()).hexdigest()
    if (kept := cache.find_bytes(name)) is not None:
        return [[int(word, 16) for word in row.split()] for row in kept.decode("ascii").split("\n")]
    pages: list[Lines] = []
    for first in range(0, MOST_PAGES, AT_ONCE):
        out = io.BytesIO()
        options = {"first": first, "pages": AT_ONCE}
        made = sandbox.produce("page_lines", options, io.BytesIO(edition.data), out, _READING)
        if made.problem:
            return []
        found = [_numbers(row) for row in out.getvalue().splitlines()]
        pages += found
        if len(found) < AT_ONCE:
            break
    if pages:
        cache.keep_bytes(name, "\n".join(" ".join(f"{one:x}" for one in page) for page in pages).encode("ascii"))
    return pages


def _numbers(row: bytes) -> list[int]:
    return [int(one) % (1 << CELLS) for one in json.loads(row)][:400]


@dataclass(frozen=True)
class Seen:
    """The numbers of the lines that are seen in a picture, how far it was turned for that, and what made it level (for
    the child alone, which says so)."""

    lines: list[int]
    turned: int = 0
    by: Sequence[float] | None = None


def lines_in(picture: bytes) -> Seen:
    """What is seen in a picture; nothing when there is nothing, or it cannot be read."""
    out = io.BytesIO()
    made = sandbox.produce("picture_lines", {}, io.BytesIO(picture), out, _LAYING)
    if made.problem:
        return Seen([])
    try:  # whoever made the picture may speak through the child
        found = json.loads(out.getvalue())
        lines = [int(one) % (1 << CELLS) for one in found["lines"]][:400]
        return Seen(lines, int(found["turned"]) % 360, [float(one) for one in found["by"]][:8])
    except (ValueError, KeyError, TypeError):
        return Seen([])


def upside_down(lines: Lines) -> list[int]:
    """The numbers of the same lines, the picture turned by half a turn."""
    return [int(f"{one:0{CELLS}b}"[::-1], 2) for one in reversed(lines)]


def ranked(seen: Lines, pages: Sequence[Lines]) -> list[tuple[float, int]]:
    """Pages that have lines in common with a picture, the best first, with how much they have."""
    votes: Counter[int] = Counter()
    for one in seen:
        near: dict[int, int] = {}
        for at, page in enumerate(pages):
            apart = min(((one ^ other).bit_count() for other in page), default=CELLS)
            if apart <= ALIKE:
                near[at] = apart
        best = sorted(near, key=lambda at: near[at])[:USUAL]
        for at in best:
            votes[at] += (ALIKE + 2 - near[at]) ** 2
    return [(float(vote), at) for at, vote in votes.most_common(MOST_TRIED * 4)]


def found_in(settings: Settings, picture: bytes, editions: Sequence[Edition]) -> list[Measured]:
    """The pages that a picture may show, the likeliest first."""
    seen = lines_in(picture)
    known = [(edition, lines_of(settings, edition)) for edition in editions] if seen.lines else []
    over = Seen(upside_down(seen.lines), seen.turned + 180)  # made level anew, the other way up
    held, found = max(
        ((one, _best(one.lines, known)) for one in (seen, over)),
        key=lambda one: sum(vote for vote, _edition, _page in one[1][:1]),
    )
    pages = [(edition, page) for _vote, edition, page in found[:MOST_TRIED]]
    return near_the_best(laid_over(picture, pages, held)) if pages else []


def _best(seen: Lines, known: Iterable[tuple[Edition, list[Lines]]]) -> list[tuple[float, Edition, int]]:
    found = [(vote, edition, page) for edition, pages in known for vote, page in ranked(seen, pages)]
    return sorted(found, key=lambda one: -one[0])


def laid_over(picture: bytes, pages: Sequence[tuple[Edition, int]], held: Seen | None = None) -> list[Measured]:
    """What a picture has in common with each of these pages, the likeliest first; those that it does not fit are left
    out."""
    lines: list[list[float]] = []
    labels: list[str] = []
    typeset = io.BytesIO()
    with ExitStack() as opened, pikepdf.new() as alone:
        known = {one: opened.enter_context(pikepdf.open(io.BytesIO(one.data))) for one, _page in pages}
        for edition, page in pages:
            lines.append(layout.baselines(content_of(known[edition], page)))
            labels.append(known[edition].pages[page].label)
            alone.pages.append(known[edition].pages[page])
        alone.save(typeset)
    held_so = {"turned": held.turned, "by": held.by} if held else {}
    out, options = io.BytesIO(), {"picture": len(picture), "lines": lines, **held_so}
    made = sandbox.produce("pages_laid", options, io.BytesIO(picture + typeset.getvalue()), out, _LAYING)
    if made.problem:
        return []
    try:
        found = [
            Measured(one.version_id, one.language, page_of(page, at, told["lines"]),
                     Guess(page, label, int(told["pairs"]), float(told["alike"])))
            for (one, page), label, at, told in zip(pages, labels, lines, json.loads(out.getvalue()), strict=False)
            if told["pairs"]
        ]  # fmt: skip
    except (ValueError, KeyError, TypeError):
        return []
    return sorted(found, key=lambda one: -(one.page.weight if one.page else 0.0))
