"""From the dates of a record to what may be drawn of them: certain days, possible days, open ends. Pure.

The same reading as in `units.chain`: a claim that lasted is certain from the latest day on which it can have begun to
the earliest day on which it can have ended. What happened on one day is certain only when that day is known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casework import dates
from casework.units.periods import Period


@dataclass(frozen=True)
class Extent:
    """Possible from `first` to `last` (None: open, or not known); certain from `sure_from` to `sure_to` (None: on no day)."""

    first: date | None = None
    last: date | None = None
    sure_from: date | None = None
    sure_to: date | None = None
    is_approximate: bool = False

    @property
    def is_unknown(self) -> bool:
        return self.first is None and self.last is None

    def overlaps(self, first: date | None, last: date | None) -> bool:
        """Whether it can have been on some day of a period; what has no date at all cannot be told to."""
        if self.is_unknown:
            return first is None and last is None
        begins_in_time = last is None or self.first is None or self.first <= last
        return begins_in_time and (first is None or self.last is None or self.last >= first)


def read(text: str) -> dates.Span:
    """A stored date; one that cannot be read is unknown, never guessed."""
    try:
        return dates.parse(text)
    except ValueError:
        return dates.UNKNOWN


def of_day(text: str) -> Extent:
    """Something that happened on one day: certain only where that day is known exactly."""
    span = read(text)
    day = span.earliest if span.precision is dates.Precision.EXACT else None
    return Extent(span.earliest, span.latest, day, day, "~" in text)


def of_period(starts: str, ends: str) -> Extent:
    """Something that lasted: from some day in `starts` to some day in `ends`."""
    began, ended = read(starts), read(ends)
    first, last = Period(began, ended).possible
    sure_from = min(began.latest or date.max, last)
    sure_to = max(ended.earliest or date.min, first)
    is_known = not (began.is_unknown and ended.is_unknown)
    is_sure = is_known and first <= sure_from <= sure_to <= last
    return Extent(
        began.earliest,
        ended.latest,
        sure_from if is_sure else None,
        sure_to if is_sure else None,
        "~" in starts + ends,
    )


def of_record(starts: str, ends: str) -> Extent:
    """An incident: a day when only its beginning is recorded, else a period."""
    return of_period(starts, ends) if ends else of_day(starts)


def around(extents: Iterable[Extent]) -> tuple[date, date] | None:
    """The first and the last day that any of them speaks of; None when none of them has a date."""
    days = [day for extent in extents for day in (extent.first, extent.last) if day]
    return (min(days), max(days)) if days else None
