"""Draw who is alleged to have commanded a unit, over time, with what is sure and what is only possible kept apart.

Dark: the days on which a posting held by every reading of its dates. Light: those on which it may have. An open side
ends in an arrow. A vacancy, as a source claims it, is drawn in another colour and hatched by dashes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from casework.analysis.svg import ACCENT, INK, PAPER, RULE, SOFT, WARM, Picture
from casework.analysis.timeline import TimelineItem, ticks, window

WIDTH, LABELS, ROW, TOP, PAD = 628.0, 206.0, 30.0, 46.0, 14.0
LIGHT, LIGHT_WARM = "#dbe6f1", "#f6e3dd"
MOST_ROWS = 40


@dataclass(frozen=True)
class Tenure:
    """One posting or vacancy: who, in which role, its possible days, and its certain days (None: no day is certain)."""

    ref: str
    label: str
    possible: tuple[date | None, date | None]
    certain: tuple[date, date] | None
    is_vacancy: bool = False
    href: str | None = None


@dataclass(frozen=True)
class _Axis:
    first: date
    last: date
    left: float
    right: float

    def at(self, day: date) -> float:
        scale = (self.right - self.left) / max(1, (self.last - self.first).days)
        return min(max(self.left + (day - self.first).days * scale, self.left), self.right)


def command_timeline(
    tenures: Sequence[Tenure],
    *,
    title: str,
    description: str,
    lang: str = "en",
    asked: date | None = None,
    day_words: Callable[[date], str] = date.isoformat,
) -> Picture | None:
    """One row a posting, in the order given; None when no date of any of them is known."""
    known = [day for each in tenures for day in each.possible if day] + ([asked] if asked else [])
    if not any(day for each in tenures for day in each.possible):
        return None
    first, last = window([TimelineItem("", "", day, day) for day in known])
    picture = Picture(WIDTH, TOP + ROW * len(tenures) + 12, title, description, lang)
    axis = _Axis(first, last, LABELS + 6, WIDTH - PAD)
    picture.rect(0, 0, picture.width, picture.height, fill=PAPER)
    _draw_axis(picture, axis, day_words)
    for row, tenure in enumerate(tenures):
        _draw_tenure(picture, tenure, TOP + ROW * row + 8, axis)
    if asked:
        x = axis.at(asked)
        picture.line(x, TOP - 14, x, picture.height - 8, stroke=WARM, stroke_width=1.4)
        picture.text(x, TOP - 32, day_words(asked), anchor="middle", size=9, fill=WARM, bold=True)
    return picture


def _draw_axis(picture: Picture, axis: _Axis, day_words: Callable[[date], str]) -> None:
    for day in ticks(axis.first, axis.last):
        picture.line(axis.at(day), TOP - 14, axis.at(day), picture.height - 8, stroke=RULE, stroke_width=0.6)
        picture.text(axis.at(day), TOP - 19, day_words(day), anchor="middle", size=8, fill=SOFT)
    picture.line(axis.left, TOP - 14, axis.right, TOP - 14, stroke=INK, stroke_width=0.8)


def _draw_tenure(picture: Picture, tenure: Tenure, y: float, axis: _Axis) -> None:
    colour, light = (WARM, LIGHT_WARM) if tenure.is_vacancy else (ACCENT, LIGHT)
    start, (earliest, latest) = picture.mark(), tenure.possible
    picture.text(PAD, y, tenure.ref, size=10, bold=True)
    picture.text(PAD, y + 11, tenure.label, most=34, size=8.5, fill=SOFT)
    left = axis.at(earliest) if earliest else axis.left
    right = max(axis.at(latest) if latest else axis.right, left + 4)
    picture.rect(left, y - 6, right - left, 12, rx=3, fill=light, stroke=colour, stroke_width=1, stroke_dasharray="3 2")
    if tenure.certain:
        sure = axis.at(tenure.certain[0]), axis.at(tenure.certain[1])
        picture.rect(sure[0], y - 6, max(sure[1] - sure[0], 3), 12, rx=2, fill=colour)
    if earliest is None:
        picture.polygon([(left + 8, y - 5), (left + 1, y), (left + 8, y + 5)], fill=colour, stroke=PAPER)
    if latest is None:
        picture.polygon([(right - 8, y - 5), (right - 1, y), (right - 8, y + 5)], fill=colour, stroke=PAPER)
    picture.link(tenure.href, start)
