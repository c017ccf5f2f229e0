"""Reading single cells as people write them in English and Arabic: sex, age, harm, dates. Pure.

What is not surely understood is refused in words that say what to write: nothing is guessed about a person.
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import TypeVar

from casework import dates
from casework.i18n import _, format_list, translations
from casework.i18n.labels import label
from casework.leaks.matching import fold
from casework.vocabulary import AgeBand, CasualtyConfirmation, CivilianStatus, Harm, Sex
from casework.vocabulary.term import Term

Word = TypeVar("Word", bound=Term)

_MORE: dict[Term, str] = {
    Sex.FEMALE: "f|female|woman|girl|w|انثى|امراة|بنت|سيدة|طفلة|ث",
    Sex.MALE: "m|male|man|boy|ذكر|رجل|شاب|صبي|ذ",
    Sex.UNKNOWN: "u|unknown|not known|n a|غير معروف|مجهول",
    Harm.KILLED: "killed|dead|died|death|martyr|قتل|قتيل|قتيلة|مقتول|مقتولة|شهيد|شهيدة|متوفى|وفاة",
    Harm.INJURED: "injured|wounded|جريح|جريحة|مصاب|مصابة|اصابة",
    Harm.MISSING: "missing|مفقود|مفقودة|فقدان",
    Harm.DISAPPEARED: "disappeared|forcibly disappeared|مختف قسرا|مختفي قسرا|مختفية قسرا|اختفاء قسري",
    Harm.ABDUCTED: "abducted|kidnapped|مخطوف|مخطوفة|خطف|اختطاف",
    Harm.DETAINED: "detained|arrested|معتقل|معتقلة|موقوف|اعتقال",
    Harm.RELEASED: "released|مفرج عنه|مفرج عنها|محرر",
    Harm.DISPLACED: "displaced|نازح|نازحة|مهجر|تهجير",
    CivilianStatus.CIVILIAN: "civilian|yes|مدني|مدنية|نعم",
    CivilianStatus.ACTIVE_FIGHTER: "fighter|combatant|مقاتل|مقاتلة",
    CivilianStatus.SECURITY_FORCE: "security|soldier|police|military|army|عسكري|جندي|شرطي|امن",
    CivilianStatus.MEDICAL: "medic|doctor|nurse|طبيب|طبيبة|ممرض|ممرضة|مسعف",
    CivilianStatus.JOURNALIST: "journalist|صحفي|صحفية|اعلامي",
    CasualtyConfirmation.CONFIRMED: "confirmed|verified|مؤكد|موثق",
    CasualtyConfirmation.REPORTED: "reported|unconfirmed|غير مؤكد",
}
_MONTHS = {
    1: "january|jan|كانون الثاني|يناير", 2: "february|feb|شباط|فبراير", 3: "march|mar|اذار|مارس",
    4: "april|apr|نيسان|ابريل", 5: "may|ايار|مايو", 6: "june|jun|حزيران|يونيو", 7: "july|jul|تموز|يوليو",
    8: "august|aug|اب|اغسطس", 9: "september|sep|sept|ايلول|سبتمبر", 10: "october|oct|تشرين الاول|اكتوبر",
    11: "november|nov|تشرين الثاني|نوفمبر", 12: "december|dec|كانون الاول|ديسمبر",
}  # fmt: skip
_BETWEEN = re.compile(r"[;,/|+\n،؛]+")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})")
_YEARS = re.compile(r"(\d{1,3})(?:\.0)?\s*(?:years?|yrs?|y|سنة|سنوات|عاما?|اعوام)?(?:\s*old)?", re.IGNORECASE)
_UP_TO = (
    (11, AgeBand.UNDER_12), (17, AgeBand.FROM_12_TO_17), (29, AgeBand.FROM_18_TO_29), (44, AgeBand.FROM_30_TO_44),
    (59, AgeBand.FROM_45_TO_59), (120, AgeBand.FROM_60),
)  # fmt: skip
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


class Unread(ValueError):
    """A cell that is not understood; its text says what to write instead, in the reader's language."""


@cache
def _words(kind: type[Word]) -> dict[str, Word]:
    """Every way of writing the words of a vocabulary, folded: stored word, both labels, and what lists say."""
    found: dict[str, Word] = {}
    for one in kind:
        spellings = [one.value, *_MORE.get(one, "").split("|")]
        spellings += [translations(language).ugettext(one.msgid) for language in ("en", "ar")]
        found |= {fold(text): one for text in spellings if fold(text)}
    return found


def _named(words: Iterable[Term]) -> str:
    return format_list(label(one) for one in words)


def read_word(kind: type[Word], text: str) -> Word:
    """One word of a vocabulary. Raises Unread."""
    found: Word | None = _words(kind).get(fold(text))
    if found is None:
        raise Unread(_("This word is not known here. Write one of: %(words)s.", words=_named(kind)))
    return found


def read_harms(text: str) -> list[str]:
    """One harm or several. Raises Unread."""
    return [read_word(Harm, part).value for part in _BETWEEN.split(text) if part.strip()]


def read_age(text: str) -> AgeBand:
    """A number of years, or a band. Raises Unread."""
    folded = fold(text)
    words: dict[str, AgeBand] = _words(AgeBand)
    if folded in words:
        return words[folded]
    years = _YEARS.fullmatch(text.translate(_DIGITS).strip())
    if years and (band := next((band for most, band in _UP_TO if int(years[1]) <= most), None)):
        return band
    raise Unread(_("Write the age in years as a number, or one of: %(words)s.", words=_named(AgeBand)))


def read_date(text: str) -> str:
    """A date in stored form: as everywhere in Casework, or 8/3/2025 (the day first), or 8 March 2025. Raises Unread."""
    western = " ".join(text.translate(_DIGITS).split())
    try:
        if day_first := _DAY_FIRST.fullmatch(western):
            day, month, year = map(int, day_first.groups())
            return date(year, month, day).isoformat()
        if in_words := _in_words(western):
            return in_words
        return dates.normalise(western)
    except ValueError:
        raise Unread(
            _("Write the date as 2025-03-08 or 8/3/2025 (the day first), a month as 2025-03, a year as 2025.")
        ) from None


def _in_words(text: str) -> str:
    """`8 آذار 2025`, `March 2025`; empty when there is no month's name in it."""
    words = fold(text)
    for number, names in _MONTHS.items():
        for name in names.split("|"):
            found = re.fullmatch(rf"(?:(\d{{1,2}}) )?{name} (\d{{4}})", words)
            if found:
                day, year = found[1], int(found[2])
                return date(year, number, int(day)).isoformat() if day else f"{year}-{number:02d}"
    return ""
