"""Draw what happened when, with the uncertainty of every date visible.

An exact day is a filled mark, a span between two days a hollow bar, an open end an arrow: nothing looks more precise
than its source said.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casework.analysis.svg import ACCENT, INK, PAPER, RULE, SOFT, Picture

WIDTH, LABEL_WIDTH, ROW, TOP, PAD = 628.0, 206.0, 26.0, 44.0, 16.0


@dataclass(frozen=True)
class TimelineItem:
    """One thing that happened. `earliest` or `latest` is None where that end is open; both None: not known at all."""

    ref: str
    label: str
    earliest: date | None
    latest: date | None
    is_approximate: bool = False
    href: str | None = None


def window(items: Sequence[TimelineItem]) -> tuple[date, date]:
    """The first and last day shown: all known days and one day (or 4 % of the span) of air on both sides."""
    days = [day for item in items for day in (item.earliest, item.latest) if day]
    if not days:
        raise ValueError("no item has a known date")
    first, last = min(days), max(days)
    air = timedelta(days=max(1, round((last - first).days * 0.04)))
    return first - air, last + air


def ticks(first: date, last: date) -> list[date]:
    """Between four and about twelve round days: days, weeks, months, quarters or years, whichever fits."""
    span = (last - first).days
    if span <= 12:
        return [first + timedelta(days=n) for n in range(span + 1)]
    if span <= 80:
        step = 7 if span > 26 else 2
        return [first + timedelta(days=n) for n in range(0, span + 1, step)]
    months = [date(y, m, 1) for y in range(first.year, last.year + 1) for m in range(1, 13)]
    inside = [day for day in months if first <= day <= last]
    for step in (1, 3, 6, 12, 24, 60):
        chosen = [day for day in inside if (day.month - 1 + 12 * (day.year % 10)) % step == 0]
        if len(chosen) <= 12:
            return chosen
    return inside[:: max(1, len(inside) // 12)]


def draw_item(
    picture: Picture, item: TimelineItem, y: float, at: Callable[[date], float], edges: tuple[float, float]
) -> None:
    """One row: the label, then a dot, a bar or an arrow between the bounds of the date."""
    start = picture.mark()
    picture.text(LABEL_WIDTH - 12, y + 4, shorten(item.label), anchor="end", size=10.5)
    picture.text(PAD, y + 4, item.ref, size=9, fill=SOFT)
    stroke: dict[str, object] = {"stroke": ACCENT, "stroke_width": 1.2}
    if item.earliest is None and item.latest is None:
        picture.text(sum(edges) / 2, y + 4, "?", anchor="middle", fill=SOFT)
    elif item.earliest and item.earliest == item.latest and not item.is_approximate:
        picture.circle(at(item.earliest), y, 5, fill=ACCENT)
    else:
        left = at(item.earliest) if item.earliest else edges[0]
        right = at(item.latest) if item.latest else edges[1]
        if right - left < 8:
            left, right = left - 5, right + 5
        dashes = "3 2" if item.is_approximate or not (item.earliest and item.latest) else None
        picture.rect(left, y - 5, right - left, 10, rx=5, fill="#dbe6f1", stroke_dasharray=dashes, **stroke)
        if item.earliest is None:
            picture.polygon([(left + 8, y - 4), (left + 2, y), (left + 8, y + 4)], fill=ACCENT)
        if item.latest is None:
            picture.polygon([(right - 8, y - 4), (right - 2, y), (right - 8, y + 4)], fill=ACCENT)
    picture.link(item.href, start)


def shorten(words: str, limit: int = 30) -> str:
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def timeline(
    items: Sequence[TimelineItem],
    *,
    title: str,
    description: str,
    lang: str = "en",
    day_words: Callable[[date], str] = date.isoformat,
) -> Picture:
    """One row an item in the order given. `day_words` writes a tick's date in the reader's language."""
    first, last = window(items)
    picture = Picture(WIDTH, TOP + ROW * len(items) + 14, title, description, lang)
    left, right = LABEL_WIDTH + 6, WIDTH - PAD
    scale = (right - left) / max(1, (last - first).days)

    def at(day: date) -> float:
        return left + (day - first).days * scale

    picture.rect(0, 0, picture.width, picture.height, fill=PAPER)
    bottom = TOP + ROW * len(items) - 4
    for day in ticks(first, last):
        picture.line(at(day), TOP - 14, at(day), bottom, stroke=RULE, stroke_width=0.6)
        picture.text(at(day), TOP - 20, day_words(day), anchor="middle", size=8.5, fill=SOFT)
    picture.line(left, TOP - 14, right, TOP - 14, stroke=INK, stroke_width=0.8)
    for row, item in enumerate(items):
        y = TOP + ROW * row + 6
        if row:
            picture.line(PAD, y - ROW / 2, right, y - ROW / 2, stroke="#eceff2", stroke_width=0.6)
        draw_item(picture, item, y, at, (left, right))
    return picture
