"""Language: the reader's locale, translations, dates and numbers, on the web, in jobs and in PDFs alike.

The locale is a context variable, so that a worker building an Arabic dossier needs no web request.
"""

import functools
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale, dates, lists, numbers
from babel.support import LazyProxy, NullTranslations

from casework.i18n.catalogue import load

LOCALES = {"en": "en_GB", "ar": "ar_SY"}
NAMES = {"en": "English", "ar": "العربية"}

_NUMBER = re.compile(r"\d+")

_language: ContextVar[str] = ContextVar("casework_language", default="en")
_zone: ContextVar[str] = ContextVar("casework_zone", default="UTC")


@functools.cache
def translations(language: str) -> NullTranslations:
    """The catalogue of a language; the messages themselves are English."""
    if language == "en":
        return NullTranslations()
    return load(language)


def current_language() -> str:
    """`en` or `ar`."""
    return _language.get()


def current_locale() -> Locale:
    """The Babel locale for dates and numbers; Arabic as written in Syria (آذار, not مارس)."""
    return Locale.parse(LOCALES[_language.get()])


def language_name(code: str) -> str:
    """What a language (ISO 639) is called in the reader's; one that is not known stays a code."""
    return str(current_locale().languages.get(code, code))


def direction() -> str:
    """`rtl` or `ltr`."""
    return "rtl" if _language.get() == "ar" else "ltr"


@contextmanager
def use_locale(language: str) -> Iterator[None]:
    """Speak this language inside the block. Raises KeyError for one that is not offered."""
    token = _language.set(language if language in LOCALES else LOCALES[language])
    try:
        yield
    finally:
        _language.reset(token)


def set_language(language: str) -> None:
    """Speak this language for the rest of the context (a web request)."""
    _language.set(language)


def set_zone(name: str) -> None:
    """Show times in this zone (IANA name) for the rest of the context: a case has its own."""
    _zone.set(name)


def current_zone() -> str:
    """The zone (IANA name) that times are shown in."""
    return _zone.get()


def forget_reader() -> None:
    """After a web request: what the same thread does next must not speak the last reader's language."""
    _language.set("en")
    _zone.set("UTC")


def gettext(message: str, **values: object) -> str:
    """The message in the reader's language, `%(name)s` filled in."""
    text = translations(_language.get()).ugettext(message) if message else ""
    return text % values if values else text


def ngettext(singular: str, plural: str, count: int, **values: object) -> str:
    """The right plural form for the count; Arabic has six."""
    return translations(_language.get()).ungettext(singular, plural, count) % {"num": count, "count": count, **values}


@functools.cache
def _messages(language: str) -> dict[str, str]:
    """What the catalogue's plain messages are in a language, and which message each is."""
    held: dict[object, str] = getattr(translations(language), "_catalog", {})
    return {text: message for message, text in held.items() if isinstance(message, str) and text}


def said_again(text: str) -> str:
    """A sentence of the program that was kept in somebody else's language, in the reader's; a number in it is filled in.

    What is no such sentence stays as it is.
    """
    for wanted, values in ((text, {}), (_NUMBER.sub("%(number)s", text), {"number": "".join(_NUMBER.findall(text))})):
        message = next((found[wanted] for one in LOCALES if wanted in (found := _messages(one))), wanted)
        said = translations(_language.get()).ugettext(message) if message else ""
        if said != wanted:
            return said % values if values else said
    return text


def lazy_gettext(message: str, **values: object) -> str:
    """A message translated when it is shown; for what is named at import time (form labels)."""
    return LazyProxy(lambda: gettext(message, **values), enable_cache=False)  # type: ignore[return-value]


def format_date(value: date | None, style: str = "long") -> str:
    """A date in words, as the reader's language writes it."""
    return dates.format_date(value, style, locale=current_locale()) if value else ""


def format_datetime(value: datetime | None, zone: str | None = None, style: str = "medium") -> str:
    """An instant in the given zone (default: the case's); the zone is written beside it, never left to guess."""
    if value is None:
        return ""
    tz = ZoneInfo(zone or _zone.get())
    text = dates.format_datetime(value, style, tzinfo=tz, locale=current_locale())
    return f"{text} {value.astimezone(tz):UTC%z}".removesuffix("+0000")


def isolated(text: str) -> str:
    """What somebody typed, to stand in a sentence of another direction without moving its words (UAX 9: FSI, PDI)."""
    return f"\u2068{text}\u2069"


def format_list(words: Iterable[str]) -> str:
    """Words in a row, with the comma and the "and" of the reader's language."""
    listed = list(words)
    # Babel's Arabic pattern of this style for two words says the second one twice.
    style: Literal["standard", "unit"] = "standard" if len(listed) == 2 and current_language() == "ar" else "unit"
    return lists.format_list(listed, style=style, locale=current_locale())


def format_number(value: int | float) -> str:
    """A number with the reader's separators, in Western digits: codes, hashes and figures stay comparable."""
    return numbers.format_decimal(value, locale=current_locale(), numbering_system="latn")


_ = gettext
_l = lazy_gettext
