"""Submit, claim, comment, decide. The author can never review; the database itself refuses it too."""

from collections.abc import Callable, Sequence

from sqlalchemy import func
from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require, visible_cases
from casework.db import now
from casework.errors import Invalid, NotFound, Refused
from casework.i18n import _
from casework.review.authorship import had_a_hand_in
from casework.review.checklist import unanswered
from casework.review.models import Review, ReviewComment
from casework.subjects import Actor, Subject
from casework.vocabulary import InformationGrade, ReviewDecision, ReviewStatus, SourceGrade

OPEN = (ReviewStatus.SUBMITTED, ReviewStatus.CLAIMED)
_OUTCOME = {
    ReviewDecision.APPROVE: ReviewStatus.APPROVED,
    ReviewDecision.RETURN: ReviewStatus.RETURNED,
    ReviewDecision.REJECT: ReviewStatus.REJECTED,
}

Changed = Callable[[Session, Review], None]
_hooks: dict[str, Changed] = {}


def on_decided(kind: str) -> Callable[[Changed], Changed]:
    """Register what a feature does when a review of its objects is claimed or decided (set the object's status)."""

    def register(function: Changed) -> Changed:
        _hooks[kind] = function
        return function

    return register


def _tell(session: Session, review: Review) -> None:
    hook = _hooks.get(review.subject_kind)
    if hook is not None:
        hook(session, review)


def subject_of(review: Review) -> Subject:
    """The object under review."""
    return Subject(review.subject_kind, review.subject_id, review.case_id, review.subject_label)


def submit(session: Session, actor: Actor, subject: Subject, version: int, author_id: int) -> Review:
    """Put one version of an object into the queue. Raises Refused when it waits there already."""
    require(session, actor, Permission.REVIEW_SUBMIT, subject)
    if subject.case_id is None:
        raise Refused(_("Only what belongs to a case is reviewed."))
    waiting = latest(session, subject)
    if waiting is not None and waiting.status in OPEN:
        raise Refused(_("This waits for review already."))
    review = Review(
        case_id=subject.case_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
        subject_label=subject.label,
        subject_version=version,
        author_id=author_id,
    )
    session.add(review)
    session.flush()
    audit.record(session, actor, "review.submitted", subject, version=version, review=review.key)
    return review


def get_review(session: Session, actor: Actor, case_id: int, review_id: int) -> Review:
    """One review of the case. Raises NotFound."""
    review = session.get(Review, review_id)
    if review is None or review.case_id != case_id:
        raise NotFound
    require(session, actor, Permission.REVIEW_VIEW, subject_of(review))
    return review


def latest(session: Session, subject: Subject, version: int | None = None) -> Review | None:
    """The newest review of an object, or of one version of it."""
    statement = select(Review).where(Review.subject_kind == subject.kind, Review.subject_id == subject.id)
    if version is not None:
        statement = statement.where(Review.subject_version == version)
    return session.exec(statement.order_by(col(Review.id).desc()).limit(1)).first()


def history(session: Session, actor: Actor, subject: Subject) -> Sequence[Review]:
    """All reviews of an object, newest first; at most a hundred."""
    require(session, actor, Permission.REVIEW_VIEW, subject)
    statement = select(Review).where(Review.subject_kind == subject.kind, Review.subject_id == subject.id)
    return session.exec(statement.order_by(col(Review.id).desc()).limit(100)).all()


def queue(
    session: Session,
    actor: Actor,
    *,
    case_id: int | None = None,
    statuses: Sequence[ReviewStatus] = OPEN,
    kind: str | None = None,
    after: int = 0,
    limit: int = 50,
) -> Sequence[Review]:
    """What waits, the longest waiting first, in one case or in all that the actor may see."""
    statement = select(Review).where(col(Review.status).in_(statuses), col(Review.id) > after)
    scope = Review.case_id == case_id if case_id is not None else col(Review.case_id).in_(visible_cases(actor))
    if case_id is not None:
        require(session, actor, Permission.REVIEW_VIEW, Subject("case", case_id, case_id, ""))
    statement = statement.where(scope)
    if kind:
        statement = statement.where(Review.subject_kind == kind)
    return session.exec(statement.order_by(col(Review.id)).limit(limit)).all()


def returned_to(session: Session, actor: Actor, limit: int = 20) -> Sequence[Review]:
    """What came back to the actor and was not submitted again, newest first."""
    newer = select(func.max(Review.id)).where(Review.author_id == actor.key)
    newest = newer.group_by(col(Review.subject_kind), col(Review.subject_id))
    statement = select(Review).where(
        col(Review.id).in_(newest),
        Review.status == ReviewStatus.RETURNED,
        col(Review.case_id).in_(visible_cases(actor)),
    )
    return session.exec(statement.order_by(col(Review.id).desc()).limit(limit)).all()


