"""What search knows of incidents and victims: places and descriptions, never an identity."""

from collections.abc import Sequence

from sqlmodel import Session

from casework import search
from casework.incidents.models import Incident, Victim


def index_incident(session: Session, incident: Incident) -> None:
    """Make an incident findable."""
    parts = [
        incident.title_ar, incident.governorate, incident.district, incident.place, incident.place_ar,
        incident.summary, incident.summary_ar, incident.means, incident.targeting_indicators, incident.contrary,
    ]  # fmt: skip
    body = "\n".join(part for part in parts if part)
    doc = search.Doc(incident.subject, incident.title, body, incident.status, incident.earliest)
    search.put(session, doc)


def index_victim(session: Session, victim: Victim) -> None:
    """Make a victim findable by code, descriptors and place; the name is in the vault and stays there."""
    search.put(session, _victim(victim))


def index_new_victims(session: Session, victims: Sequence[Victim]) -> None:
    """The same for many who are new."""
    search.put_new(session, [_victim(victim) for victim in victims])


def _victim(victim: Victim) -> search.Doc:
    parts = [victim.descriptors, victim.place, victim.cause, victim.body_location, victim.status_basis]
    body = "\n".join(part for part in parts if part)
    return search.Doc(victim.subject, victim.reference, body)
