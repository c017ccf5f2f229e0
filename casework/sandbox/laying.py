"""Lay the picture of a page, or of a part of it, over the page as it was typeset.

Pieces of lines that look alike give the first projection (two of them are four points; what most others agree with
counts); then the offsets of whole lines, in three parts of the width, make it finer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from PIL import Image, ImageChops

from casework.sandbox.flattening import IDENTITY, Point, Projection, chained, projection, taken_from
from casework.sandbox.line_words import CELLS, Piece

ALIKE = 20 / 64  # of the cells: pieces that differ in more are not the same
SEEDS = 16
LEAST_PAIRS = 4
NEAR = 0.7  # of the way from one line to the next
GRID = 4.0  # points of one cell when page and picture are compared as a whole
Pair = tuple[Piece, Piece]  # on the page, and in the picture


@dataclass(frozen=True)
class Laid:
    """Where in the picture each point of the page (in the units of its pieces) is taken from, and what speaks for it."""

    by: Projection
    pairs: list[Pair]


def laid(page: Sequence[Piece], seen: Sequence[Piece], pitch: float) -> Laid | None:
    """None when too few pieces agree. `pitch`: from line to line in the picture, pixels."""
    alike = sorted(
        (((one.bits ^ other.bits).bit_count(), at, to) for to, other in enumerate(seen) for at, one in enumerate(page)),
    )
    pairs = [(page[at], seen[to]) for count, at, to in alike if count <= ALIKE * CELLS]
    best: list[Pair] = []
    for one, other in combinations(pairs[:SEEDS], 2):
        if abs(one[0].middle - other[0].middle) < 1 or abs(one[1].middle - other[1].middle) < pitch * NEAR:
            continue
        by = _by([one, other])
        found = agreeing(by, pairs, pitch) if by and _is_sane(by, page, seen) else []
        if len(found) > len(best):
            best = found
    if len(best) < LEAST_PAIRS:
        return None
    every = [(one, other) for one in page for other in seen]
    by = _by(best)
    for _again in range(3):
        found = agreeing(by, every, pitch) if by else []
        if len(found) < LEAST_PAIRS:
            return None
        best, by = found, _by(found)
    return Laid(by, best) if by else None


def _by(pairs: Sequence[Pair]) -> Projection | None:
    ends = [
        ((getattr(one, side), one.middle), (getattr(other, side), other.middle))
        for one, other in pairs
        for side in ("left", "right")
    ]
    return projection([one for one, _other in ends], [other for _one, other in ends])


def agreeing(by: Projection, pairs: Sequence[Pair], pitch: float) -> list[Pair]:
    """Pairs of which the picture's piece lies where the page's would; each piece once."""
    taken: set[int] = set()
    found = []
    for one, other in pairs:
        if id(other) in taken or id(one) in taken:
            continue
        x, y = taken_from(by, (one.left, one.middle))
        end_x, end_y = taken_from(by, (one.right, one.middle))
        if max(abs(x - other.left), abs(end_x - other.right)) > 1.5 * pitch * NEAR:
            continue
        if max(abs(y - other.middle), abs(end_y - other.middle)) < pitch * NEAR / 2:
            found.append((one, other))
            taken |= {id(one), id(other)}
    return found


def _is_sane(by: Projection, page: Sequence[Piece], seen: Sequence[Piece]) -> bool:
    """A page is not turned over, and not drawn out to many times its size on one side."""
    left, right = min(one.left for one in page), max(one.right for one in page)
    top, bottom = page[0].middle, page[-1].middle
    corners = [taken_from(by, one) for one in ((left, top), (right, top), (left, bottom), (right, bottom))]
    wide, tall = max(one.right for one in seen), max(one.middle for one in seen)
    if any(abs(x) > 4 * wide or abs(y) > 4 * tall for x, y in corners):
        return False
    sizes = [corners[1][0] - corners[0][0], corners[3][0] - corners[2][0]]
    heights = [corners[2][1] - corners[0][1], corners[3][1] - corners[1][1]]
    return min(*sizes, *heights) > 0 and max(sizes) < 2 * min(sizes) and max(heights) < 2 * min(heights)


def warped(ink: Image.Image, by: Projection, size: tuple[int, int], scale: float) -> tuple[Image.Image, Image.Image]:
    """The picture as the page lies, and what of the page it covers; `scale`: pixels of the result in a unit of the page."""
    shrunk = chained(by, (1 / scale, 0.0, 0.0, 0.0, 1 / scale, 0.0, 0.0, 0.0))
    cover = Image.new("L", ink.size, 255)
    return (
        ink.transform(size, Image.Transform.PERSPECTIVE, shrunk, Image.Resampling.BICUBIC),
        cover.transform(size, Image.Transform.PERSPECTIVE, shrunk, Image.Resampling.NEAREST),
    )


def likeness(page: Image.Image, seen: Image.Image, cover: Image.Image, scale: float) -> float:
    """Correlation of the ink of page and picture, cell by cell, where the picture covers the page."""
    cells = max(round(page.width / (GRID * scale)), 1), max(round(page.height / (GRID * scale)), 1)
    one, other, mask = (list(part.resize(cells, Image.Resampling.BOX).tobytes()) for part in (page, seen, cover))
    both = [(a, b) for a, b, c in zip(one, other, mask, strict=True) if c > 250]
    if len(both) < 500:
        return 0.0
    mean, other_mean = sum(a for a, _b in both) / len(both), sum(b for _a, b in both) / len(both)
    along = sum((a - mean) * (b - other_mean) for a, b in both)
    size = sum((a - mean) ** 2 for a, _b in both) * sum((b - other_mean) ** 2 for _a, b in both)
    return float(along / size**0.5) if size else 0.0


def covered(page: Image.Image, cover: Image.Image) -> Image.Image:
    """The page without what the picture does not show."""
    return ImageChops.multiply(page, cover)


def finer(by: Projection, offs: Sequence[tuple[Point, float]]) -> Projection:
    """The projection corrected by how far points of the page were found off their height."""
    if len(offs) < 12:
        return by
    result = [point for point, _off in offs]
    source = [taken_from(by, (x, y + off)) for (x, y), off in offs]
    return projection(result, source) or by


__all__ = ["IDENTITY", "Laid", "agreeing", "covered", "finer", "laid", "likeness", "warped"]
