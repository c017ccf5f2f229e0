"""Which of some pages a picture shows, and how far each line of text in it is off its place on that page.

Whole pages or parts of them, photographed or scanned: the picture is laid over each page (see `laying`), and each line's
rows are moved over those of the typeset line until they fit best.
"""

import io
import json
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any, BinaryIO

from PIL import Image, ImageChops

from casework.sandbox.flattening import Projection, chained, profile, solved
from casework.sandbox.laying import Laid, finer, laid, likeness, warped
from casework.sandbox.line_words import pieces
from casework.sandbox.readers.documents import open_document
from casework.sandbox.tasks.line_offsets import ABOVE, BELOW, at_row, fits
from casework.sandbox.tasks.page_lines import ink_of_page
from casework.sandbox.tasks.page_symbols import upright
from casework.sandbox.tasks.picture_lines import Level, level, standing

MOST_PAGES = 6
SCALE, FINER = 3, 3
MARGIN = 62.0  # points at either side: other things stand there
PARTS = 4
WORTH = 0.4  # of the best page: what has less in common is not measured
LEAST_ALIKE = 0.8
Offset = tuple[float, float] | None


def produce(source: BinaryIO, options: Mapping[str, Any], out: BinaryIO) -> dict[str, Any]:
    """The source is a picture of `picture` bytes, then a PDF of the pages. Options: `lines`, for each page where its lines
    stand (points from the top); `turned` (degrees) and `by`, what makes the picture level, when they are known.

    Writes JSON, for each page: how many pieces of lines agree, how alike page and picture are (1: the same), and for
    each line how far it is off (points) and how much ink it has, or null; of pages that others are far before, no lines.
    """
    data = source.read()
    turned = None if options.get("turned") is None else int(options["turned"])
    picture, _turned = standing(upright(io.BytesIO(data[: int(options["picture"])])), turned)
    seen = level(picture, tuple(map(float, options["by"])) if options.get("by") else None)
    document = open_document(io.BytesIO(data[int(options["picture"]) :]))
    pages = [document[at] for at in range(min(len(document), MOST_PAGES))]
    first = [placed(seen, page) for page in pages]
    most = max((len(one.pairs) * alike for one, alike in first if one), default=0.0)
    found = [
        _measured(seen, page, one, alike, [float(line) for line in lines][:400], most)
        for page, (one, alike), lines in zip(pages, first, options["lines"], strict=False)
    ]
    out.write(json.dumps(found).encode())
    return {"pages": len(found)}


def placed(seen: Level, page: Any) -> tuple[Laid | None, float]:
    """Where on the page the picture lies, and how alike they are by then."""
    ink = ink_of_page(page, 1.0)
    one = laid(pieces(ink), seen.pieces, seen.pitch) if seen.pieces else None
    if one is None:
        return None, 0.0
    shown, cover = warped(seen.ink, chained(seen.by, one.by), ink.size, 1.0)
    return one, likeness(ink, shown, cover, 1.0)


def _measured(
    seen: Level, page: Any, one: Laid | None, alike: float, lines: Sequence[float], most: float
) -> dict[str, Any]:
    if one is None or len(one.pairs) * alike < WORTH * most:
        return {"pairs": len(one.pairs) if one else 0, "alike": round(alike, 3), "lines": []}
    by, typeset = chained(seen.by, one.by), ink_of_page(page, SCALE, FINER)
    for reach in (3.0, 1.5):
        shown, cover = warped(seen.ink, by, typeset.size, SCALE)
        by = finer(by, _off_in_parts(typeset, shown, cover, lines, reach))
    shown, cover = warped(seen.ink, by, typeset.size, SCALE)
    middle = (MARGIN + 38.0, typeset.width / SCALE - MARGIN)
    offs = trued(offsets(typeset, shown, cover, lines, middle, 1.2), lines)
    return {"pairs": len(one.pairs), "alike": round(likeness(typeset, shown, cover, SCALE), 3), "lines": offs}


def _off_in_parts(
    typeset: Image.Image, shown: Image.Image, cover: Image.Image, lines: Sequence[float], reach: float
) -> list[tuple[tuple[float, float], float]]:
    """How far off the lines are in each part of the width: what the projection is made finer by."""
    wide = (typeset.width / SCALE - 2 * MARGIN) / PARTS
    found = []
    for part in range(PARTS):
        sides = MARGIN + part * wide, MARGIN + (part + 1) * wide
        offs = offsets(typeset, shown, cover, lines, sides, reach)
        found += [((sum(sides) / 2, line), one[0]) for line, one in zip(lines, offs, strict=True) if one]
    usual = median(off for _point, off in found) if found else 0.0
    return [one for one in found if abs(one[1] - usual) < reach * 0.7]


def offsets(
    typeset: Image.Image, shown: Image.Image, cover: Image.Image, lines: Sequence[float], sides: tuple[float, float],
    reach: float,
) -> list[Offset]:  # fmt: skip
    """How far each line is off between two places of the width (points), and its ink; None where it is not seen."""
    box = int(sides[0] * SCALE), 0, int(sides[1] * SCALE), typeset.height
    seen = cover.crop(box)
    wanted, there = profile(ImageChops.multiply(typeset.crop(box), seen)), profile(shown.crop(box))
    whole = profile(seen)
    return [_offset(wanted, there, whole, line, reach) for line in lines]


def _offset(wanted: list[float], there: list[float], whole: list[float], line: float, reach: float) -> Offset:
    rows = range(max(int((line - ABOVE) * SCALE), 0), min(int((line + BELOW) * SCALE), len(wanted)))
    piece = [wanted[row] for row in rows]
    if not piece or max(piece) - min(piece) < 4 or min(whole[row] for row in rows) < 128:
        return None
    steps = int(reach * SCALE * 2)
    scores = [fits(piece, [at_row(there, row + step / 2) for row in rows]) for step in range(-steps, steps + 1)]
    top = max(range(len(scores)), key=scores.__getitem__)
    if not 0 < top < len(scores) - 1 or scores[top] < LEAST_ALIKE:
        return None
    before, here, after = scores[top - 1 : top + 2]
    bend = before - 2 * here + after
    return (top - steps + (0.5 * (before - after) / bend if bend else 0.0)) / 2 / SCALE, sum(piece)


def trued(offs: Sequence[Offset], lines: Sequence[float]) -> list[Offset]:
    """Less what changes slowly down the page: paper that bends. Of a whole page a curve, of a part of one a line."""
    kept = [(line / 400 - 1, one[0]) for line, one in zip(lines, offs, strict=True) if one]
    powers: Projection = ()
    for _round in range(4):
        count = 4 if len(kept) >= 28 else 2
        if len(kept) < 6:
            return [None] * len(lines)
        table = [[sum(x ** (i + j) for x, _y in kept) for j in range(count)] for i in range(count)]
        powers = solved(table, [sum(y * x**i for x, y in kept) for i in range(count)]) or ()
        near = [(x, y) for x, y in kept if abs(y - _at(powers, x)) < 0.6]
        if len(near) == len(kept):
            break
        kept = near
    left = [
        (one[0] - _at(powers, line / 400 - 1), one[1]) if one else None for line, one in zip(lines, offs, strict=True)
    ]
    return [one if one and abs(one[0]) < 0.6 else None for one in left]


def _at(powers: Sequence[float], x: float) -> float:
    return sum(value * x**at for at, value in enumerate(powers))
