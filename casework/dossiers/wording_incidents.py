"""Incidents in words: facts, conduct, attribution, corroboration, what speaks against it, assessment."""

from collections.abc import Iterable

from casework import dates
from casework.allegations import words
from casework.allegations.corroboration import Corroboration, count_origins
from casework.allegations.queries import AllegationFile
from casework.analysis.extents import of_record
from casework.dossiers import citing, generalising
from casework.dossiers.content import Casualties, Fact, Incident, Moment, Place, Source, Victim
from casework.dossiers.lineage import givers_of, lineage
from casework.dossiers.states import DateDetail, PlaceDetail
from casework.dossiers.wording import (
    Edition,
    cited_and_counted,
    fact_sources,
    governorate,
    hedged,
    labels,
    linked_source,
    listed,
    paragraphs,
    period,
    pick,
    said,
)
from casework.i18n import _, format_number
from casework.i18n.labels import label
from casework.incidents import models as rows
from casework.incidents.victim_sources import VICTIM
from casework.vocabulary import Act, CasualtyConfirmation, Confidence, FindingState, Harm, LinkBasis


def incident(edition: Edition, row: rows.Incident) -> Incident:
    """One incident with everything said about it."""
    files = [file for file in edition.chosen.allegations if file.row.incident_id == row.key]
    victims = [one for one in edition.material.victims if one.incident_id == row.key]
    figures = [one for one in edition.material.figures if one.incident_id == row.key]
    return Incident(
        ref=row.reference,
        title=pick(row.title, row.title_ar),
        acts=labels(Act, row.acts),
        when=period(row.starts, row.ends, edition.days),
        place=place_words(edition, row),
        precision=_("within %(distance)s km", distance=format_number(row.precision_m / 1000))
        if row.precision_m and edition.places is PlaceDetail.PRECISE
        else "",
        finding=label(row.finding),
        standard=label(row.finding_standard),
        facts=facts(edition, row, files),
        conduct=tuple(conduct(edition, file) for file in files if file.row.conduct),
        attribution=tuple(attribution(edition, file) for file in files),
        corroboration=corroboration(row.reference, edition, files),
        contrary=contrary(edition, row, files),
        assessment=(*assessment(row), *found(edition, row.reference)),
        victims=tuple(victim(edition, one) for one in victims),
        casualties=tuple(casualties(one, row.reference, edition.days) for one in figures),
    )


def place_words(edition: Edition, row: rows.Incident) -> str:
    parts = generalising.place_parts(
        pick(row.place, row.place_ar), row.district, governorate(row.governorate), edition.places
    )
    return listed(parts) or _("place not known")


def facts(edition: Edition, row: rows.Incident, files: list[AllegationFile]) -> tuple[Fact, ...]:
    """The summary, paragraph by paragraph; the sources of the incident, else all that its allegations rest on."""
    sources, is_single = fact_sources(edition, "incident", row.key)
    if not sources:
        sources = merged(source for file in files for source in supporting(edition, file))
        is_single = counted_in(edition, files).is_single
    texts = [*paragraphs(pick(row.summary, row.summary_ar))]
    if row.targeting_indicators:
        texts.append(_("Indicators of targeting: %(text)s", text=row.targeting_indicators))
    return tuple(
        Fact(key=f"{row.reference}.facts.{n}", text=text, sources=sources, is_single_source=is_single)
        for n, text in enumerate(texts, 1)
    )


def merged(found: Iterable[Source]) -> tuple[Source, ...]:
    """Each source once, in the order first met."""
    return tuple(dict.fromkeys(found))


def supporting(edition: Edition, file: AllegationFile) -> tuple[Source, ...]:
    return merged(source for link in file.supporting if (source := linked_source(edition, link)))


def against(edition: Edition, file: AllegationFile) -> tuple[Source, ...]:
    return merged(source for link in file.against if (source := linked_source(edition, link)))


def refuted(edition: Edition, file: AllegationFile) -> tuple[tuple[Source, str], ...]:
    """Sources that were shown not to hold, and why."""
    found = ((linked_source(edition, link), link.refuted) for link in file.refuted)
    return tuple((source, why) for source, why in found if source)


