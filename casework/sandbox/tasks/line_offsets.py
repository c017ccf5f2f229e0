"""How far each line of text in the picture of a page is off its place: measured over the ink of whole lines.

Rows of a page that stands straight are added up to a profile; each line's piece of it is laid over the same piece of
the page as it was typeset, and moved until it fits best, to a fraction of a pixel.
"""

import io
import json
from array import array
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, BinaryIO

from PIL import Image

from casework.sandbox.findings import Problem, Unreadable
from casework.sandbox.readers.documents import open_document
from casework.sandbox.tasks.page_symbols import upright

MOST_HEIGHT = 1800
SCALE = 2  # rows of the profile in a point
FINER = 3  # the page is drawn so much larger: letters are set down on whole pixels
ABOVE, BELOW = 8.0, 3.0  # points of a line, from where its letters stand
REACH = 1.2  # points up and down
FINE = 0.1
Profile = list[float]


def produce(source: BinaryIO, options: Mapping[str, Any], out: BinaryIO) -> dict[str, Any]:
    """The source is a picture of `picture` bytes, then the typeset page as a PDF. Option `lines`: points from the top.

    Writes JSON: for each line how far it is off (points) and how much ink it has, or null.
    """
    data = source.read()
    picture = upright(io.BytesIO(data[: int(options["picture"])]))
    page = open_document(io.BytesIO(data[int(options["picture"]) :]))[0]
    sides = page.get_width() / 6, page.get_width() * 5 / 6  # the margins hold other things
    drawn = page.render(scale=SCALE * FINER).to_pil().convert("L")
    if picture.height < 300 or picture.width < 200:
        raise Unreadable(Problem.DAMAGED)
    picture.thumbnail((MOST_HEIGHT * 3, MOST_HEIGHT))
    scale = drawn.width / page.get_width()
    drawn = drawn.crop((int(sides[0] * scale), 0, int(sides[1] * scale), drawn.height))
    wanted = profile(drawn, round(page.get_height() * SCALE))
    found = seen(straightened(picture), len(wanted))
    ratio, shift = coarse(wanted, found)
    lines = [float(one) for one in options["lines"]][:400]
    out.write(json.dumps(trued([offset(wanted, found, ratio, shift, line) for line in lines], lines)).encode())
    return {"ratio": round(ratio, 4), "shift": round(shift, 2)}


def profile(picture: Image.Image, height: int) -> Profile:
    """The ink of each row."""
    column = picture.convert("F").resize((1, picture.height), Image.Resampling.BOX)
    return _ink(
        column.resize((1, height), Image.Resampling.BOX if height <= picture.height else Image.Resampling.BICUBIC)
    )


def seen(picture: Image.Image, height: int) -> Profile:
    """The profile of the middle of the picture, as if it were the whole page at the scale of the drawn one."""
    middle = picture.crop((picture.width // 6, 0, picture.width * 5 // 6, picture.height))
    return profile(middle, height)


def _ink(column: Image.Image) -> Profile:
    return [255.0 - value for value in array("f", column.tobytes())]


def straightened(picture: Image.Image) -> Image.Image:
    """Turned until its rows differ most from each other: lines of text lie along them."""
    small = picture.copy()
    small.thumbnail((600, 850))
    best = max((step * 0.25 for step in range(-14, 15)), key=lambda angle: _contrast(small, angle))
    fine = max((best + step * 0.05 for step in range(-5, 6)), key=lambda angle: _contrast(small, angle))
    return picture.rotate(fine, Image.Resampling.BICUBIC, fillcolor=255) if abs(fine) > 0.02 else picture


def _contrast(picture: Image.Image, angle: float) -> float:
    rows = profile(picture.rotate(angle, Image.Resampling.BILINEAR, fillcolor=255), picture.height)
    return sum((one - other) ** 2 for one, other in pairwise(rows))


def coarse(wanted: Profile, found: Profile) -> tuple[float, float]:
    """By how much the picture is stretched and shifted as a whole: found row = ratio * row + shift."""
    small, rows = wanted[::2], len(wanted)
    mean = sum(small) / len(small)
    level = [value - mean for value in small]

    def likeness(ratio: float, shift: float) -> float:
        return sum(value * at_row(found, ratio * (at * 2) + shift) for at, value in enumerate(level))

    around = [(1 + step * 0.002) for step in range(-15, 16)]
    tries = ((ratio, (1 - ratio) * rows / 2 + lag) for ratio in around for lag in range(-40, 41, 2))
    return max(tries, key=lambda one: likeness(*one))


def at_row(rows: Sequence[float], at: float) -> float:
    """Between two rows, a share of each; outside, nothing."""
    low = int(at)
    if at < 0 or low + 1 >= len(rows):
        return 0.0
    return rows[low] + (rows[low + 1] - rows[low]) * (at - low)


def offset(wanted: Profile, found: Profile, ratio: float, shift: float, line: float) -> tuple[float, float] | None:
    """How far one line is off, and its ink; None without enough of it."""
    rows = range(max(int((line - ABOVE) * SCALE), 0), min(int((line + BELOW) * SCALE), len(wanted)))
    piece = [wanted[row] for row in rows]
    ink = sum(piece)
    if not piece or max(piece) - min(piece) < 6:
        return None
    steps = int(REACH / FINE)
    scores = [
        fits(piece, [at_row(found, ratio * (row + step * FINE * SCALE) + shift) for row in rows])
        for step in range(-steps, steps + 1)
    ]
    top = max(range(len(scores)), key=scores.__getitem__)
    if not 0 < top < len(scores) - 1 or scores[top] < 0.8:
        return None
    before, here, after = scores[top - 1 : top + 2]
    bend = before - 2 * here + after
    return (top - steps + (0.5 * (before - after) / bend if bend else 0.0)) * FINE, ink


def fits(one: Profile, other: Profile) -> float:
    """Correlation."""
    mean, other_mean = sum(one) / len(one), sum(other) / len(other)
    along = sum((a - mean) * (b - other_mean) for a, b in zip(one, other, strict=True))
    size = sum((a - mean) ** 2 for a in one) * sum((b - other_mean) ** 2 for b in other)
    return along / size**0.5 if size else 0.0


def trued(offsets: list[tuple[float, float] | None], lines: list[float]) -> list[tuple[float, float] | None]:
    """Less what the page as a whole is off: a straight line through all, without those that lie far from it."""
    kept = [(line, one[0]) for line, one in zip(lines, offsets, strict=True) if one]
    for _round in range(3):
        if len(kept) < 6:
            return [None] * len(lines)
        middle, mean = sum(x for x, _y in kept) / len(kept), sum(y for _x, y in kept) / len(kept)
        spread = sum((x - middle) ** 2 for x, _y in kept)
        slope = sum((x - middle) * (y - mean) for x, y in kept) / spread if spread else 0.0
        near = [(x, y) for x, y in kept if abs(y - mean - slope * (x - middle)) < 0.6]
        if len(near) == len(kept):
            break
        kept = near
    return [
        (one[0] - mean - slope * (line - middle), one[1]) if one else None
        for line, one in zip(lines, offsets, strict=True)
    ]
