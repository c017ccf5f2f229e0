"""What tells a line of text from others at any size: where along it there is ink and where there is none.

A line is described by as many bits as fit a number: more ink than in its middle cell, or less. Ends of a line are its
own measure, so neither the scale of a picture nor its place on the paper matters.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import mul

from PIL import Image

from casework.sandbox.flattening import profile

CELLS = 64
LEAST_LONG = 7.0  # heights of a line: what is shorter stands on many pages
GAP = 0.9  # of that height: what stands farther apart belongs to two pieces
MOST_LINES = 120
THICK = 0.3
FINE = 0.12
DARK = 0.18  # of what the darkest places have over the paper
_INK = re.compile(b"\x01+")
EDGE = 0.02


@dataclass(frozen=True)
class Piece:
    """A piece of a line: its bits, where it begins and ends, and where its middle is (pixels)."""

    bits: int
    left: float
    right: float
    middle: float


def pieces(ink: Image.Image) -> list[Piece]:
    """Every long piece of a line in a level picture of ink, from top to bottom."""
    rows = profile(ink)
    pitch = pitch_of(rows, ink.width)
    if not pitch:
        return []
    floor = sorted(rows)[len(rows) // 10]
    found: list[Piece] = []
    for middle in _middles(rows, pitch)[:MOST_LINES]:
        top, bottom = max(round(middle - THICK * pitch), 0), min(round(middle + THICK * pitch) + 1, ink.height)
        band = ink.crop((0, top, ink.width, bottom))
        found += [
            Piece(bits_of(band, left, right), left, right, middle)
            for left, right in _runs(band, pitch, floor)
            if right - left >= LEAST_LONG * pitch
        ]
    return found


def pitch_of(rows: Sequence[float], width: int) -> float:
    """From one line to the next, in pixels: how far the picture has to be moved to lie on itself best; 0 when nowhere."""
    near, far = max(round(width * 0.012), 4), round(width * 0.09)
    if len(rows) < 2 * far:
        far = len(rows) // 2
    mean = sum(rows) / len(rows)
    level = [row - mean for row in smoothed(rows, 1)]
    wide = smoothed(level, far)
    level = [one - other for one, other in zip(level, wide, strict=True)]
    likeness = [sum(map(mul, level, level[lag:])) for lag in range(near, far)]
    if len(likeness) < 3:
        return 0.0
    most = max(likeness)
    for at in range(1, len(likeness) - 1):  # the first that is nearly as good: twice the distance is as good as once
        if likeness[at - 1] <= likeness[at] >= likeness[at + 1] and likeness[at] >= 0.6 * most > 0:
            return float(near + at)
    return 0.0


def smoothed(rows: Sequence[float], around: int) -> list[float]:
    """The mean of each value and as many on either side; beyond the ends the last value goes on."""
    wide = [rows[0]] * around + list(rows) + [rows[-1]] * around
    sums = list(accumulate(wide, initial=0.0))
    count = 2 * around + 1
    return [(after - before) / count for before, after in zip(sums, sums[count:], strict=False)]


def _middles(rows: Sequence[float], pitch: float) -> list[float]:
    """The middle of each line: where there is more ink than anywhere within half a line."""
    soft, reach = smoothed(rows, max(round(pitch * 0.15), 1)), max(round(pitch * 0.42), 2)
    usual = sorted(soft)[len(soft) * 9 // 10]
    low = sorted(soft)[len(soft) // 10]
    found: list[float] = []
    for at in range(len(soft)):
        around = soft[max(at - reach, 0) : at + reach + 1]
        if soft[at] == max(around) and soft[at] > low + 0.12 * (usual - low) and (not found or at - found[-1] > reach):
            found.append(float(at))
    return found


def _runs(band: Image.Image, pitch: float, floor: float) -> list[tuple[float, float]]:
    """Where ink begins and ends along a line; what stands near each other is one."""
    count = max(round(band.width / max(pitch * FINE, 1.0)), 1)
    row, cell = band.resize((count, 1), Image.Resampling.BILINEAR).tobytes(), band.width / count
    cut = int(floor + DARK * (sorted(row)[count * 95 // 100] - floor))
    found: list[tuple[int, int]] = []
    for one in _INK.finditer(row.translate(bytes(cut + 1) + b"\x01" * (255 - cut))):
        if found and (one.start() - found[-1][1]) * cell < GAP * pitch:
            found[-1] = found[-1][0], one.end()
        else:
            found.append(one.span())
    least = LEAST_LONG * pitch / cell
    above = bytes(round(floor)) + bytes(range(256 - round(floor)))
    return [_weighed(row[start:end].translate(above), start, cell) for start, end in found if end - start >= least]


def _weighed(row: bytes, start: int, cell: float) -> tuple[float, float]:
    """Between which places all but a hundredth or two of the ink lies: a full stop that blurs away moves no end."""
    sums = list(accumulate(row, initial=0))
    ends = [_where(sums, share * sums[-1]) if sums[-1] else len(row) * share for share in (EDGE, 1 - EDGE)]
    return (start + ends[0]) * cell, (start + ends[1]) * cell


def _where(sums: Sequence[float], wanted: float) -> float:
    at = min(max(bisect_left(sums, wanted), 1), len(sums) - 1)
    return at - 1 + (wanted - sums[at - 1]) / ((sums[at] - sums[at - 1]) or 1.0)


def bits_of(band: Image.Image, left: float, right: float) -> int:
    """The bits of a piece of a band."""
    cells = list(_cells(band, left, right))
    usual = sorted(cells)[CELLS // 2]
    return sum(1 << at for at, value in enumerate(cells) if value > usual)


def _cells(band: Image.Image, left: float, right: float) -> Sequence[float]:
    row = band.convert("F").resize((CELLS, 1), Image.Resampling.BOX, box=(left, 0, right, band.height))
    return array("f", row.tobytes())
