"""The way of an incident through review: submitted by one person, decided by somebody else."""

from sqlmodel import Session

from casework.access import Permission, require
from casework.cases.models import Case
from casework.cases.services import require_open
from casework.i18n import _
from casework.incidents.indexing import index_incident
from casework.incidents.models import Incident
from casework.review import services as review
from casework.review.models import Review
from casework.review.way import Way
from casework.subjects import Actor

_WAY = Way(Incident, index_incident)


def submit(session: Session, actor: Actor, case: Case, incident: Incident) -> Review:
    """Put the incident as it is now into the queue; it cannot be changed until somebody decided. Raises Refused."""
    require(session, actor, Permission.INCIDENT_EDIT, incident.subject)
    require_open(case)
    return _WAY.submit(session, actor, incident, refusal=_("Only a draft or a returned incident can be submitted."))


review.on_decided("incident")(_WAY.follow)