def counted_in(edition: Edition, files: Iterable[AllegationFile]) -> Corroboration:
    """The independent origins among the sources that this dossier prints."""
    return count_origins(
        link.resting for file in files for link in file.supporting if linked_source(edition, link) is not None
    )


def who(file: AllegationFile) -> str:
    """Who is alleged: the unit by reference and name, the individual by code alone."""
    unit = f"{file.unit.reference} {pick(file.unit.name, file.unit.name_ar)}" if file.unit else ""
    person = file.individual.reference if file.individual else ""
    return _("%(person)s, of %(unit)s", person=person, unit=unit) if unit and person else unit or person


def conduct(edition: Edition, file: AllegationFile) -> Fact:
    sources = supporting(edition, file)
    text = f"{file.row.conduct} ({file.row.reference})"
    is_single = counted_in(edition, [file]).is_single
    return Fact(key=f"{file.row.reference}.conduct", text=text, sources=sources, is_single_source=is_single)


def attribution(edition: Edition, file: AllegationFile) -> Fact:
    row, bases = file.row, [LinkBasis(word) for word in file.row.bases]
    text = hedged(row.confidence, who(file), label(row.act))
    if bases:
        text += " " + _("Basis of the link: %(bases)s.", bases=listed(label(basis) for basis in bases))
    if bases and all(basis.is_weak for basis in bases):
        text += " " + _("This basis is weak.")
    if row.is_refuted:
        text += " " + _("The allegation was refuted by contrary information.")
    sources = supporting(edition, file)
    return Fact(
        key=f"{row.reference}.attribution",
        text=f"{text} ({row.reference})",
        sources=sources,
        is_single_source=counted_in(edition, [file]).is_single,
    )


def corroboration(ref: str, edition: Edition, files: list[AllegationFile]) -> tuple[Fact, ...]:
    """On how many independent origins the allegations rest: counted, never weighed."""
    sources = merged(source for file in files for source in supporting(edition, file))
    if not sources:
        return ()
    found = counted_in(edition, files)
    text = _("What is alleged here rests on: %(counted)s.", counted=words.counted(found))
    text = " ".join(part for part in (text, words.not_counted(found)) if part)
    return (Fact(key=f"{ref}.corroboration", text=text, sources=sources, is_single_source=found.is_single),)


def contrary(edition: Edition, row: rows.Incident, files: list[AllegationFile]) -> tuple[Fact, ...]:
    found = [Fact(key=f"{row.reference}.contrary.{n}", text=text) for n, text in enumerate(paragraphs(row.contrary), 1)]
    for file in files:
        text = f"{file.row.contrary} ({file.row.reference})"
        found.append(Fact(key=f"{file.row.reference}.contrary", text=text, sources=against(edition, file)))
    return tuple(found)


def assessment(row: rows.Incident) -> tuple[Fact, ...]:
    if row.finding is FindingState.UNASSESSED:
        text = _("Whether the incident occurred has not been assessed yet.")
    elif row.finding is FindingState.OCCURRED:
        text = occurred(row.finding_standard)
    elif row.finding is FindingState.CONTRADICTED:
        text = _("The evidence contradicts what is alleged.")
    else:
        text = _("It is not established that the incident occurred.")
    remains = _("Who bears responsibility remains alleged.")
    return (Fact(key=f"{row.reference}.assessment", text=f"{text} {remains}"),)


def found(edition: Edition, ref: str) -> tuple[Fact, ...]:
    """What the dossier finds, paragraph by paragraph, each with the sources that it names."""
    both = edition.findings.get(ref, {})
    cited = [citing.cite(edition, text) for text in paragraphs(pick(both.get("en", ""), both.get("ar", "")))]
    return tuple(
        Fact(key=f"{ref}.finding.{n}", text=text, sources=sources, is_single_source=is_single(edition, sources))
        for n, (text, sources) in enumerate(cited, 1)
    )


