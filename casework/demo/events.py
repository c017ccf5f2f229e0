"""Incidents, the competing figures, and the victims."""

from typing import Any

from casework.demo import content
from casework.demo.people import identity_fields
from casework.demo.stage import Stage, expect
from casework.incidents.duplicates import mark_duplicate
from casework.incidents.figures import FigureGiven, add_figure
from casework.incidents.models import Incident, Victim
from casework.incidents.services import IncidentFacts, add_incident
from casework.incidents.victims import VictimFacts, add_victim
from casework.vault import Vault
from casework.vocabulary import (
    Act,
    AgeBand,
    CasualtyConfirmation,
    CivilianStatus,
    Confidence,
    FigureCategory,
    FindingState,
    Harm,
    SamePerson,
    SceneStatus,
    Sex,
    SourceGrade,
)

GRADES = {"OHCHR": SourceGrade.B, "Commission of inquiry": SourceGrade.B, "SOHR": SourceGrade.C, "SNHR": SourceGrade.C}


def load_incidents(stage: Stage) -> None:
    """The incidents of `case.toml`, each at its place."""
    places = {place["key"]: place for place in content.read("case")["place"]}
    for number, row in enumerate(content.read("case")["incident"], start=1):
        incident = add_incident(stage.session, stage.author(number), stage.case, _facts(row, places[row["place"]]))
        expect(incident.reference, row["code"])
        stage.made[row["code"]] = incident


def _facts(row: content.Table, place: content.Table) -> IncidentFacts:
    return IncidentFacts(
        title=row["title"],
        title_ar=row["title_ar"],
        acts=[Act(act) for act in row["acts"]],
        starts=row["start"],
        ends=row["end"],
        governorate=place["governorate"],
        district=place["district"],
        place=place["name"],
        place_ar=place["name_ar"],
        latitude=place["lat"],
        longitude=place["lon"],
        precision_m=place["radius_km"] * 1000,
        summary=row["summary"],
        summary_ar=row["summary_ar"],
        means=row["means"],
        targeting_indicators=row["targeting"],
        contrary=row["contrary"],
        scene_status=SceneStatus(row["scene_status"]),
        finding=FindingState(row["finding"]),
        finding_standard=Confidence(row["finding_standard"]),
    )


def load_figures(stage: Stage) -> None:
    """Every public figure beside the others; none is summed, none is preferred."""
    for number, row in enumerate(content.read("case")["figure"], start=1):
        given = FigureGiven(
            source=row["source"],
            source_ar=row["source_ar"],
            as_of=row["as_of"],
            category=FigureCategory(row["category"]),
            lowest=row["low"],
            is_at_least=row.get("at_least", False),
            counted_by=row["counted_by"],
            note=row.get("note", ""),
            source_grade=GRADES.get(row["counted_by"], SourceGrade.F),
        )
        incident: Incident | None = stage.made.get(row.get("incident", ""))
        add_figure(stage.session, stage.author(number), stage.case, given, incident=incident)


def load_victims(stage: Stage, vault: Vault) -> None:
    """The victims, named in the vault or described; the two that may be one person are marked, never merged."""
    for number, row in enumerate(content.read("victims")["victim"], start=1):
        incident: Incident = stage.made[row["incident"]]
        victim = add_victim(
            stage.session, stage.author(number), stage.case, _victim(row, incident.place), incident=incident,
            vault=vault, identity=identity_fields(row.get("identity", {})), sources=row["sources"],
        )  # fmt: skip
        expect(victim.reference, row["code"])
        stage.made[row["code"]] = victim
        if "possible_duplicate_of" in row:
            _mark(stage, number, victim, stage.made[row["possible_duplicate_of"]], row["descriptors"])


def _victim(row: dict[str, Any], place: str) -> VictimFacts:
    return VictimFacts(
        is_identified="identity" in row,
        descriptors=row.get("descriptors", ""),
        sex=Sex(row["sex"]),
        age_band=AgeBand(row["age_band"]),
        civilian_status=CivilianStatus(row["status"]),
        status_basis=row["status_basis"],
        harms=[Harm(row["harm"])],
        harmed_on=row["date"],
        place=place,
        cause=row.get("cause", ""),
        body_location=row.get("body", ""),
        confirmation=CasualtyConfirmation(row["confirmation"]),
    )


def _mark(stage: Stage, number: int, victim: Victim, other: Victim, reason: str) -> None:
    mark_duplicate(
        stage.session, stage.author(number), stage.case, victim, other, answer=SamePerson.UNSURE, reason=reason
    )
