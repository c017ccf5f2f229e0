"""Draw what happened when, with the uncertainty of every date visible.

An exact day is a filled mark. What lasted is dark on the days on which it was for certain and light on those on which it
may have been; an open end is an arrow, an approximate date dashed: nothing looks more precise than its source said.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casework.analysis.svg import ACCENT, INK, PAPER, RULE, SOFT, Picture

WIDTH, LABEL_WIDTH, ROW, TOP, PAD = 628.0, 206.0, 26.0, 44.0, 16.0
HEAD, BARS = 26.0, 64.0
LIGHT = "#dbe6f1"
REF_SHARE, LETTER = 44.0, 5.4


@dataclass(frozen=True)
class TimelineItem:
    """One thing that happened. `earliest` or `latest` is None where that end is open; both None: not known at all.

    `sure_from` and `sure_to` bound the days on which it was for certain, if there are any.
    """

    ref: str
    label: str
    earliest: date | None
    latest: date | None
    is_approximate: bool = False
    href: str | None = None
    sure_from: date | None = None
    sure_to: date | None = None


@dataclass(frozen=True)
class Count:
    """How many things happened from one day to another, both included."""

    first: date
    last: date
    number: int
    href: str | None = None


@dataclass(frozen=True)
class Lane:
    """One kind of thing: drawn one by one, or counted where they are too many. `note` stands under the heading."""

    name: str
    items: Sequence[TimelineItem] = ()
    counts: Sequence[Count] = ()
    note: str = ""

    @property
    def height(self) -> float:
        head = HEAD if self.name else 0.0
        return head + (BARS if self.counts else 0.0) + ROW * len(self.items)


@dataclass(frozen=True)
class Axis:
    """Days to places on the picture."""

    first: date
    last: date
    left: float
    right: float

    def at(self, day: date) -> float:
        """The middle of a day, kept inside the axis."""
        scale = (self.right - self.left) / max(1, (self.last - self.first).days)
        return min(max(self.left + (day - self.first).days * scale, self.left), self.right)


def window(items: Sequence[TimelineItem]) -> tuple[date, date]:
    """The first and last day shown: all known days and one day (or 4 % of the span) of air on both sides."""
    days = [day for item in items for day in (item.earliest, item.latest) if day]
    if not days:
        raise ValueError("no item has a known date")
    return with_air(min(days), max(days))


def with_air(first: date, last: date) -> tuple[date, date]:
    """A day, or 4 % of the span, on both sides."""
    air = max(1, round((last - first).days * 0.04))
    left = first - timedelta(days=min(air, first.toordinal() - 1))
    return left, last + timedelta(days=min(air, date.max.toordinal() - last.toordinal()))


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


def draw_item(picture: Picture, item: TimelineItem, y: float, axis: Axis) -> None:
    """One row: the label, then a dot, a bar or an arrow between the bounds of the date; hollow: before or after the axis."""
    start = picture.mark()
    room = axis.left - 12 - PAD - REF_SHARE
    picture.text(PAD, y + 4, item.ref, size=9, fill=SOFT)
    picture.text(PAD + REF_SHARE, y + 4, item.label, most=int(room / LETTER), size=10.5)
    if item.earliest is None and item.latest is None:
        picture.text((axis.left + axis.right) / 2, y + 4, "?", anchor="middle", fill=SOFT)
    elif item.latest and item.latest < axis.first:
        picture.polygon([(axis.left + 9, y - 5), (axis.left + 1, y), (axis.left + 9, y + 5)], fill=PAPER, stroke=SOFT)
    elif item.earliest and item.earliest > axis.last:
        picture.polygon(
            [(axis.right - 9, y - 5), (axis.right - 1, y), (axis.right - 9, y + 5)], fill=PAPER, stroke=SOFT
        )
    elif item.earliest and item.earliest == item.latest and not item.is_approximate:
        picture.circle(axis.at(item.earliest), y, 5, fill=ACCENT)
    else:
        draw_bar(picture, item, y, axis)
    picture.link(item.href, start)


def draw_bar(picture: Picture, item: TimelineItem, y: float, axis: Axis) -> None:
    """Light where it may have been, dark where it was; an arrow at an end that nobody knows."""
    left = axis.at(item.earliest) if item.earliest else axis.left
    right = axis.at(item.latest) if item.latest else axis.right
    if right - left < 8:
        left, right = left - 5, right + 5
    dashes = "3 2" if item.is_approximate or not (item.earliest and item.latest) else None
    picture.rect(
        left, y - 5, right - left, 10, rx=5, fill=LIGHT, stroke=ACCENT, stroke_width=1.2, stroke_dasharray=dashes
    )
    if item.sure_from and item.sure_to and item.sure_from <= axis.last and item.sure_to >= axis.first:
        begin, end = axis.at(item.sure_from), axis.at(item.sure_to)
        begin, end = (begin, end) if end - begin >= 6 else ((begin + end) / 2 - 3, (begin + end) / 2 + 3)
        picture.rect(begin, y - 5, end - begin, 10, rx=2, fill=ACCENT)
    if item.earliest is None:
        picture.polygon([(left + 8, y - 4), (left + 2, y), (left + 8, y + 4)], fill=ACCENT)
    if item.latest is None:
        picture.polygon([(right - 8, y - 4), (right - 2, y), (right - 8, y + 4)], fill=ACCENT)


def draw_counts(picture: Picture, lane: Lane, y: float, axis: Axis) -> None:
    """Bars over their days, each with its number."""
    most, foot = max(count.number for count in lane.counts), y + BARS - 12
    picture.line(axis.left, foot, axis.right, foot, stroke=RULE, stroke_width=0.8)
    for count in lane.counts:
        start = picture.mark()
        middle = (axis.at(count.first) + axis.at(count.last)) / 2
        width = max((axis.at(count.last) - axis.at(count.first)) * 0.8, 8.0)
        height = max(30.0 * count.number / most, 2.0)
        picture.rect(middle - width / 2, foot - height, width, height, fill=ACCENT)
        picture.text(middle, foot - height - 4, str(count.number), anchor="middle", size=9)
        picture.link(count.href, start)


def rows(lane: Lane, y: float) -> Iterator[tuple[TimelineItem, float]]:
    below = y + (HEAD if lane.name else 0.0) + (BARS if lane.counts else 0.0)
    for number, item in enumerate(lane.items):
        yield item, below + ROW * number + 6


def draw_lane(picture: Picture, lane: Lane, y: float, axis: Axis) -> None:
    if lane.name:
        picture.rect(0, y - 8, picture.width, HEAD - 6, fill="#f1f4f7")
        picture.text(PAD, y + 6, lane.name, size=10.5, bold=True)
        if lane.note:
            picture.text(picture.width - PAD, y + 6, lane.note, anchor="end", size=9, fill=SOFT)
    if lane.counts:
        draw_counts(picture, lane, y + HEAD, axis)
    for number, (item, at) in enumerate(rows(lane, y)):
        if number:
            picture.line(PAD, at - ROW / 2, axis.right, at - ROW / 2, stroke="#eceff2", stroke_width=0.6)
        draw_item(picture, item, at, axis)


def lanes_timeline(
    lanes: Sequence[Lane],
    span: tuple[date, date],
    *,
    title: str,
    description: str,
    lang: str = "en",
    day_words: Callable[[date], str] = date.isoformat,
    width: float = WIDTH,
    label_width: float = LABEL_WIDTH,
) -> Picture:
    """Lane under lane over one axis from the first to the last day of `span`. Time runs as the language is read."""
    height = TOP + sum(lane.height for lane in lanes) + 14
    picture = Picture(width, height, title, description, lang)
    axis = Axis(*span, label_width + 6, width - PAD)
    picture.rect(0, 0, width, height, fill=PAPER)
    for day in ticks(*span):
        picture.line(axis.at(day), TOP - 14, axis.at(day), height - 18, stroke=RULE, stroke_width=0.6)
        picture.text(axis.at(day), TOP - 20, day_words(day), anchor="middle", size=8.5, fill=SOFT)
    picture.line(axis.left, TOP - 14, axis.right, TOP - 14, stroke=INK, stroke_width=0.8)
    y = TOP
    for lane in lanes:
        draw_lane(picture, lane, y, axis)
        y += lane.height
    return picture


def timeline(
    items: Sequence[TimelineItem],
    *,
    title: str,
    description: str,
    lang: str = "en",
    day_words: Callable[[date], str] = date.isoformat,
) -> Picture:
    """One row an item in the order given. `day_words` writes a tick's date in the reader's language."""
    return lanes_timeline(
        [Lane("", items)], window(items), title=title, description=description, lang=lang, day_words=day_words
    )
