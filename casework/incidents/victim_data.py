"""What sources may say of a victim, datum by datum, and how a preferred claim reaches the record; never who it is."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from sqlmodel import Session

from casework.cases.models import Case
from casework.i18n import _l
from casework.incidents import victims
from casework.incidents.models import Incident, Victim
from casework.incidents.victim_sources import VICTIM
from casework.incidents.victims import VictimFacts
from casework.sources.claims import Datum, Kind
from casework.subjects import Actor
from casework.vocabulary import AgeBand, CivilianStatus, Sex


def _put(session: Session, actor: Actor, victim: Victim, changes: Mapping[str, Any]) -> None:
    known = {one.name: getattr(victim, one.name) for one in fields(VictimFacts)}
    facts = replace(VictimFacts(**known), **changes)
    case = session.get_one(Case, victim.case_id)
    incident = session.get(Incident, victim.incident_id) if victim.incident_id else None
    victims.save_facts(
        session, actor, case, victim, facts, incident=incident, version=victim.version, named=victim.is_identified
    )


VICTIMS = Kind(
    VICTIM,
    (
        Datum("harmed_on", _l("Date of the harm"), is_date=True),
        Datum("place", _l("Place")),
        Datum("cause", _l("Cause")),
        Datum("body_location", _l("Where the body is")),
        Datum("civilian_status", _l("Civilian status"), choices=CivilianStatus),
        Datum("age_band", _l("Age band"), choices=AgeBand),
        Datum("sex", _l("Sex"), choices=Sex),
        Datum("course", _l("How it happened"), has_ar=True, is_column=False),
    ),
    _put,
)
