"""The way of an object through review, the same for each kind that is one row with a version and a status."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from sqlmodel import Session

from casework import audit
from casework.errors import Refused
from casework.i18n import _
from casework.review import services
from casework.review.models import Review
from casework.subjects import Actor, Subject
from casework.vocabulary import ReviewStatus

SUBMITTABLE = (ReviewStatus.DRAFT, ReviewStatus.RETURNED)


class Reviewed(Protocol):
    """What is reviewed: its status follows the review of its version."""

    status: ReviewStatus
    version: int

    @property
    def subject(self) -> Subject:
        """As the log and the policy know it."""


T = TypeVar("T", bound=Reviewed)


@dataclass(frozen=True)
class Way(Generic[T]):
    """For one model: how search is told of a changed status."""

    model: type[T]
    index: Callable[[Session, T], None]

    def submit(self, session: Session, actor: Actor, item: T, *, refusal: str) -> Review:
        """Put the object as it is now into the queue, its author being who submits it. The caller asked for permission.

        Raises Refused: with `refusal` when it is no draft and was not returned, and when nobody submits it.
        """
        session.refresh(item, with_for_update=True)
        if item.status not in SUBMITTABLE:
            raise Refused(refusal)
        if actor.id is None:
            raise Refused(_("This is submitted by somebody, never by the system alone."))
        subject = item.subject
        review = services.submit(session, actor, subject, item.version, actor.id)
        self._set(session, item, ReviewStatus.SUBMITTED)
        audit.record(session, actor, f"{subject.kind}.submitted", subject, version=item.version)
        return review

    def follow(self, session: Session, review: Review) -> None:
        """Let the object's status follow its review."""
        self._set(session, session.get_one(self.model, review.subject_id), review.status)

    def _set(self, session: Session, item: T, status: ReviewStatus) -> None:
        item.status = status
        session.flush()
        self.index(session, item)
