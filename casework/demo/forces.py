"""Units, how they stand to one another, the alleged individuals and their postings, each with its source."""

import re

from casework.demo import content
from casework.demo.people import identity_fields
from casework.demo.stage import REFERENCE, Stage, expect
from casework.units.claims import Said, record_posting, record_vacancy, relate_units
from casework.units.individuals import IndividualFacts, add_individual
from casework.units.preferring import prefer
from casework.units.services import UnitFacts, add_unit
from casework.units.sources import SourceGiven, add_source
from casework.vault import Vault
from casework.vocabulary import Confidence, PostingRole, RelationKind, SourceGrade, UnitType

PARAGRAPH = re.compile(r"(?P<reference>T-\d{4}) (?P<locator>¶[\d-]+)(?P<more>.*)")


def load_forces(stage: Stage, vault: Vault) -> None:
    """Everything in `units.toml`. Testimonies must be there: they are the sources."""
    _units(stage)
    _relations(stage)
    _individuals(stage, vault)
    _postings(stage)
    _vacancies(stage)


def _units(stage: Stage) -> None:
    for number, row in enumerate(content.read("units")["unit"], start=1):
        facts = UnitFacts(
            name=row["name"],
            name_ar=row["name_ar"],
            kind=UnitType(row["kind"]),
            insignia=row.get("insignia", ""),
            vehicles=row.get("vehicles", ""),
            note=f"As alleged by {row['alleged_by']}. {row['description']}",
            aliases=row["aliases"],
            areas=row.get("places")
            or [{"place": row["areas"], "place_ar": row["areas_ar"], "from": "2025-03", "to": "2025-03"}],
            is_synthetic="(SYNTHETIC)" in row["name"],
        )
        unit = add_unit(stage.session, stage.author(number), facts)
        stage.made[row["code"]] = unit
        expect(unit.reference, row["code"])


def _said(row: content.Table) -> Said:
    return Said(
        source=_source(row["sources"][0]),
        starts=row["start"],
        ends=row["end"],
        confidence=Confidence(row["confidence"]),
    )


def _source(text: str) -> SourceGiven:
    """`T-0015 ¶3, hearsay …` points into the case; anything else is a citation."""
    found = PARAGRAPH.fullmatch(text)
    if not found:
        return SourceGiven(citation=text)
    return SourceGiven(
        citation=found["more"].strip(" ,:;"),
        locator=found["locator"],
        case_reference=REFERENCE,
        reference=found["reference"],
        source_grade=SourceGrade.C,
    )


def _relations(stage: Stage) -> None:
    for number, row in enumerate(content.read("units")["relation"], start=1):
        child, parent = stage.made[row["child"]], stage.made[row["parent"]]
        actor, kind = stage.author(number), RelationKind(row["kind"])
        relation = relate_units(stage.session, actor, child=child, parent=parent, kind=kind, said=_said(row))
        for further in row["sources"][1:]:
            add_source(
                stage.session, actor, kind="unit_relation", fact_id=relation.key, about=child.subject,
                given=_source(further),
            )  # fmt: skip


def _individuals(stage: Stage, vault: Vault) -> None:
    for number, row in enumerate(content.read("units")["individual"], start=1):
        facts = IndividualFacts(description=row["description"], kunya=row["kunya"], is_synthetic=True)
        person = add_individual(
            stage.session, stage.author(number), facts, vault=vault, identity=identity_fields(row.get("identity", {}))
        )
        expect(person.reference, row["code"])
        stage.made[row["code"]] = person


def _postings(stage: Stage) -> None:
    for number, row in enumerate(content.read("units")["posting"], start=1):
        posting = record_posting(
            stage.session, stage.author(number), unit=stage.made[row["unit"]], individual=stage.made[row["individual"]],
            role=PostingRole(row["role"]), rank="", said=_said(row),
        )  # fmt: skip
        if reason := row.get("preferred"):
            prefer(stage.session, stage.author(number), posting, reason=reason)


def _vacancies(stage: Stage) -> None:
    for number, row in enumerate(content.read("units")["vacancy"], start=1):
        record_vacancy(stage.session, stage.author(number), unit=stage.made[row["unit"]], said=_said(row))
