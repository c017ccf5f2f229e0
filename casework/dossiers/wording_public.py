"""The public summary: made anew from closed vocabularies, months, governorates and numbers. Nothing is carried over.

No text of the records is in it, for no program can tell what a sentence gives away: only the texts that were written for
this dossier, and the names of units and of published sources. What is added to a dossier one day is not in a summary
until somebody puts it here.
"""

from collections.abc import Collection, Iterable

from casework.allegations.queries import AllegationFile
from casework.dossiers import generalising, tallying, wording_annexes, wording_exhibits, wording_units
from casework.dossiers.annexes import Exhibit
from casework.dossiers.content import Casualties, Fact, Incident, Snapshot, Unit
from casework.dossiers.lineage import givers_of
from casework.dossiers.states import DateDetail
from casework.dossiers.wording import (
    Edition,
    fact_source,
    governorate,
    hedged,
    labels,
    linked_source,
    listed,
    period,
    pick,
    said,
)
from casework.dossiers.wording_incidents import assessment, casualties, counted_in
from casework.i18n import _
from casework.i18n.labels import label
from casework.incidents import models as rows
from casework.units import models as units
from casework.vocabulary import Act, EvidenceType

# Kinds of exhibit that everybody could see before: no witness has to consent to their being named.
PUBLISHED = frozenset({EvidenceType.WEB_CAPTURE, EvidenceType.OFFICIAL_STATEMENT, EvidenceType.PRESS_OR_NGO_REPORT})


def summarised(edition: Edition, bare: Snapshot, earlier: tallying.Earlier) -> Snapshot:
    """A summary. `bare` holds the cover and the texts that were written for it; `earlier`: what was printed before."""
    kept = [row for row in edition.material.incidents if is_told(edition, row)]
    told = tallying.tally(edition, kept, earlier)
    ids = {row.key for row in kept}
    files = [file for file in edition.chosen.allegations if file.row.incident_id in ids]
    named = {file.row.unit_id for file in files if file.row.unit_id}
    shown = [row for row in edition.material.units.values() if row.key in named or _is_above(edition, row, named)]
    figures = [one for one in edition.material.figures if one.incident_id is None]
    return Snapshot(
        lang=bare.lang,
        cover=bare.cover,
        is_demo=bare.is_demo,
        prepared_by=bare.prepared_by,
        summary=bare.summary,
        mandate=bare.mandate,
        method=bare.method,
        limitations=bare.limitations,
        requests=bare.requests,
        incidents=tuple(incident(edition, row, files, told) for row in kept),
        casualties=tuple(figure(edition, one, "") for one in figures),
        units=tuple(unit(edition, row) for row in shown),
        exhibits=tuple(exhibits(edition)),
        glossary=tuple(wording_annexes.in_both_scripts((row.name, row.name_ar) for row in shown)),
        tallies=told.tables,
    )


def is_told(edition: Edition, row: rows.Incident) -> bool:
    """Whether something that may be published says that it happened: a source of its own, or of an allegation."""
    said_by = edition.material.sources.get(("incident", row.key))
    if said_by and any(fact_source(edition, shown) for shown in said_by.shown):
        return True
    files = [file for file in edition.chosen.allegations if file.row.incident_id == row.key]
    return any(linked_source(edition, link) for file in files for link in file.supporting)


def incident(edition: Edition, row: rows.Incident, files: Iterable[AllegationFile], told: tallying.Told) -> Incident:
    """One incident: which acts, in which month and governorate, who is alleged, how well it is established."""
    mine = [file for file in files if file.row.incident_id == row.key]
    days = edition.days
    if row.reference in edition.public_dates and not told.is_small(row.reference):
        days = DateDetail.DAY
    return Incident(
        ref=row.reference,
        title=labels(Act, row.acts) or _("Incident"),
        acts=labels(Act, row.acts),
        when=period(row.starts, row.ends, days),
        place=listed(generalising.place_parts("", row.district, governorate(row.governorate), edition.places))
        or _("place not known"),
        finding=label(row.finding),
        standard=label(row.finding_standard),
        attribution=tuple(attribution(file) for file in mine),
        contrary=contrary(row, mine),
        assessment=assessment(row),
        casualties=tuple(
            figure(edition, one, row.reference) for one in edition.material.figures if one.incident_id == row.key
        ),
        counted=told.of_incident(row.reference, counted_in(edition, mine).count),
    )


def attribution(file: AllegationFile) -> Fact:
    """Which unit is alleged, as surely as the standard of proof allows; no individual, and not on whose word."""
    row = file.row
    who = f"{file.unit.reference} {pick(file.unit.name, file.unit.name_ar)}" if file.unit else _("an individual")
    text = hedged(row.confidence, who, label(row.act))
    if row.is_refuted:
        text += " " + _("The allegation was refuted by contrary information.")
    return Fact(key=f"{row.reference}.attribution", text=f"{text} ({row.reference})")


def contrary(row: rows.Incident, files: Iterable[AllegationFile]) -> tuple[Fact, ...]:
    """That something speaks against it is said (Rome Statute, article 54(1)(a)); what, is in the records' own words."""
    if not row.contrary and not any(file.row.contrary for file in files):
        return ()
    text = _(
        "Information that speaks against what is alleged was recorded and weighed. It is not printed in this summary."
    )
    return (Fact(key=f"{row.reference}.contrary", text=text),)


def figure(edition: Edition, row: rows.CasualtyFigure, incident_ref: str) -> Casualties:
    """A figure as its source published it, unless it is small; notes and who counted are left out."""
    least, most = edition.profile.fewest, row.highest if row.highest is not None else row.lowest
    whole = casualties(row, incident_ref, edition.days)
    is_small = row.lowest < least
    return Casualties(
        category=whole.category,
        value=tallying.small_range(least, most) if is_small else whole.value,
        source=whole.source,
        as_of=whole.as_of,
        incident_ref=incident_ref,
        kind="" if is_small else whole.kind,
        as_of_date=whole.as_of_date,
        lowest=0 if is_small else row.lowest,
        highest=None if is_small else row.highest,
        is_at_least=row.is_at_least and not is_small,
    )


def unit(edition: Edition, row: units.Unit) -> Unit:
    """A unit with its names, and what it is said to stand under, by month; not on whose word, nor who commanded it."""
    whole = wording_units.unit(edition, row, "")
    return Unit(ref=whole.ref, name=whole.name, other_names=whole.other_names, type=whole.type, above=tuple(
        wording_units.above_without_sources(edition, one) for one in edition.material.relations if one.child_id == row.key
    ))  # fmt: skip


def _is_above(edition: Edition, row: units.Unit, named: Collection[int]) -> bool:
    """Whether it stands, by any number of steps, above a unit that is named."""
    reached, fresh = set(named), set(named)
    while fresh:
        fresh = {one.parent_id for one in edition.material.relations if one.child_id in fresh} - reached
        reached |= fresh
    return row.key in reached


def exhibits(edition: Edition) -> Iterable[Exhibit]:
    """Exhibits that may be published: kind, month and how far verified. No title, no hash: who has the file on a phone
    that was taken could otherwise show that it was handed in."""
    for ref, row in edition.chosen.exhibits.items():
        if row.restriction or row.is_graphic or not (givers_of(edition.material, row) or row.kind in PUBLISHED):
            continue
        yield Exhibit(
            ref=ref,
            title=label(row.kind),
            type=label(row.kind),
            sha256="",
            captured=said(row.captured_verified or row.captured_claimed, edition.days),
            verification=wording_exhibits.verification(row),
        )
