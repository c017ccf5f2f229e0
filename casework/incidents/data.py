"""What sources may say of an incident, datum by datum, and how a preferred claim reaches the record."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from sqlmodel import Session

from casework.cases.models import Case
from casework.i18n import _l
from casework.incidents import services
from casework.incidents.models import Incident
from casework.incidents.services import IncidentFacts
from casework.sources.claims import Datum, Kind
from casework.subjects import Actor
from casework.vocabulary import SceneStatus


def _put(session: Session, actor: Actor, incident: Incident, changes: Mapping[str, Any]) -> None:
    known = {one.name: getattr(incident, one.name) for one in fields(IncidentFacts)}
    case = session.get_one(Case, incident.case_id)
    facts = replace(IncidentFacts(**known), **changes)
    services.change_incident(session, actor, case, incident, facts, version=incident.version)


INCIDENTS = Kind(
    "incident",
    (
        Datum("starts", _l("Began"), is_date=True),
        Datum("ends", _l("Ended"), is_date=True),
        Datum("place", _l("Place"), has_ar=True),
        Datum("governorate", _l("Governorate")),
        Datum("district", _l("District")),
        Datum("means", _l("Means")),
        Datum("targeting_indicators", _l("Signs of targeting")),
        Datum("scene_status", _l("State of the scene"), choices=SceneStatus),
        Datum("bodies", _l("Where the bodies lay"), has_ar=True, is_column=False),
        Datum("course", _l("How it happened"), has_ar=True, is_column=False),
    ),
    _put,
)
