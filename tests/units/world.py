"""Units, individuals, incidents and their surroundings to test with."""

from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from casework.accounts.models import Account
from casework.cases.models import Case
from casework.config import Settings
from casework.evidence.models import Exhibit
from casework.incidents import services as incidents
from casework.incidents import victims
from casework.incidents.models import Incident, Victim
from casework.incidents.services import IncidentFacts
from casework.incidents.victims import VictimFacts
from casework.subjects import Actor, Role
from casework.testimonies.models import Testimony
from casework.units import claims, individuals, services
from casework.units.claims import Said
from casework.units.individuals import IndividualFacts
from casework.units.models import Individual, Posting, Unit, UnitRelation
from casework.units.services import UnitFacts
from casework.units.sources import SourceGiven
from casework.vault import Vault, prepare
from casework.vocabulary import Act, EvidenceType, Harm, PostingRole, RelationKind
from casework.witnesses.models import Witness
from tests.factories import make_account, make_case

CITED = SourceGiven(citation="A public report, August 2025")


@dataclass
class World:
    """A case with an investigator and a supervisor, and somebody who belongs to no case."""

    session: Session
    case: Case
    account: Account
    actor: Actor
    supervisor: Actor
    stranger: Actor
    vault: Vault

    def unit(self, name: str = "Alleged unit", **facts: Any) -> Unit:
        return services.add_unit(self.session, self.actor, UnitFacts(name=name, **facts))

    def person(self, name: str = "", description: str = "seen at the gate") -> Individual:
        facts, identity = IndividualFacts(description=description), {"name": name}
        return individuals.add_individual(self.session, self.actor, facts, vault=self.vault, identity=identity)

    def relate(self, child: Unit, parent: Unit, **said: Any) -> UnitRelation:
        kind = said.pop("kind", RelationKind.COMMAND)
        said = {"source": CITED} | said
        return claims.relate_units(self.session, self.actor, child=child, parent=parent, kind=kind, said=Said(**said))

    def post(self, unit: Unit, person: Individual, **said: Any) -> Posting:
        role = said.pop("role", PostingRole.COMMANDER)
        said = {"source": CITED} | said
        return claims.record_posting(
            self.session, self.actor, unit=unit, individual=person, role=role, rank="", said=Said(**said)
        )

    def incident(self, **facts: Any) -> Incident:
        facts = {"title": "Alleged killings", "acts": [Act.KILLING]} | facts
        return incidents.add_incident(self.session, self.actor, self.case, IncidentFacts(**facts))

    def victim(self, name: str = "", **facts: Any) -> Victim:
        facts = {"descriptors": "grey jacket", "harms": [Harm.KILLED], "is_identified": bool(name)} | facts
        incident, sources = facts.pop("incident", None), facts.pop("sources", ())
        return victims.add_victim(
            self.session, self.actor, self.case, VictimFacts(**facts), incident=incident, vault=self.vault,
            identity={"name": name}, sources=sources,
        )  # fmt: skip

    def testimony(self, number: int = 1, case: Case | None = None) -> Testimony:
        case = case or self.case
        code = f"{case.key}{number:04d}"
        witness = Witness(case_id=case.key, number=number, reference=f"W-{number:04d}", identity_owner=code)
        self.session.add(witness)
        self.session.flush()
        row = Testimony(
            case_id=case.key, number=number, reference=f"T-{number:04d}", witness_id=witness.key,
            draft={"paragraphs": [{"number": "9", "original": "They had a white mark.", "translation": ""}]},
        )  # fmt: skip
        self.session.add(row)
        self.session.flush()
        return row

    def exhibit(self, number: int = 1) -> Exhibit:
        row = Exhibit(
            case_id=self.case.key, number=number, reference=f"EX-{number:04d}", title="A photograph",
            kind=EvidenceType.PHOTO,
        )  # fmt: skip
        self.session.add(row)
        self.session.flush()
        return row


def make_world(session: Session, settings: Settings, vault: Vault | None = None) -> World:
    """A world on this database, with noise around it."""
    investigator, supervisor = make_account(session), make_account(session, Role.SUPERVISOR)
    make_case(session, [make_account(session)])
    case = make_case(session, [investigator, supervisor], title="Coast")
    keys = settings.instance / "vault"
    own = replace(
        settings,
        database_url="sqlite://",
        keystore_url=f"sqlite:///{keys / 'keystore.sqlite'}",
        master_key_file=keys / "master.json",
    )
    return World(
        session, case, investigator, investigator.as_actor(), supervisor.as_actor(), make_account(session).as_actor(),
        vault or prepare(own),
    )  # fmt: skip
