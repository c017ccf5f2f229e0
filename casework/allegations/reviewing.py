"""The way of an allegation through review: submitted by its author, decided by somebody else."""

from sqlmodel import Session

from casework import audit
from casework.access import Permission, require
from casework.allegations.indexing import index_allegation
from casework.allegations.models import Allegation
from casework.cases.models import Case
from casework.cases.services import require_open
from casework.errors import Refused
from casework.i18n import _
from casework.review import services as review
from casework.review.models import Review
from casework.subjects import Actor
from casework.vocabulary import ReviewStatus

SUBMITTABLE = (ReviewStatus.DRAFT, ReviewStatus.RETURNED)


def submit(session: Session, actor: Actor, case: Case, allegation: Allegation) -> Review:
    """Put the allegation as it is now into the queue; it cannot be changed until somebody decided. Raises Refused."""
    require(session, actor, Permission.ALLEGATION_EDIT, allegation.subject)
    require_open(case)
    session.refresh(allegation, with_for_update=True)
    if allegation.status not in SUBMITTABLE:
        raise Refused(_("Only a draft or a returned allegation can be submitted."))
    author = allegation.author_id if allegation.author_id is not None else actor.key
    row = review.submit(session, actor, allegation.subject, allegation.version, author)
    allegation.status = ReviewStatus.SUBMITTED
    session.flush()
    index_allegation(session, allegation)
    audit.record(session, actor, "allegation.submitted", allegation.subject, version=allegation.version)
    return row


@review.on_decided("allegation")
def follow(session: Session, row: Review) -> None:
    """Let the allegation's status follow its review."""
    allegation = session.get_one(Allegation, row.subject_id)
    allegation.status = row.status
    session.flush()
    index_allegation(session, allegation)
