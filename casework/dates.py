"""Dates that are known more or less exactly: one string each, read as the bounds between which the day lies.

The notation follows EDTF (ISO 8601-2): `2025-03-08` exact, `2025-03` month, `2025` year, `/2025-03-08` not after,
`2025-03-08/` not before, `2025-03-01/2025-03-09` between, `2025-03~` approximate, empty for unknown. Nothing is ever
cut to the first of January: a year stays a year, with both its ends.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from babel.dates import format_date, format_skeleton

from casework.vocabulary import N_, DatePrecision

Precision = DatePrecision

APPROXIMATE_DAYS = 7
_POINT = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?(?P<about>~?)", re.ASCII)
_DAY = re.compile(r"(\d{4}-\d{2})-\d{2}")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_SHAPE = N_("Write a date as 2025-03-08, a month as 2025-03 or a year as 2025.")
_PHRASES = {
    "en": {
        "before": "not after {end}",
        "after": "not before {start}",
        "between": "between {start} and {end}",
        "approximate": "about {start}",
        "unknown": "date not known",
    },
    "ar": {
        "before": "في موعد لا يتجاوز {end}",
        "after": "ليس قبل {start}",
        "between": "بين {start} و{end}",
        "approximate": "نحو {start}",
        "unknown": "تاريخ غير معروف",
    },
}
_LOCALES = {"ar": "ar_SY", "en": "en_GB"}


@dataclass(frozen=True)
class Span:
    """The earliest and the latest day that a date can mean, both included; None where that side is open."""

    earliest: date | None
    latest: date | None
    precision: Precision

    @property
    def is_unknown(self) -> bool:
        return self.precision is Precision.UNKNOWN

    def may_be(self, day: date) -> bool:
        """Whether the date can be this day."""
        return (self.earliest is None or self.earliest <= day) and (self.latest is None or day <= self.latest)


UNKNOWN = Span(None, None, Precision.UNKNOWN)


def normalise(text: str) -> str:
    """The stored form of what somebody typed: no spaces, Western digits, an open side empty. Raises ValueError like `parse`.

    EDTF writes an open side as two dots (`../2025-03-08`); both ways in, one way stored.
    """
    stored = re.sub(r"\s+", "", text.translate(_DIGITS))
    stored = "/".join("" if side == ".." else side for side in stored.split("/")) if "/" in stored else stored
    parse(stored)
    return stored


@lru_cache(maxsize=4096)
def parse(text: str) -> Span:
    """Read one date. Raises ValueError whose text is a plain, translatable reason."""
    if not text:
        return UNKNOWN
    if "/" not in text:
        return _point(text)
    start_text, end_text = _two_sides(text)
    if not start_text:
        return Span(None, _point(end_text).latest, Precision.BEFORE)
    if not end_text:
        return Span(_point(start_text).earliest, None, Precision.AFTER)
    start, end = _point(start_text), _point(end_text)
    if start.earliest and end.latest and start.earliest > end.latest:
        raise ValueError(N_("The first date is later than the second."))
    return Span(start.earliest, end.latest, Precision.BETWEEN)


def _two_sides(text: str) -> tuple[str, str]:
    start, _, end = text.partition("/")
    if not (start or end) or "/" in end:
        raise ValueError(_SHAPE)
    return start, end


def _point(text: str) -> Span:
    """A day, month or year, perhaps approximate."""
    match = _POINT.fullmatch(text)
    if not match:
        raise ValueError(_SHAPE)
    year, month, day = (int(match[part]) if match[part] else None for part in ("year", "month", "day"))
    try:
        exact = _bounds(year or 0, month, day)
        return _widened(exact, month, day) if match["about"] else exact
    except (ValueError, OverflowError):
        raise ValueError(N_("There is no such day in the calendar.")) from None


def _bounds(year: int, month: int | None, day: int | None) -> Span:
    if month is None:
        return Span(date(year, 1, 1), date(year, 12, 31), Precision.YEAR)
    if day is None:
        first = date(year, month, 1)
        return Span(first, first.replace(day=calendar.monthrange(year, month)[1]), Precision.MONTH)
    return Span(date(year, month, day), date(year, month, day), Precision.EXACT)


def _widened(span: Span, month: int | None, day: int | None) -> Span:
    """An approximate date: a week, a month or a year more on each side, so that "about" never counts as certain."""
    earliest, latest = span.earliest or date.min, span.latest or date.max
    if day is not None:
        margin = timedelta(days=APPROXIMATE_DAYS)
        return Span(earliest - margin, latest + margin, Precision.APPROXIMATE)
    if month is not None:
        before, after = earliest - timedelta(days=1), latest + timedelta(days=1)
        end = after.replace(day=calendar.monthrange(after.year, after.month)[1])
        return Span(before.replace(day=1), end, Precision.APPROXIMATE)
    return Span(earliest.replace(year=earliest.year - 1), latest.replace(year=latest.year + 1), Precision.APPROXIMATE)


def to_month(text: str) -> str:
    """A stored date no closer than months: a month in the place of a day, one month for an interval inside one."""
    start, slash, end = _DAY.sub(r"\1", text).partition("/")
    return start if not slash or start == end else f"{start}/{end}"


def words(text: str, locale: str) -> str:
    """The date as a reader says it, in English or Arabic. An unreadable stored text is shown as it is."""
    language = locale[:2] if locale[:2] in _PHRASES else "en"
    phrases = _PHRASES[language]
    try:
        precision = parse(text).precision
    except ValueError:
        return text
    if precision is Precision.UNKNOWN:
        return phrases["unknown"]
    start, _, end = text.partition("/")
    said = {"start": _say(start, language), "end": _say(end, language)}
    return phrases[precision.value].format(**said) if "/" in text else said["start"]


def _say(point: str, language: str) -> str:
    """One day, month or year; inside an interval an approximate side says so itself."""
    if not point:
        return ""
    if point.endswith("~"):
        return _PHRASES[language]["approximate"].format(start=_say(point[:-1], language))
    span, locale = parse(point), _LOCALES[language]
    day = span.earliest or date.min
    if span.precision is Precision.YEAR:
        return format_skeleton("y", day, locale=locale)
    if span.precision is Precision.MONTH:
        return format_skeleton("yMMMM", day, locale=locale)
    return format_date(day, "long", locale=locale)
