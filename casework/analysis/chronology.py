"""From events to the lanes of a timeline: drawn one by one while they are few, counted by day, month or year when not. Pure.

A count stands under a day only when all that is counted there was on that day: what is known no closer than a year is
never put on its first of January. It is told beside the lane instead.
"""

import calendar
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from casework.analysis.events import Event, EventKind
from casework.analysis.extents import around
from casework.analysis.filters import Filters
from casework.analysis.timeline import with_air

MOST_ROWS = 40
MOST_BARS = 62


@dataclass(frozen=True)
class Bucket:
    """A day, month or year and how many events were in it for certain."""

    first: date
    last: date
    number: int


@dataclass(frozen=True)
class Track:
    """One kind of event. `number`: how many in all; `undated`: of them without any date; `vague`: not in one bucket;
    `more`: not drawn, because their day is full."""

    kind: EventKind
    number: int
    events: tuple[Event, ...] = ()
    buckets: tuple[Bucket, ...] = ()
    undated: int = 0
    vague: int = 0
    more: int = 0


@dataclass(frozen=True)
class Chronology:
    """What is drawn, and the days between which it is drawn; no span: nothing has a date."""

    tracks: tuple[Track, ...] = ()
    span: tuple[date, date] | None = None

    @property
    def is_empty(self) -> bool:
        return not self.tracks


def arrange(events: Sequence[Event], filters: Filters) -> Chronology:
    """The lanes in their order, those without events left out."""
    span = span_of(events, filters)
    kinds = {kind: [event for event in events if event.kind is kind] for kind in EventKind}
    return Chronology(tuple(track(kind, found, span) for kind, found in kinds.items() if found), span)


def span_of(events: Sequence[Event], filters: Filters) -> tuple[date, date] | None:
    """The period that was asked for; where it is open, what the events tell. A posting does not stretch it: a commander
    of ten years would press everything else into one spot."""
    core = [event for event in events if event.kind is not EventKind.POSTING]
    known = around(event.extent for event in core) or around(event.extent for event in events)
    first = filters.first or (known[0] if known else filters.last)
    last = filters.last or (known[1] if known else filters.first)
    if first is None or last is None:
        return None
    first, last = min(first, last), max(first, last)
    aired = with_air(first, last)
    return (first if filters.first else aired[0]), (last if filters.last else aired[1])


def track(kind: EventKind, events: Sequence[Event], span: tuple[date, date] | None) -> Track:
    """One lane: rows while they are few."""
    undated = sum(1 for event in events if event.extent.is_unknown)
    dated = [event for event in events if not event.extent.is_unknown]
    if span is None or len(dated) <= MOST_ROWS:
        return Track(kind, len(events), tuple(dated), undated=undated)
    size = bucket_size(*span)
    buckets, vague = counted(dated, size, span)
    if len(buckets) <= 1 and not vague:
        return Track(kind, len(events), tuple(dated[:MOST_ROWS]), undated=undated, more=len(dated) - MOST_ROWS)
    return Track(kind, len(events), buckets=tuple(buckets), undated=undated, vague=vague)


def bucket_size(first: date, last: date) -> str:
    """`day`, `month` or `year`: the smallest of which not too many fit."""
    if (last - first).days < MOST_BARS:
        return "day"
    return "month" if (last.year - first.year) * 12 + last.month - first.month < MOST_BARS else "year"


def bucket_of(day: date, size: str) -> tuple[date, date]:
    """The first and last day of the day, month or year around a day."""
    if size == "day":
        return day, day
    if size == "month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return date(day.year, 1, 1), date(day.year, 12, 31)


def counted(events: Iterable[Event], size: str, span: tuple[date, date]) -> tuple[list[Bucket], int]:
    """Events by bucket in order of time, and how many are known too vaguely, or lasted too long, for one of them."""
    found: Counter[tuple[date, date]] = Counter()
    vague = 0
    for event in events:
        first, last = event.extent.first, event.extent.last
        if first and last and bucket_of(first, size)[1] >= last and span[0] <= first <= span[1]:
            found[bucket_of(first, size)] += 1
        else:
            vague += 1
    return [Bucket(*days, number) for days, number in sorted(found.items())], vague
