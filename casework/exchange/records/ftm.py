"""Records as entities of Follow the Money 3.8 (the model of Aleph and OpenAleph). Pure.

What the model cannot hold is told in words, and nothing is made more certain than it is: see docs/adr/0035.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from casework import dates
from casework.exchange.records.cleaning import Record
from casework.exchange.records.plan import Plan
from casework.i18n import _
from casework.i18n.labels import label
from casework.vocabulary import (
    Act,
    AgeBand,
    CivilianStatus,
    Confidence,
    FindingState,
    Harm,
    LiabilityMode,
    LinkBasis,
    PostingRole,
    RelationKind,
    Sex,
    UnitType,
)

Entity = dict[str, Any]
PUBLIC_BODIES = {UnitType.MINISTRY, UnitType.SECURITY_SERVICE, UnitType.POLICE}
_GENDERS = {Sex.MALE.value: "male", Sex.FEMALE.value: "female"}


def partial_date(stored: str) -> list[str]:
    """A date of Follow the Money: the longest beginning that every day has which the stored one can mean, if any.

    `2025-03-01/2025-03-09` is `2025-03`; `/2025-03-08` and `2025~` are nothing: the words tell them.
    """
    span = dates.parse(stored)
    if span.earliest is None or span.latest is None:
        return []
    first, last = span.earliest, span.latest
    if first == last:
        return [first.isoformat()]
    if first.year != last.year:
        return []
    return [f"{first:%Y-%m}"] if first.month == last.month else [f"{first.year:04d}"]


def line(entity: Entity) -> bytes:
    """One entity as a line of JSON."""
    return json.dumps(entity, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


@dataclass(frozen=True)
class Maker:
    """Makes entities for one export; each carries its marking."""

    plan: Plan

    def thing(self, schema: str, ident: str, **properties: Any) -> Entity:
        """Something that is (a Thing): the marking stands in its notes."""
        notes = [*_values(properties.pop("notes", [])), self.plan.marking]
        return _entity(schema, ident, notes=notes, publisher=self.plan.sender, **properties)

    def link(self, schema: str, ident: str, **properties: Any) -> Entity:
        """Something that holds between two (an Interval): it has no notes, so the marking stands in its description."""
        description = [*_values(properties.pop("description", [])), self.plan.marking]
        return _entity(schema, ident, description=description, publisher=self.plan.sender, **properties)

    def cover(self, words: str) -> Entity:
        """The first line: what this file is, for whom, and what has to be kept in mind."""
        ident = self.plan.ident("export", self.plan.case.reference, self.plan.reference)
        return self.thing("Note", ident, name=self.plan.origin, description=words)

    def source(self, one: Record) -> Entity:
        return self.thing(
            "Document", one["id"], name=one["citation"], title=one["citation"], fileName=one["reference"],
            sourceUrl=one["url"], publishedAt=partial_date(one["published_on"]),
            description=_("Source grade %(grade)s", grade=one["source_grade"].upper()),
        )  # fmt: skip

    def unit(self, one: Record) -> Entity:
        kind = UnitType(one["type"])
        words = [_("A unit as alleged by its sources."), *one["vacancies"], _on_whose_word(one)]
        return self.thing(
            "PublicBody" if kind in PUBLIC_BODIES else "Organization", one["id"], name=[one["name"], one["name_ar"]],
            alias=one["other_names"], classification=label(kind), description=words, **_cited(one),
        )  # fmt: skip

    def individual(self, one: Record) -> Entity:
        words = _("An alleged individual, by code. The name stays in the vault and is not in this file.")
        return self.thing("Person", one["id"], name=one["reference"], description=words)

    def incident(self, one: Record) -> Entity:
        standard = label(Confidence(one["finding_standard"]))
        words = [
            _("When: %(when)s", when=one["when"] or _("date not known")),
            _("Finding: %(finding)s (%(standard)s)", finding=label(FindingState(one["finding"])), standard=standard),
            _("What speaks against it: %(text)s", text=one["contrary"]) if one["contrary"] else "",
            _on_whose_word(one),
            _("Refuted, and therefore no link: %(refs)s", refs=_joined(one["refuted_allegations"])) if one["refuted_allegations"] else "",
        ]  # fmt: skip
        place = [one["place"], one["place_ar"], _joined([one["district"], one["governorate"]])]
        return self.thing(
            "Event", one["id"], name=[one["title"], one["title_ar"]], recordId=one["reference"], country=one["country"],
            location=place, keywords=[label(Act(act)) for act in one["acts"]], summary=[one["summary"], one["summary_ar"]],
            description=words, **_span(one), **_cited(one),
        )  # fmt: skip

    def victim(self, one: Record) -> list[Entity]:
        """The person by code, and what is said to have happened to them in the incident."""
        harms = _joined(label(Harm(harm)) for harm in one["harms"])
        alike = (
            _("Perhaps the same person as %(refs)s", refs=_joined(one["same_person_as"]))
            if one["same_person_as"]
            else ""
        )
        words = [
            _("A victim, by code. The name stays in the vault and is not in this file."), one["descriptors"],
            label(AgeBand(one["age_band"])), label(CivilianStatus(one["civilian_status"])), alike,
            _on_whose_word(one),
        ]  # fmt: skip
        person = self.thing(
            "Person",
            one["id"],
            name=one["reference"],
            gender=_GENDERS.get(one["sex"], ""),
            description=words,
            **_cited(one),
        )
        ident = self.plan.ident("harm", self.plan.case.reference, one["incident"], one["reference"])
        told = [_("When: %(when)s", when=one["when"]) if one["when"] else "", one["cause"]]
        tie = self.link(
            "UnknownLink", ident, subject=one["id"], object=one["incident_id"], date=partial_date(one["harmed_on"]),
            role=_("Alleged victim: %(harms)s", harms=harms), description=told,
        )  # fmt: skip
        return [person, tie]

    def relation(self, one: Record) -> Entity:
        """Affiliation and succession have schemas of their own; command, control and attachment are membership."""
        kind = RelationKind(one["kind"])
        said = {"recordId": f"{one['unit']} → {one['parent']}", **self._claimed(one, label(kind))}
        if kind is RelationKind.SUCCESSOR:
            return self.link("Succession", one["id"], predecessor=one["parent_id"], successor=one["unit_id"], **said)
        if kind is RelationKind.AFFILIATED:
            return self.link("UnknownLink", one["id"], subject=one["unit_id"], object=one["parent_id"], **said)
        return self.link("Membership", one["id"], member=one["unit_id"], organization=one["parent_id"], **said)

    def posting(self, one: Record) -> Entity:
        said = {
            "recordId": f"{one['individual']} → {one['unit']}",
            **self._claimed(one, label(PostingRole(one["role"])), one["rank"]),
        }
        return self.link("Membership", one["id"], member=one["individual_id"], organization=one["unit_id"], **said)

    def _claimed(self, one: Record, *role: str) -> Entity:
        words = [_("When: %(when)s", when=one["when"] or _("date not known")), _on_whose_word(one)]
        return {
            "role": _("%(role)s (alleged)", role=_joined(role)), "status": label(Confidence(one["confidence"])),
            "description": words, "sourceUrl": one["source_urls"], **_span(one),
        }  # fmt: skip

    def allegation(self, one: Record) -> list[Entity]:
        """From the unit and from the individual to the incident; nothing when it was refuted: a program counts lines."""
        if one["refuted"]:
            return []
        bases = _joined(label(LinkBasis(basis)) for basis in one["bases"])
        weak = _("This basis is weak.") if one["weak_basis"] else ""
        words = [
            _("What speaks against it: %(text)s", text=one["contrary"]),
            _("Basis of the link: %(bases)s.", bases=bases) + (f" {weak}" if weak else "") if bases else "",
            _("Mode of liability: %(mode)s", mode=label(LiabilityMode(one["mode"]))),
            _("Victims: %(refs)s", refs=_joined(one["victims"])) if one["victims"] else "",
            _("Supporting: %(sources)s", sources=_joined(one["supporting"])) if one["supporting"] else "",
            _("Independent origins: %(count)s", count=one["origins"]),
        ]  # fmt: skip
        said = {
            "object": one["incident_id"], "recordId": one["reference"], "summary": one["conduct"], "description": words,
            "role": _("%(role)s (alleged)", role=label(Act(one["act"]))), "status": label(Confidence(one["confidence"])),
        }  # fmt: skip
        case = self.plan.case.reference
        return [
            self.link(
                "UnknownLink",
                self.plan.ident("alleged", case, one["reference"], side),
                subject=one[f"{side}_id"],
                **said,
            )
            for side in ("unit", "individual")
            if one[side]
        ]


def _entity(schema: str, ident: str, **properties: Any) -> Entity:
    kept = {name: found for name, value in properties.items() if (found := _values(value))}
    return {"id": ident, "schema": schema, "properties": kept}


def _values(value: Any) -> list[str]:
    """The texts of a property: each once, none empty."""
    many = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(str(one).strip() for one in many if str(one).strip()))


def _span(one: Record) -> Entity:
    starts, ends = partial_date(one["starts"]), partial_date(one["ends"])
    return {"startDate": starts, "endDate": ends}


def _cited(one: Record) -> Entity:
    return {"proof": one["source_ids"], "sourceUrl": one["source_urls"]}


def _on_whose_word(one: Record) -> str:
    said = _("Sources: %(sources)s", sources=_joined(one["sources"])) if one["sources"] else ""
    single = _("A single source says so.") if one["single_source"] else ""
    withheld = _("Sources withheld: %(count)s", count=one["sources_withheld"]) if one["sources_withheld"] else ""
    return " · ".join(part for part in (said, single, withheld) if part)


def _joined(words: Iterable[str]) -> str:
    return "; ".join(word for word in words if word)
