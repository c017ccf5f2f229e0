"""When somebody reads unusually many identities: a question to ask them, not a reproach. Pure.

Two signs, each over any 24 hours that ended within the last week: more than a fixed number; or several times the
account's own usual day, which is the median of the days (UTC) on which it looked at all, in the 30 days before.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

DAY = timedelta(hours=24)
SHOWN_FOR = timedelta(days=7)
USUAL_OVER = timedelta(days=30)
LOOKS_BACK = SHOWN_FOR + DAY + USUAL_OVER  # what has to be read to answer
FEWEST = 5  # below this, several times the usual is still little


@dataclass(frozen=True)
class Thresholds:
    """More than `most` in 24 hours, or more than `times` the usual day (and at least `FEWEST`)."""

    most: int
    times: int


@dataclass(frozen=True)
class Unusual:
    """The fullest 24 hours: how many identities, when the last of them; the usual day, None without one."""

    count: int
    until: datetime
    usual: float | None


def unusual(times: Sequence[datetime], *, at: datetime, thresholds: Thresholds) -> Unusual | None:
    """The fullest of one account's 24 hours that are out of the ordinary, as seen at the moment `at`; else None."""
    ordered = sorted(times)
    found = [
        seen for end in ordered if at - SHOWN_FOR < end <= at and _is_much(seen := _day_until(ordered, end), thresholds)
    ]
    return max(found, key=lambda seen: (seen.count, seen.until), default=None)


def _day_until(times: Sequence[datetime], end: datetime) -> Unusual:
    start = end - DAY
    count = sum(1 for moment in times if start < moment <= end)
    last = start.astimezone(UTC).date()  # whole days alone: a day cut in two would be half as usual
    days = (moment.astimezone(UTC).date() for moment in times)
    before = Counter(day for day in days if last - USUAL_OVER <= day < last)
    return Unusual(count, end, float(median(before.values())) if before else None)


def _is_much(seen: Unusual, thresholds: Thresholds) -> bool:
    if seen.count > thresholds.most:
        return True
    return seen.usual is not None and seen.count >= FEWEST and seen.count > thresholds.times * seen.usual
