"""The way of an incident through review: submitted by its author, decided by somebody else."""

from sqlmodel import Session

from casework import audit
from casework.access import Permission, require
from casework.cases.models import Case
from casework.cases.services import require_open
from casework.errors import Refused
from casework.i18n import _
from casework.incidents.indexing import index_incident
from casework.incidents.models import Incident
from casework.review import services as review
from casework.review.models import Review
from casework.subjects import Actor
from casework.vocabulary import ReviewStatus

SUBMITTABLE = (ReviewStatus.DRAFT, ReviewStatus.RETURNED)


def submit(session: Session, actor: Actor, case: Case, incident: Incident) -> Review:
    """Put the incident as it is now into the queue; it cannot be changed until somebody decided. Raises Refused."""
    require(session, actor, Permission.INCIDENT_EDIT, incident.subject)
    require_open(case)
    session.refresh(incident, with_for_update=True)
    if incident.status not in SUBMITTABLE:
        raise Refused(_("Only a draft or a returned incident can be submitted."))
    author = incident.author_id if incident.author_id is not None else actor.key
    row = review.submit(session, actor, incident.subject, incident.version, author)
    incident.status = ReviewStatus.SUBMITTED
    session.flush()
    index_incident(session, incident)
    audit.record(session, actor, "incident.submitted", incident.subject, version=incident.version)
    return row


@review.on_decided("incident")
def follow(session: Session, row: Review) -> None:
    """Let the incident's status follow its review."""
    incident = session.get_one(Incident, row.subject_id)
    incident.status = row.status
    session.flush()
    index_incident(session, incident)
