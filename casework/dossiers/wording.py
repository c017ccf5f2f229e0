"""Rows in the words of one edition: what several parts of a dossier share. The current locale decides the language."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from casework import dates
from casework.allegations.shown import LinkShown
from casework.analysis import gazetteer
from casework.dossiers.content import Source
from casework.dossiers.gathering import Material
from casework.dossiers.generalising import rough
from casework.dossiers.profiles import Profile
from casework.dossiers.selection import Selection
from casework.dossiers.states import DateDetail, PlaceDetail
from casework.i18n import _, current_language, format_date
from casework.i18n.labels import label
from casework.review.models import Review
from casework.sources.facts import Sources, SourceShown, count_origins
from casework.vocabulary import Confidence, Term
from casework.witnesses.models import Witness
from casework.witnesses.protection import is_generalised

PARAGRAPHS = re.compile(r"\n\s*\n")


@dataclass
class Edition:
    """What the wording works from: the rows, the decision, and the day the dossier is built."""

    material: Material
    chosen: Selection
    on: date
    altered: frozenset[str] = field(default_factory=frozenset)
    places: PlaceDetail = PlaceDetail.PRECISE
    days: DateDetail = DateDetail.DAY
    profile: Profile = field(default_factory=Profile)
    # Incidents whose day everybody knows, as the supervisor decided.
    public_dates: tuple[str, ...] = ()
    # What was found about each incident, by reference, in each language.
    findings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def days_about(self, *witnesses: Witness) -> DateDetail:
        """How closely a date is printed that leads to these witnesses."""
        return DateDetail.MONTH if any(is_generalised(one.protection_measures) for one in witnesses) else self.days


def pick(english: str, arabic: str) -> str:
    """The text in the edition's language where there is one, else the other."""
    return (arabic or english) if current_language() == "ar" else (english or arabic)


def governorate(name: str) -> str:
    """A governorate in the edition's language, where it is known by this name; else as it was written."""
    return gazetteer.called(name, current_language())


def said(when: str, detail: DateDetail = DateDetail.DAY) -> str:
    """A date of any precision in words, no closer than `detail`; nothing for an unknown one."""
    return dates.words(rough(when, detail), current_language()) if when else ""


def period(starts: str, ends: str, detail: DateDetail = DateDetail.DAY) -> str:
    """When something happened, from its two dates of any precision."""
    starts, ends = rough(starts, detail), rough(ends, detail)
    if ends and ends not in (starts, f"../{starts}", f"/{starts}"):
        return _("%(start)s to %(end)s", start=said(starts), end=said(ends))
    return said(starts) or _("date not known")


def listed(words: Iterable[str]) -> str:
    """Words joined as the language joins a list."""
    return ("، " if current_language() == "ar" else ", ").join(word for word in words if word)


def labels(vocabulary: type[Term], stored: Iterable[str]) -> str:
    return listed(label(vocabulary(word)) for word in stored)


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in PARAGRAPHS.split(text) if part.strip()]


def stamp(moment: datetime | None) -> str:
    """An instant to the minute, in UTC."""
    return moment.strftime("%Y-%m-%d %H:%M") if moment else ""


def day(moment: datetime | date | None, detail: DateDetail = DateDetail.DAY) -> str:
    if moment is not None and detail is DateDetail.MONTH:
        return said(f"{moment:%Y-%m}")
    return format_date(moment.date() if isinstance(moment, datetime) else moment)


def colleague(edition: Edition, account_id: int | None) -> str:
    """A colleague by role and number: their names do not travel either."""
    if account_id is None:
        return _("the system")
    account = edition.material.accounts.get(account_id)
    return f"{label(account.role)} A-{account_id:04d}" if account else f"A-{account_id:04d}"


def grade(review: Review | None) -> str:
    """Source and information grade together, as in B2."""
    if review is None:
        return ""
    return f"{review.source_grade.value.upper()}{review.information_grade.number}"


def linked_source(edition: Edition, link: LinkShown) -> Source | None:
    """A source of an allegation, unless it was left out."""
    if link.is_exhibit:
        return exhibit_source(edition, link.reference, link.paragraph)
    return statement_source(edition, link.reference, link.paragraph)


def statement_source(edition: Edition, ref: str, paragraph: str) -> Source | None:
    told = edition.chosen.statements.get(ref)
    if told is None or told.version is None:
        return None
    return Source(
        ref=ref,
        locator=f"¶{paragraph}" if paragraph else "",
        grade=grade(edition.material.approval("testimony", told.row.key, told.version.number)),
        target=f"t-{ref}-{paragraph}" if paragraph else f"t-{ref}",
        witness=told.witness.reference,
    )


def exhibit_source(edition: Edition, ref: str, locator: str = "") -> Source | None:
    exhibit = edition.chosen.exhibits.get(ref)
    if exhibit is None:
        return None
    given = grade(edition.material.approval("exhibit", exhibit.key)) or exhibit.source_grade.value.upper()
    return Source(ref=ref, locator=locator, grade=given, target=f"ex-{ref}")


def fact_sources(edition: Edition, kind: str, key: int) -> tuple[tuple[Source, ...], bool]:
    """The sources of a fact about an incident, a unit or a relation, and whether all go back to one origin."""
    said = edition.material.sources.get((kind, key), Sources())
    found = [(shown, source) for shown in said.shown if (source := fact_source(edition, shown))]
    origins = count_origins((shown.row.source_id for shown, _source in found), edition.material.lineage)
    return tuple(source for _shown, source in found), origins == 1


def cited_and_counted(edition: Edition, kind: str, key: int) -> tuple[tuple[Source, ...], int]:
    """The sources of a fact that are in this dossier, and how many are not."""
    shown, _is_single = fact_sources(edition, kind, key)
    known = edition.material.sources.get((kind, key), Sources())
    return shown, len(known.shown) + known.withheld - len(shown)


def fact_source(edition: Edition, shown: SourceShown) -> Source | None:
    """A source of a fact, unless it was left out."""
    if shown.source.testimony_id:
        return statement_source(edition, shown.reference, shown.row.locator.lstrip("¶ "))
    if shown.source.exhibit_id:
        return exhibit_source(edition, shown.reference, shown.row.locator)
    given = f"{shown.source_grade.value.upper()}{shown.information_grade.number}"
    words = listed([shown.source.citation, shown.row.locator, said(shown.source.published_on)])
    return Source(ref=words, grade=given)


def hedged(confidence: Confidence, who: str, act: str) -> str:
    """The allegation in the words that its standard of proof allows."""
    values: dict[str, Any] = {"who": who, "act": act}
    if confidence is Confidence.REASONABLE_SUSPICION:
        return _("There is a reasonable suspicion that %(who)s took part in the alleged act (%(act)s).", **values)
    if confidence is Confidence.REASONABLE_GROUNDS:
        return _(
            "There are reasonable grounds to believe that %(who)s took part in the alleged act (%(act)s).", **values
        )
    if confidence is Confidence.BALANCE_OF_PROBABILITIES:
        return _("It is more likely than not that %(who)s took part in the alleged act (%(act)s).", **values)
    if confidence is Confidence.CLEAR_AND_CONVINCING:
        return _(
            "There is clear and convincing information that %(who)s took part in the alleged act (%(act)s).", **values
        )
    if confidence is Confidence.INSUFFICIENT:
        return _("It is alleged that %(who)s took part in the act (%(act)s); the information is insufficient to assess it.", **values)  # fmt: skip
    return _("It is alleged, and not yet assessed, that %(who)s took part in the act (%(act)s).", **values)
