"""Exhibits go to review like testimonies: what one person registered or described, another approves."""

from sqlmodel import Session

from casework.access import Permission, require
from casework.errors import Refused
from casework.evidence import indexing
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.review import services as reviews
from casework.review.models import Review
from casework.subjects import Actor
from casework.vocabulary import ReviewStatus


def submit_exhibit(session: Session, actor: Actor, *, exhibit: Exhibit) -> Review:
    """Submit the present description. Raises Refused when it is with a reviewer, approved, or in quarantine."""
    require(session, actor, Permission.REVIEW_SUBMIT, exhibit.subject)
    if exhibit.status not in (ReviewStatus.DRAFT, ReviewStatus.RETURNED):
        raise Refused(_("Only a draft or a returned exhibit can be submitted."))
    if exhibit.is_quarantined:
        raise Refused(_("An exhibit in quarantine cannot be submitted: its file is not what was registered."))
    author = actor.id or exhibit.registered_by
    if author is None:
        raise Refused(_("An exhibit is submitted by somebody, never by the system alone."))
    review = reviews.submit(session, actor, exhibit.subject, exhibit.version, author)
    _set(session, exhibit, ReviewStatus.SUBMITTED)
    return review


@reviews.on_decided("exhibit")
def follow_review(session: Session, review: Review) -> None:
    """Let the exhibit's state follow its review. Who registered or described it was refused when they claimed it."""
    exhibit = session.get_one(Exhibit, review.subject_id, with_for_update=True, populate_existing=True)
    if review.subject_version != exhibit.version or exhibit.status is ReviewStatus.DRAFT:
        return  # it was described anew since
    _set(session, exhibit, review.status)


def _set(session: Session, exhibit: Exhibit, status: ReviewStatus) -> None:
    exhibit.status = status
    session.add(exhibit)
    session.flush()
    indexing.index(session, exhibit)
