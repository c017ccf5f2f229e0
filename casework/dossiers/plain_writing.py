"""Texts that were written for a summary: refused where they tell what the summary keeps back, so that somebody mends them."""

import re
from collections.abc import Iterator

from casework.dossiers import closeness
from casework.dossiers.content import Snapshot
from casework.dossiers.wording import Edition
from casework.errors import Cause, Refused
from casework.i18n import _

PERSON = re.compile(r"\b[WVTP]-\d{4,}\b")


def refuse_what_tells(edition: Edition, bare: Snapshot) -> None:
    """Raise Refused with every place, day and code of a person that stands in a text written by hand."""
    if causes := list(_told(edition, bare)):
        raise Refused(causes)


def _told(edition: Edition, bare: Snapshot) -> Iterator[Cause]:
    places, days = places_of(edition), days_of(edition)
    allowed = [row.governorate for row in edition.material.incidents]
    for title, texts in written_parts(bare):
        text = "\n".join(texts)
        for ref in sorted(closeness.places_told(text, places, allowed)):
            yield Cause(_("%(part)s names the place of %(ref)s. This profile tells no place closer than the governorate.", part=title, ref=ref))  # fmt: skip
        said = closeness.days_in(text)
        for ref in sorted(ref for ref, some in days.items() if said & some):
            yield Cause(_("%(part)s tells the day of %(ref)s. This profile tells the month, unless everybody knows the day.", part=title, ref=ref))  # fmt: skip
        for code in sorted(set(PERSON.findall(text))):
            yield Cause(_("%(part)s names %(ref)s. This profile names no person and no statement, also not by code.", part=title, ref=code))  # fmt: skip


def places_of(edition: Edition) -> dict[str, list[str]]:
    """The names of the places of each incident, in both scripts."""
    return {
        row.reference: [part for place in (row.place, row.place_ar, row.district) for part in closeness.parts_of(place)]
        for row in edition.material.incidents
    }


def days_of(edition: Edition) -> dict[str, set[tuple[int, int]]]:
    """The days of each incident that the summary keeps back."""
    return {
        row.reference: closeness.days_of(row.starts, row.ends)
        for row in edition.material.incidents
        if row.reference not in edition.public_dates
    }


def written_parts(bare: Snapshot) -> list[tuple[str, tuple[str, ...]]]:
    """Everything that was written by hand, by its heading."""
    return [
        (_("Title"), (bare.cover.title, bare.cover.case_title)),
        (_("Executive summary"), bare.summary),
        (_("Mandate and scope"), bare.mandate),
        (_("Method"), bare.method),
        (_("Limitations"), bare.limitations),
        (_("Requests to the committee"), bare.requests),
    ]
