"""A case with records of every kind, and an export made of it."""

import csv
import io
import json
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from casework import audit
from casework.allegations.models import Allegation, AllegationVictim
from casework.exchange.records import services
from casework.exchange.records.choosing import Chosen
from casework.exchange.records.packing import package
from casework.exchange.records.plan import Plan
from casework.incidents.models import Incident, Victim
from casework.sources.facts import add_source
from casework.sources.given import SourceGiven
from casework.testimonies.models import Testimony
from casework.units import claims, individuals
from casework.units import services as units
from casework.units.claims import Said
from casework.units.individuals import IndividualFacts
from casework.units.models import Individual, Unit
from casework.units.services import UnitFacts
from casework.vocabulary import PostingRole, RelationKind, ReviewStatus, UnitType
from casework.witnesses.models import Witness
from tests.dossiers.world import World

AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
REPORT = SourceGiven(citation="A public report, August 2025", url="https://example.org/report")


@dataclass
class Out:
    """The files of an export as whoever unpacks it reads them."""

    chosen: Chosen
    data: bytes
    files: dict[str, bytes] = field(default_factory=dict)

    def rows(self, name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.files[f"csv/{name}.csv"].decode("utf-8-sig"), newline="")))

    @property
    def entities(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.files["ftm/entities.ftm.json"].decode().split("\n") if line]

    def of(self, schema: str) -> list[dict[str, Any]]:
        return [one for one in self.entities if one["schema"] == schema]

    @property
    def text(self) -> str:
        return b"\n".join(self.files.values()).decode("utf-8", "replace")

    def kept(self) -> set[tuple[str, str, str]]:
        return {(one.kind.value, one.shown, one.why.value) for one in self.chosen.kept}


@dataclass
class Scene:
    """The world of the dossiers' tests, with what units and victims need besides."""

    world: World

    def victim(self, number: int, *, incident: Incident | str | None = "", name: str = "", **fields: Any) -> Victim:
        about = self.world.incident if incident == "" else incident
        row: Victim = self.world.keep(
            Victim(
                case_id=self.world.case.key, number=number, reference=f"V-{number:04d}", harms=["killed"],
                incident_id=about.key if isinstance(about, Incident) else None, harmed_on="2025-03-08",
                identity_owner=f"{self.world.case.key}-V{number}", is_identified=bool(name), **fields,
            )
        )  # fmt: skip
        if name:
            self.world.vault.seal(self.world.session, row.identity_owner, {"name": name})
        return row

    def unit(self, name: str, **facts: Any) -> Unit:
        return units.add_unit(self.world.session, self.world.builder, UnitFacts(name=name, **facts))

    def person(self, name: str = "") -> Individual:
        facts = IndividualFacts(description="seen at the gate", kunya="Abu Somebody")
        identity = {"name": name} if name else {}
        return individuals.add_individual(self.world.session, self.world.builder, facts, vault=self.world.vault, identity=identity)  # fmt: skip

    def under(self, child: Unit, parent: Unit, kind: RelationKind = RelationKind.COMMAND, **said: Any) -> Any:
        given = Said(**({"source": REPORT} | said))
        return claims.relate_units(
            self.world.session, self.world.builder, child=child, parent=parent, kind=kind, said=given
        )

    def post(self, unit: Unit, person: Individual, role: PostingRole = PostingRole.COMMANDER, **said: Any) -> Any:
        given = Said(**({"source": REPORT} | said))
        return claims.record_posting(
            self.world.session, self.world.builder, unit=unit, individual=person, role=role, rank="Colonel", said=given
        )

    def told(self, statement: Testimony) -> SourceGiven:
        """A statement of the case as a source."""
        return SourceGiven(case_reference=self.world.case.reference, reference=statement.reference, locator="1")

    def source(self, kind: str, row: Any, given: SourceGiven = REPORT) -> None:
        add_source(self.world.session, self.world.builder, kind=kind, fact_id=row.key, about=row.subject, given=given)

    def incident(self, number: int, *, is_approved: bool = True, **fields: Any) -> Incident:
        status = ReviewStatus.APPROVED if is_approved else ReviewStatus.DRAFT
        values = {"title": f"Incident {number}", "acts": ["killing"], "starts": "2025-03-07", "status": status} | fields
        row: Incident = self.world.keep(
            Incident(case_id=self.world.case.key, number=number, reference=f"I-{number:04d}", **values)
        )
        if is_approved:
            self.world.approve(row, row.version)
        return row

    def harmed(self, allegation: Allegation, victim: Victim) -> None:
        self.world.keep(
            AllegationVictim(case_id=self.world.case.key, allegation_id=allegation.key, victim_id=victim.key)
        )

    def plan(self, **fields: Any) -> Plan:
        values = {
            "case": self.world.case, "recipient": self.world.recipient, "reference": "X-0001", "language": "en", "at": AT,
            "namespace": audit.origin(self.world.session), "sender": "An organisation", "made_by": self.world.author.key,
        } | fields  # fmt: skip
        return Plan(**values)

    def choose(self, made_by: int | None = None) -> Chosen:
        by = made_by or self.world.author.key
        return services.choose(self.world.session, self.world.case, self.world.recipient, by)

    def export(self, **fields: Any) -> Out:
        """What would be exported now."""
        plan = self.plan(**fields)
        chosen = self.choose(plan.made_by)
        data = b"".join(package(self.world.session, plan, self.world.vault, chosen).chunks())
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name.removeprefix(f"{plan.origin}/") for name in archive.namelist()]
            return Out(chosen, data, dict(zip(names, map(archive.read, archive.namelist()), strict=True)))


@dataclass
class Full(Scene):
    """One of everything."""

    witness: Witness = None  # type: ignore[assignment]
    statement: Testimony = None  # type: ignore[assignment]
    above: Unit = None  # type: ignore[assignment]


def fill(world: World) -> Full:
    """A case in which every kind of record may go, and a refuted allegation, and claims with dates of every kind."""
    scene = Full(world)
    scene.witness = world.witness(1, "Hasan Khoury")
    scene.statement = world.testimony(1, scene.witness)
    world.incident.title_ar, world.incident.starts, world.incident.ends = "قتل", "2025-03-07", "2025-03-01/2025-03-09"
    scene.source("incident", world.incident)
    scene.above = scene.unit("A ministry", kind=UnitType.MINISTRY)
    person, other = scene.person("Ziad Haddad"), scene.person()
    ally, heir = scene.unit("An ally"), scene.unit("An heir")
    scene.under(world.unit, scene.above, starts="2012", ends="/2025-03-08")
    scene.under(world.unit, ally, RelationKind.AFFILIATED, starts="2025-03~")
    scene.under(world.unit, heir, RelationKind.SUCCESSOR)
    scene.post(world.unit, person, starts="2024-12", ends="2025-03-01/2025-03-09")
    scene.post(world.unit, other, PostingRole.MEMBER, source=scene.told(scene.statement))
    given = Said(source=REPORT, starts="2025-04", ends="2025-05")
    claims.record_vacancy(world.session, world.builder, unit=world.unit, said=given)
    victim = scene.victim(1, name="Layla Hasan", descriptors="grey jacket")
    scene.source("victim", victim, scene.told(scene.statement))
    shot = world.exhibit(1, source="From W-0001")
    scene.harmed(world.allegation(1, [(scene.statement, "1")], [shot], individual_id=person.key), victim)
    world.allegation(2, [(scene.statement, "2")], bases=["speech_or_appearance"], is_refuted=False)
    world.allegation(3, [(scene.statement, "3")], is_refuted=True)
    world.session.flush()
    return scene
