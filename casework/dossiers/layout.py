"""The fingerprint in the layout of a copy: each line of text stands a hair higher or lower, as the copy's key says.

A quarter of a point (0.09 mm) is far below what an eye sees between two lines, and not below what is measured over the
ink of a whole line. Lines move, and nothing else does: links, tags, tables and pictures stay where they are. It outlives
what takes the marks off: cutting the margins, saving the file anew, printing. After line-shift coding (Brassil et al.,
"Electronic marking and identification techniques to discourage document copying", 1995).
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp

STEP = 0.25  # points up or down
BAND = 15.0  # points: all text within moves alike, so that words on one line stay on one line
POINTS = 0.75  # of one unit of the typesetter (CSS pixel)
BANDS = 128
LEAST = 0.5  # of 1.0: how well what was found has to fit the copy,
CHANCE = 0.001  # that one of the other copies fits as well by chance,
APART = 0.15  # and how much better than the next copy it has to fit
COUNTED, GRAIN = 150, 2000
_LINE = re.compile(rb"^(1 0 0 -1 -?[\d.]+ )(-?[\d.]+)( Tm)$", re.MULTILINE)


@dataclass(frozen=True)
class Moved:
    """One line as it was found: page (from 0), where it belongs (points from the top), how far off, how much it counts."""

    page: int
    top: float
    by: float
    weight: float = 1.0


def signs(key: str, page: int) -> list[int]:
    """Up (-1) or down (1) for each band of a page (from 0)."""
    bits = hmac.digest(bytes.fromhex(key), b"casework layout %d" % page, hashlib.sha256)
    return [1 if bits[at // 8] >> at % 8 & 1 else -1 for at in range(BANDS)]


def moved(content: bytes, key: str, page: int) -> bytes:
    """A page's content with each line of text moved."""
    pattern = signs(key, page)

    def shift(line: re.Match[bytes]) -> bytes:
        y = float(line[2])
        return b"%s%.6f%s" % (line[1], y + _sign(pattern, y * POINTS) * STEP / POINTS, line[3])

    return _LINE.sub(shift, content)


def baselines(content: bytes) -> list[float]:
    """Where the lines of a page that was not moved stand: points from the top, each once."""
    return sorted({round(float(line[2]) * POINTS, 3) for line in _LINE.finditer(content)})


def _sign(pattern: Sequence[int], top: float) -> int:
    return pattern[int(top // BAND) % BANDS]


def fit(key: str, lines: Iterable[Moved]) -> float:
    """How well what was found fits a copy's key: 1 exactly, about 0 for any other copy."""
    patterns: dict[int, list[int]] = {}
    along = squares = weights = 0.0
    for one in lines:
        pattern = patterns.setdefault(one.page, []) or patterns[one.page]
        if not pattern:
            pattern.extend(signs(key, one.page))
        along += one.weight * one.by * _sign(pattern, one.top)
        squares += one.weight * one.by**2
        weights += one.weight
    return along / (squares * weights) ** 0.5 if squares and weights else 0.0


@dataclass(frozen=True)
class Judged:
    """Which of the keys what was found fits (none; one; or several that cannot be told apart), how well the best does, and
    the chance that one of all the others that were asked fits as well, had it nothing to do with it."""

    at: list[int]
    fit: float
    chance: float


def judged(keys: Sequence[str], lines: Iterable[Moved], asked: int = 0) -> Judged:
    """`asked`: of how many copies it is asked altogether, when these are some of them."""
    bands = together(lines)
    found = sorted(((fit(key, bands), at) for at, key in enumerate(keys)), reverse=True)
    most = found[0][0] if found else 0.0
    chance = min(max(asked, len(keys)) * by_chance(bands, most), 1.0) if most >= LEAST else 1.0
    return Judged([at for one, at in found if most - one < APART] if chance <= CHANCE else [], most, chance)


def by_chance(bands: Sequence[Moved], most: float) -> float:
    """How probable it is that a random key fits so well: the share of all patterns of up and down that do.

    Keys are random and what is measured does not depend on them: this holds however bad the picture, and for the wrong
    page. Counted out, with each band rounded against the copy; of very many bands Hoeffding's bound is enough.
    """
    along = [one.weight * abs(one.by) for one in bands]
    wanted = most * (sum(one.weight * one.by**2 for one in bands) * sum(one.weight for one in bands)) ** 0.5
    squares = sum(one**2 for one in along)
    if not squares or wanted <= 0:
        return 1.0
    if len(bands) > COUNTED:
        return exp(-(wanted**2) / (2 * squares))
    unit = sum(along) / GRAIN
    sums = {0: 1.0}
    for step in (max(round(one / unit), 0) for one in along):
        after: dict[int, float] = {}
        for total, share in sums.items():
            after[total + step] = after.get(total + step, 0.0) + share / 2
            after[total - step] = after.get(total - step, 0.0) + share / 2
        sums = after
    return sum(share for total, share in sums.items() if total >= wanted / unit - len(along) / 2)


def together(lines: Iterable[Moved]) -> list[Moved]:
    """One for each band of each page: lines of a band move alike, and count once."""
    bands: dict[tuple[int, int], list[Moved]] = {}
    for one in lines:
        bands.setdefault((one.page, int(one.top // BAND)), []).append(one)
    return [_mean(found) for found in bands.values()]


def _mean(lines: Sequence[Moved]) -> Moved:
    weight = sum(one.weight for one in lines)
    by = sum(one.by * one.weight for one in lines) / weight
    return Moved(lines[0].page, lines[0].top, by, (weight / len(lines)) ** 0.5)
