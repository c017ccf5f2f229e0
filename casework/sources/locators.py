"""Where in a source it stands: a page, a paragraph, a time stamp, checked against what is known of the source. Pure."""

import re
from collections.abc import Collection

from casework.i18n import _

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_PARAGRAPHS = re.compile(r"\d{1,4}[a-z]?")
_TIME = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})(?:\.\d+)?")
_PAGE = re.compile(r"(?:pp?\.?|ص\.?|page)\s*(\d{1,5})(?:\s*[-–]\s*(\d{1,5}))?", re.IGNORECASE)


def as_stored(text: str) -> str:
    """Arabic digits and odd spaces in one form."""
    return " ".join(text.translate(_DIGITS).split())


def paragraph_problem(locator: str, numbers: Collection[str]) -> str:
    """What is wrong with the paragraphs given of a statement (`¶ 3`, `3-5`, `3, 7`); empty: nothing is."""
    if not locator:
        return ""
    given = _PARAGRAPHS.findall(locator)
    if not given:
        return _("Give the paragraph of a testimony by its number, as in ¶ 9.")
    missing = [number for number in given if number not in numbers]
    return _("This testimony has no paragraph %(number)s.", number=missing[0]) if missing else ""


def time_problem(locator: str, seconds: float | None) -> str:
    """What is wrong with the time stamps given of a recording (`00:02:13`), whose length may be unknown."""
    for hours, minutes, rest in _TIME.findall(locator):
        if int(rest) > 59 or (hours and int(minutes) > 59):
            return _("A time stamp is written as 00:02:13.")
        if seconds is not None and int(hours or 0) * 3600 + int(minutes) * 60 + int(rest) > seconds:
            return _("The recording ends before this time stamp.")
    return ""


def page_problem(locator: str, pages: int | None) -> str:
    """What is wrong with the pages given (`p. 3`, `pp. 3-5`) of a document that may say how many it has."""
    for first, last in _PAGE.findall(locator):
        if int(first) < 1 or (last and int(last) < int(first)):
            return _("Pages are counted from 1, the lower first.")
        if pages and int(last or first) > pages:
            return _("The document has only %(pages)s pages.", pages=pages)
    return ""