def is_single(edition: Edition, sources: Iterable[Source]) -> bool:
    """Whether the evidence among the sources goes back to one witness, or to one exhibit that no witness gave."""
    origins: set[str] = set()
    for source in sources:
        if source.ref in edition.chosen.exhibits:
            row = edition.chosen.exhibits[source.ref]
            givers = {one.reference for one in givers_of(edition.material, row)}
            origins |= givers or {lineage(edition.material, row)[-1].reference}
        elif source.witness:
            origins.add(source.witness)
    return len(origins) == 1


def occurred(standard: Confidence) -> str:
    if standard is Confidence.CLEAR_AND_CONVINCING:
        return _("There is clear and convincing information that the incident occurred.")
    if standard is Confidence.BALANCE_OF_PROBABILITIES:
        return _("It is more likely than not that the incident occurred.")
    if standard is Confidence.REASONABLE_GROUNDS:
        return _("There are reasonable grounds to believe that the incident occurred.")
    return _("It is alleged that the incident occurred; the standard for a finding is not reached.")


def victim(edition: Edition, row: rows.Victim) -> Victim:
    """A victim by code and descriptors; the name is in the vault and stays there."""
    described = listed([label(row.sex), label(row.age_band), row.descriptors])
    incident_ref = edition.material.reference_of.get(("incident", row.incident_id or 0), "")
    sources, others = cited_and_counted(edition, VICTIM, row.key)
    return Victim(
        ref=row.reference,
        description=described,
        status=label(row.civilian_status),
        harm=labels(Harm, row.harms),
        confirmation=label(CasualtyConfirmation(row.confirmation)),
        when=said(row.harmed_on, edition.days),
        incident_ref=incident_ref,
        note=row.cause,
        sources=sources,
        others=others,
        is_single_source=fact_sources(edition, VICTIM, row.key)[1],
    )


def casualties(row: rows.CasualtyFigure, incident_ref: str, days: DateDetail) -> Casualties:
    """A figure as its source gives it, dated no closer than `days`."""
    value = format_number(row.lowest)
    if row.highest is not None and row.highest != row.lowest:
        value = f"{value}–{format_number(row.highest)}"
    return Casualties(
        category=label(row.category),
        value=_("at least %(number)s", number=value) if row.is_at_least else value,
        source=pick(row.source, row.source_ar),
        as_of=said(row.as_of, days),
        counted_by=row.counted_by,
        incident_ref=incident_ref,
        note=row.note,
        kind=row.category.value,
        as_of_date=generalising.rough(row.as_of, days),
        lowest=row.lowest,
        highest=row.highest,
        is_at_least=row.is_at_least,
    )


def moment(edition: Edition, row: rows.Incident) -> Moment:
    earliest, latest = generalising.bounds(row.starts, row.ends, edition.days)
    sure = of_record(generalising.rough(row.starts, edition.days), generalising.rough(row.ends, edition.days))
    names = generalising.place_parts(
        pick(row.place, row.place_ar), row.district, governorate(row.governorate), edition.places
    )
    return Moment(
        ref=row.reference,
        when=period(row.starts, row.ends, edition.days),
        title=pick(row.title, row.title_ar),
        place=names[0],
        earliest=earliest,
        latest=latest,
        is_approximate=dates.parse(row.starts).precision is dates.Precision.APPROXIMATE,
        sure_from=sure.sure_from.isoformat() if sure.sure_from else "",
        sure_to=sure.sure_to.isoformat() if sure.sure_to else "",
    )


def place(edition: Edition, row: rows.Incident) -> Place | None:
    """Where on the map, never more exact than a kilometre, and no closer than the dossier asks."""
    if row.latitude is None or row.longitude is None:
        return None
    found = generalising.point(row.latitude, row.longitude, (row.precision_m or 1000) / 1000, edition.places)
    if found is None:
        return None
    latitude, longitude, radius_km = found
    names = generalising.place_parts(
        pick(row.place, row.place_ar), row.district, governorate(row.governorate), edition.places
    )
    return Place(ref=row.reference, name=names[0], latitude=latitude, longitude=longitude, radius_km=radius_km)
