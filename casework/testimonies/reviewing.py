"""What a review does to a statement."""

from sqlmodel import Session

from casework.errors import Refused
from casework.i18n import _
from casework.review import services as reviews
from casework.review.models import Review
from casework.subjects import Actor
from casework.testimonies.indexing import index
from casework.testimonies.models import Testimony, TestimonyVersion
from casework.vocabulary import ReviewStatus


def ask_for_review(session: Session, actor: Actor, testimony: Testimony, frozen: TestimonyVersion) -> Review:
    """Put the version into the queue; who submitted it is its author. Raises Refused when nobody is."""
    author = actor.id or testimony.author_id
    if author is None:
        raise Refused(_("A statement is submitted by somebody, never by the system alone."))
    return reviews.submit(session, actor, testimony.subject, frozen.number, author)


@reviews.on_decided("testimony")
def follow_review(session: Session, review: Review) -> None:
    """Let the statement's state follow its review. Raises Refused when the reviewer wrote part of the version."""
    testimony = session.get_one(Testimony, review.subject_id, with_for_update=True, populate_existing=True)
    if review.subject_version != testimony.submitted_version or testimony.status is ReviewStatus.DRAFT:
        return  # a newer version stands
    if review.reviewer_id is not None and review.reviewer_id in testimony.writers:
        raise Refused(_("You wrote part of this version: somebody else has to review it."))
    testimony.status = review.status
    if review.status is ReviewStatus.APPROVED:
        testimony.approved_version = review.subject_version
    session.add(testimony)
    session.flush()
    index(session, testimony)
