"""From rows to records: one mapping each, the same for tables and for Follow the Money; names taken out of every text.

Fields are those that a dossier prints. What somebody noted beside a claim, how a unit looks, nicknames and descriptions
of individuals stay here: no source answers for them, or they may lead to a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from casework.allegations.corroboration import count_origins
from casework.allegations.queries import AllegationFile
from casework.analysis.gazetteer import governorate_at
from casework.dossiers import generalising
from casework.exchange.records.choosing import Standing
from casework.exchange.records.cleaning import Cleaner, Record
from casework.exchange.records.plan import Plan
from casework.exchange.records.sourcing import Cited, of_fact, of_links
from casework.incidents.models import Incident, Victim
from casework.sources.facts import Sources
from casework.sources.models import Source
from casework.units.models import Posting, Unit, UnitRelation, Vacancy
from casework.vocabulary import LinkBasis

SYRIA = "sy"  # the one country whose outlines are vendored: an incident outside them has no country here


@dataclass
class Describer:
    """Makes records, and remembers which public sources were cited."""

    plan: Plan
    standing: Standing
    cleaner: Cleaner
    cited: dict[int, Source] = field(default_factory=dict)

    def finished(self, record: Record) -> Record:
        """The record with every text cleaned."""
        return self.cleaner.record(record)

    def public(self, cited: Cited) -> Record:
        """The fields that say on whose word it goes."""
        self.cited |= {source.key: source for source in cited.public}
        return {
            "sources": cited.words,
            "source_ids": [self.plan.ident("source", one.reference) for one in cited.public],
            "source_urls": [one.url for one in cited.public if one.url],
            "sources_withheld": cited.withheld,
            "single_source": cited.is_single,
        }

    def span(self, starts: str, ends: str) -> Record:
        """Two dates as they are known, and in words."""
        plan = self.plan
        words = [plan.said(starts), plan.said(ends)]
        first, last = generalising.bounds(starts, ends, plan.days)
        return {
            "starts": plan.day(starts), "ends": plan.day(ends), "earliest": first, "latest": last,
            "when": " – ".join(dict.fromkeys(word for word in words if word)),
        }  # fmt: skip

    def incident(self, row: Incident, said: Sources, refuted: Sequence[str]) -> Record:
        place = generalising.place_parts(row.place, row.district, row.governorate, self.plan.places)
        is_close = len(place) == 3
        return self.finished({
            "id": self.plan.ident("incident", self.plan.case.reference, row.reference), "reference": row.reference,
            "title": row.title, "title_ar": row.title_ar, "acts": [str(act) for act in row.acts],
            **self.span(row.starts, row.ends),
            "place": place[0] if is_close else "", "place_ar": row.place_ar if is_close else "",
            "district": place[-2] if len(place) > 1 else "", "governorate": place[-1], **self.point(row),
            "summary": row.summary, "summary_ar": row.summary_ar, "targeting": row.targeting_indicators,
            "contrary": row.contrary, "finding": row.finding.value, "finding_standard": row.finding_standard.value,
            "refuted_allegations": list(refuted), **self.public(of_fact(self.standing, said)),
        })  # fmt: skip

    def point(self, row: Incident) -> Record:
        """Where on the map, no closer than asked; the country is told where the vendored outlines tell it."""
        nothing: Record = {"latitude": "", "longitude": "", "radius_km": "", "country": ""}
        if row.latitude is None or row.longitude is None:
            return nothing
        country = SYRIA if governorate_at(row.latitude, row.longitude) else ""
        found = generalising.point(row.latitude, row.longitude, (row.precision_m or 1000) / 1000, self.plan.places)
        if found is None:
            return nothing | {"country": country}
        return {"latitude": found[0], "longitude": found[1], "radius_km": found[2], "country": country}

    def victim(self, row: Victim, incident: str, alike: Sequence[str], said: Sources) -> Record:
        """A victim by code: the name is in the vault and stays there."""
        plan, case = self.plan, self.plan.case.reference
        return self.finished({
            "id": plan.ident("victim", case, row.reference), "reference": row.reference, "incident": incident,
            "incident_id": plan.ident("incident", case, incident), "sex": row.sex.value, "age_band": row.age_band.value,
            "descriptors": row.descriptors, "civilian_status": row.civilian_status.value,
            "harms": [str(harm) for harm in row.harms], "harmed_on": plan.day(row.harmed_on), "when": plan.said(row.harmed_on),
            "cause": row.cause, "confirmation": row.confirmation.value, "same_person_as": list(alike),
            **self.public(of_fact(self.standing, said)),
        })  # fmt: skip

    def allegation(self, file: AllegationFile, incident: str, victims: Sequence[str]) -> Record:
        row, plan, case = file.row, self.plan, self.plan.case.reference
        held = [link for link in file.supporting if self.standing.holds(file, link)]
        told = [link for link in file.sources if self.standing.holds(file, link)]
        unit, person = file.unit, file.individual
        return self.finished({
            "id": plan.ident("allegation", case, row.reference), "reference": row.reference, "incident": incident,
            "incident_id": plan.ident("incident", case, incident), "act": row.act.value,
            "unit": unit.reference if unit else "", "unit_id": plan.ident("unit", unit.reference) if unit else "",
            "individual": person.reference if person else "",
            "individual_id": plan.ident("individual", person.reference) if person else "",
            "victims": list(victims), "mode": row.mode.value, "bases": [str(basis) for basis in row.bases],
            "weak_basis": bool(row.bases) and all(LinkBasis(basis).is_weak for basis in row.bases),
            "conduct": row.conduct, "contrary": row.contrary, "confidence": row.confidence.value, "refuted": row.is_refuted,
            "supporting": of_links(self.standing, file, file.supporting),
            "against": of_links(self.standing, file, file.against), "no_longer": of_links(self.standing, file, file.refuted),
            "origins": count_origins(link.resting for link in held).count,
            "sources_withheld": len(file.sources) - len(told),
        })  # fmt: skip

    def unit(self, row: Unit, names: Sequence[str], said: Sources, vacant: Sequence[str]) -> Record:
        other = dict.fromkeys(name for name in names if name not in (row.name, row.name_ar))
        return self.finished({
            "id": self.plan.ident("unit", row.reference), "reference": row.reference, "name": row.name,
            "name_ar": row.name_ar, "other_names": list(other), "type": row.kind.value, "vacancies": list(vacant),
            "synthetic": row.is_synthetic, **self.public(of_fact(self.standing, said)),
        })  # fmt: skip

    def individual(self, reference: str, *, is_synthetic: bool) -> Record:
        """An alleged individual by code alone."""
        ident = self.plan.ident("individual", reference)
        return {"id": ident, "reference": reference, "synthetic": is_synthetic}

    def relation(self, row: UnitRelation, units: Mapping[int, str], number: str, said: Sources) -> Record:
        child, parent = units[row.child_id], units[row.parent_id]
        return self.finished({
            "id": self.plan.ident("relation", child, number),
            "unit": child, "unit_id": self.plan.ident("unit", child), "parent": parent,
            "parent_id": self.plan.ident("unit", parent), "kind": row.kind.value, **self.span(row.starts, row.ends),
            "confidence": row.confidence.value, **self.public(of_fact(self.standing, said)),
        })  # fmt: skip

    def posting(
        self, row: Posting, units: Mapping[int, str], people: Mapping[int, str], number: str, said: Sources
    ) -> Record:
        unit, person = units[row.unit_id], people[row.individual_id]
        return self.finished({
            "id": self.plan.ident("posting", unit, number), "individual": person,
            "individual_id": self.plan.ident("individual", person), "unit": unit, "unit_id": self.plan.ident("unit", unit),
            "role": row.role.value, "rank": row.rank, **self.span(row.starts, row.ends),
            "confidence": row.confidence.value, **self.public(of_fact(self.standing, said)),
        })  # fmt: skip

    def vacancy(self, row: Vacancy, units: Mapping[int, str], number: str, said: Sources) -> Record:
        unit = units[row.unit_id]
        return self.finished({
            "id": self.plan.ident("vacancy", unit, number), "unit": unit,
            "unit_id": self.plan.ident("unit", unit), **self.span(row.starts, row.ends),
            "confidence": row.confidence.value, **self.public(of_fact(self.standing, said)),
        })  # fmt: skip

    def source(self, row: Source) -> Record:
        """A source that anybody can look up."""
        return self.finished({
            "id": self.plan.ident("source", row.reference), "reference": row.reference, "citation": row.citation,
            "url": row.url, "published_on": row.published_on, "source_grade": row.source_grade.value,
            "information_grade": row.information_grade.value,
        })  # fmt: skip
