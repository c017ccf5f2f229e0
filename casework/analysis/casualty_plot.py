"""Draw competing casualty figures: one band a category, one row a source, with its date and its number. Pure.

Each band has a number axis of its own, because only like stands beside like. Nothing is added up, averaged or joined by
a line: two sources that count different people on different days are no series.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from casework.analysis.extents import Extent, around
from casework.analysis.svg import ACCENT, INK, PAPER, RULE, SOFT, Picture
from casework.analysis.timeline import LETTER, LIGHT, PAD, Axis, TimelineItem, draw_bar, ticks, with_air

ROW, HEAD, TOP, FOOT = 26.0, 28.0, 62.0, 8.0
ARROW, MOST_TICKS = 22.0, 4


@dataclass(frozen=True)
class Layout:
    """Where the columns stand, and how wide the whole is: room for sources, for days, for numbers."""

    width: float
    source: tuple[float, float]
    dates: tuple[float, float]
    numbers: tuple[float, float]
    most_days: int = MOST_TICKS


SCREEN = Layout(860.0, (60.0, 330.0), (352.0, 508.0), (540.0, 690.0))
PRINTED = Layout(628.0, (52.0, 232.0), (246.0, 346.0), (370.0, 486.0), most_days=3)


@dataclass(frozen=True)
class Counted:
    """What one source counted: from `lowest` to `highest` (None: one number), as of `as_of`; `value` says it in words."""

    ref: str
    source: str
    value: str
    lowest: int
    highest: int | None
    is_at_least: bool
    as_of: Extent


@dataclass(frozen=True)
class Band:
    """The figures of one category. `note` stands beside its name."""

    name: str
    rows: Sequence[Counted]
    note: str = ""


@dataclass(frozen=True)
class Scale:
    """People to places on the picture, from nobody to a round number."""

    top: int
    step: int
    left: float
    right: float

    def at(self, people: int) -> float:
        return self.left + (self.right - self.left) * people / self.top


def scale_for(most: int, layout: Layout = SCREEN) -> Scale:
    """From 0 to a round number not below `most`, in at most four steps of 1, 2 or 5 times a power of ten."""
    power, step = 1, 1
    while step * MOST_TICKS < most:
        step = next((power * times for times in (2, 5) if power * times > step), power * 10)
        power = power * 10 if step == power * 10 else power
    return Scale(max(1, -(-most // step)) * step, step, *layout.numbers)


def height_of(rows: int) -> float:
    """How high a band of so many rows is."""
    return HEAD + ROW * rows + 6


def sheets(bands: Sequence[Band], most: float) -> list[list[Band]]:
    """Bands on as many pictures as it takes, none of them higher than `most`; a band that is higher itself is cut."""
    found: list[list[Band]] = []
    room = 0.0
    rows_a_sheet = int((most - TOP - FOOT - HEAD - 6) / ROW)
    for band in bands:
        for start in range(0, len(band.rows), rows_a_sheet):
            part = Band(band.name, band.rows[start : start + rows_a_sheet], band.note)
            height = height_of(len(part.rows))
            if height > room:
                found.append([])
                room = most - TOP - FOOT
            found[-1].append(part)
            room -= height
    return found


def draw_number(picture: Picture, row: Counted, y: float, scale: Scale) -> None:
    """A dot for one number, a bar for a range; "at least" is an upright with an arrow that leads on from it."""
    left = scale.at(row.lowest)
    right = scale.at(row.highest) if row.highest is not None else left
    if row.highest is not None:
        picture.rect(left, y - 5, max(right - left, 2.0), 10, fill=LIGHT, stroke=ACCENT, stroke_width=1.2)
    elif not row.is_at_least:
        picture.circle(left, y, 5, fill=ACCENT)
    if row.is_at_least:
        picture.line(left, y - 6, left, y + 6, stroke=ACCENT, stroke_width=2.4)
        picture.line(right, y, right + ARROW - 6, y, stroke=ACCENT, stroke_width=1.6)
        tip = right + ARROW
        picture.polygon([(tip - 8, y - 4), (tip, y), (tip - 8, y + 4)], fill=ACCENT)


def draw_date(picture: Picture, as_of: Extent, y: float, axis: Axis) -> None:
    """The date of a count as on the timeline: a dot for a day, a light bar for all it may be, an arrow where it is open."""
    if as_of.is_unknown:
        picture.text((axis.left + axis.right) / 2, y + 4, "?", anchor="middle", fill=SOFT)
    elif as_of.sure_from and not as_of.is_approximate:
        picture.circle(axis.at(as_of.sure_from), y, 4, fill=SOFT)
    else:
        draw_bar(picture, TimelineItem("", "", as_of.first, as_of.last, as_of.is_approximate), y, axis)


def draw_band(
    picture: Picture, band: Band, y: float, axis: Axis, number_words: Callable[[int], str], layout: Layout
) -> None:
    scale = scale_for(max(max(row.lowest, row.highest or 0) for row in band.rows), layout)
    foot = y + HEAD + ROW * len(band.rows)
    picture.rect(0, y, picture.width, HEAD - 6, fill="#f1f4f7")
    name = f"{band.name} ({band.note})" if band.note else band.name
    picture.text(PAD, y + 15, name, size=10.5, bold=True, most=int((scale.left - PAD) / LETTER))
    for people in range(0, scale.top + 1, scale.step):
        picture.line(scale.at(people), y + HEAD - 6, scale.at(people), foot - 4, stroke=RULE, stroke_width=0.6)
        picture.text(scale.at(people), y + 14, number_words(people), anchor="middle", size=8.5, fill=SOFT)
    picture.line(scale.left, y + HEAD - 6, scale.left, foot - 4, stroke=INK, stroke_width=0.8)
    for number, row in enumerate(band.rows):
        middle = y + HEAD + ROW * number + 9
        picture.text(PAD, middle + 4, row.ref, size=9, fill=SOFT)
        room = int((layout.source[1] - layout.source[0]) / LETTER)
        picture.text(layout.source[0], middle + 4, row.source, most=room, size=10.5)
        draw_date(picture, row.as_of, middle, axis)
        draw_number(picture, row, middle, scale)
        picture.text(picture.width - PAD, middle + 4, row.value, anchor="end", size=10, most=room)


def draw_days(picture: Picture, axis: Axis, foot: float, day_words: Callable[[date], str], most: int) -> None:
    """The axis of the dates, above all bands; a few days are named, or their words would lie on each other."""
    days = ticks(axis.first, axis.last)
    for day in days[:: -(-len(days) // most)]:
        picture.line(axis.at(day), TOP - 14, axis.at(day), foot, stroke=RULE, stroke_width=0.6)
        picture.text(axis.at(day), TOP - 20, day_words(day), anchor="middle", size=8.5, fill=SOFT)
    picture.line(axis.left, TOP - 14, axis.right, TOP - 14, stroke=INK, stroke_width=0.8)


def casualty_plot(
    bands: Sequence[Band],
    *,
    title: str,
    description: str,
    lang: str = "en",
    number_words: Callable[[int], str] = str,
    day_words: Callable[[date], str] = date.isoformat,
    layout: Layout = SCREEN,
) -> Picture:
    """Band under band, rows in the order given; `description` stands in the picture, too, so that it leaves with it."""
    height = TOP + sum(height_of(len(band.rows)) for band in bands) + FOOT
    picture = Picture(layout.width, height, title, description, lang)
    picture.rect(0, 0, layout.width, height, fill=PAPER)
    picture.text(PAD, 18, description, size=9, fill=SOFT)
    span = around(row.as_of for band in bands for row in band.rows)
    axis = Axis(*(with_air(*span) if span else (date.min, date.max)), *layout.dates)
    if span:
        draw_days(picture, axis, height - 14, day_words, layout.most_days)
    y = TOP
    for band in bands:
        draw_band(picture, band, y, axis, number_words, layout)
        y += height_of(len(band.rows))
    return picture