def claim(session: Session, actor: Actor, review: Review) -> Review:
    """Take a review on. Raises Refused for the author, and when somebody else has it."""
    require(session, actor, Permission.REVIEW_DECIDE, subject_of(review))
    if review.author_id == actor.id or had_a_hand_in(session, actor, subject_of(review)):
        raise Refused(_("You wrote this: somebody else has to review it."))
    if review.status not in OPEN or (review.status is ReviewStatus.CLAIMED and review.reviewer_id != actor.id):
        raise Refused(_("Somebody else took this review meanwhile."))
    review.status, review.reviewer_id, review.claimed_at = ReviewStatus.CLAIMED, actor.id, now()
    audit.record(session, actor, "review.claimed", subject_of(review), review=review.key)
    _tell(session, review)
    return review


def release(session: Session, actor: Actor, review: Review) -> Review:
    """Give a claimed review back to the queue."""
    _require_claimed(session, actor, review)
    review.status, review.reviewer_id, review.claimed_at = ReviewStatus.SUBMITTED, None, None
    audit.record(session, actor, "review.released", subject_of(review), review=review.key)
    _tell(session, review)
    return review


def _require_claimed(session: Session, actor: Actor, review: Review) -> None:
    require(session, actor, Permission.REVIEW_DECIDE, subject_of(review))
    if review.status is not ReviewStatus.CLAIMED or review.reviewer_id != actor.id:
        raise Refused(_("Claim this review first."))


def comment(session: Session, actor: Actor, review: Review, *, paragraph: str, text: str) -> ReviewComment:
    """Remark on one paragraph (or on the whole). Raises Invalid for an empty remark."""
    _require_claimed(session, actor, review)
    if not text.strip():
        raise Invalid(fields={"text": _("Write the remark.")})
    remark = ReviewComment(
        review_id=review.key, case_id=review.case_id, author_id=actor.key, paragraph=paragraph, text=text.strip()
    )
    session.add(remark)
    session.flush()
    audit.record(session, actor, "review.commented", subject_of(review), review=review.key, paragraph=paragraph)
    return remark


def comments_of(
    session: Session, actor: Actor, subject: Subject, version: int | None = None
) -> Sequence[ReviewComment]:
    """The remarks on an object, or on one version of it, in the order they were made; at most five hundred."""
    require(session, actor, Permission.REVIEW_VIEW, subject)
    reviews = select(Review.id).where(Review.subject_kind == subject.kind, Review.subject_id == subject.id)
    if version is not None:
        reviews = reviews.where(Review.subject_version == version)
    statement = select(ReviewComment).where(col(ReviewComment.review_id).in_(reviews))
    return session.exec(statement.order_by(col(ReviewComment.id)).limit(500)).all()


def decide(
    session: Session,
    actor: Actor,
    review: Review,
    *,
    decision: ReviewDecision,
    reasons: str,
    checklist: set[str],
    source_grade: SourceGrade,
    information_grade: InformationGrade,
) -> Review:
    """Approve, return or reject the version. An approval needs the whole checklist, the others need reasons.

    Raises Refused when the actor did not claim it, Invalid beside the field.
    """
    _require_claimed(session, actor, review)
    if decision is not ReviewDecision.APPROVE and not reasons.strip():
        raise Invalid(fields={"reasons": _("Say what has to be mended: the author works from it.")})
    open_items = unanswered(review.subject_kind, checklist)
    if decision is ReviewDecision.APPROVE and open_items:
        raise Invalid(fields={"checklist": _("An approval needs every item of the checklist.")})
    review.status, review.decided_at, review.reasons = _OUTCOME[decision], now(), reasons.strip()
    review.checklist = dict.fromkeys(sorted(checklist), True)
    review.source_grade, review.information_grade = source_grade, information_grade
    grades = f"{source_grade}/{information_grade}"
    facts = {"review": review.key, "version": review.subject_version, "decision": decision, "grades": grades}
    audit.record(session, actor, "review.decided", subject_of(review), **facts)
    _tell(session, review)
    session.flush()
    return review


def standing(session: Session, actor: Actor, case_id: int) -> dict[str, dict[ReviewStatus, int]]:
    """How many objects of each kind are in which state by their newest review: for the case's overview."""
    require(session, actor, Permission.REVIEW_VIEW, Subject("case", case_id, case_id, ""))
    newest = select(func.max(Review.id)).where(Review.case_id == case_id)
    newest = newest.group_by(col(Review.subject_kind), col(Review.subject_id))
    statement = (
        select(Review.subject_kind, Review.status, func.count())
        .where(col(Review.id).in_(newest))
        .group_by(col(Review.subject_kind), col(Review.status))
    )
    table: dict[str, dict[ReviewStatus, int]] = {}
    for kind, status, count in session.exec(statement).all():
        table.setdefault(kind, {})[ReviewStatus(status)] = count
    return table
