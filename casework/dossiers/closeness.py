"""Whether a text that somebody wrote tells a place or a day more closely than the profile does. Pure.

Fields are generalised by the program; a sentence is not. What is written for a summary is therefore searched for the
places and days of the incidents in it, in both scripts: "in Baniyas on 7 March" names the family that was killed there.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from casework import dates
from casework.leaks.matching import Name, fold, spans, wanted

MONTHS = (
    ("january", "jan", "كانون الثاني", "يناير"), ("february", "feb", "شباط", "فبراير"),
    ("march", "mar", "آذار", "اذار", "مارس"), ("april", "apr", "نيسان", "أبريل", "ابريل"), ("may", "أيار", "ايار", "مايو"),
    ("june", "jun", "حزيران", "يونيو", "يونيه"), ("july", "jul", "تموز", "يوليو", "يوليه"),
    ("august", "aug", "آب", "اب", "أغسطس", "اغسطس"), ("september", "sept", "sep", "أيلول", "ايلول", "سبتمبر"),
    ("october", "oct", "تشرين الأول", "تشرين الاول", "أكتوبر", "اكتوبر"),
    ("november", "nov", "تشرين الثاني", "نوفمبر"), ("december", "dec", "كانون الأول", "كانون الاول", "ديسمبر"),
)  # fmt: skip
NUMBER_OF = {word: at for at, words in enumerate(MONTHS, 1) for word in words}
_MONTH = "|".join(sorted(map(re.escape, NUMBER_OF), key=len, reverse=True))
_DAY = r"(?<!\d)(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_UNTIL = rf"{_DAY}(?:\s*(?:[-–—/]|to|and|until|إلى|الى|حتى|و)\s*{_DAY})?"
DAY_FIRST = re.compile(rf"{_UNTIL}(?:\s+of)?(?:\s+من)?(?:\s+شهر)?\s+(?P<month>{_MONTH})(?!\w)", re.IGNORECASE)
MONTH_FIRST = re.compile(rf"(?<!\w)(?P<month>{_MONTH})\s+{_UNTIL}(?!\d)", re.IGNORECASE)
ISO = re.compile(r"(?<!\d)\d{4}-(\d{2})-(\d{2})(?!\d)")
NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})[./](?:\d{4}|\d{2})(?!\d)")
WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
LONGEST = 45  # days of an incident that are looked for; one that lasted longer has no telling day


def days_in(text: str) -> set[tuple[int, int]]:
    """Every (month, day) that a text tells, in English or Arabic, in words or in numbers."""
    plain = text.translate(WESTERN)
    found = {(int(month), int(day)) for month, day in ISO.findall(plain)}
    for one, other in NUMERIC.findall(plain):
        found |= {(int(one), int(other)), (int(other), int(one))}  # either reading: who wrote it knows which
    for pattern in (DAY_FIRST, MONTH_FIRST):
        for match in pattern.finditer(plain):
            month = NUMBER_OF[match["month"].lower()]
            days = [int(one) for one in match.groups() if one and one.isdigit()]
            found |= {(month, day) for day in range(min(days), max(days) + 1)}
    return found


def days_of(starts: str, ends: str) -> set[tuple[int, int]]:
    """The (month, day)s of an incident that is known by the day."""
    first = dates.parse(starts)
    last = dates.parse(ends) if ends else first
    if first.earliest is None or last.latest is None or (last.latest - first.earliest).days > LONGEST:
        return set()
    if first.latest is None or (first.latest - first.earliest).days >= 27:
        return set()  # known by the month: that is told anyway
    span = range((last.latest - first.earliest).days + 1)
    return {(day.month, day.day) for day in _each(first.earliest, span)}


def _each(first: date, span: Iterable[int]) -> Iterable[date]:
    return (first + timedelta(days=n) for n in span)


def places_told(text: str, places: Mapping[str, Collection[str]], allowed: Collection[str]) -> set[str]:
    """References of the incidents of which a text names the place; `allowed`: names that the profile prints itself."""
    known = {fold(one) for one in allowed}
    names = [Name(ref, part) for ref, words in places.items() for part in words if fold(part) not in known]
    return {owner for _start, _end, owner in spans(text, wanted(names))}


def parts_of(place: str) -> list[str]:
    """The names in a place: "Baniyas, al-Qusour" is two."""
    return [part.strip() for part in re.split(r"[,،;/()]", place) if len(part.strip()) > 2]
