"""Verification of an exhibit: source, content and technical data, each by itself, with its grounds and its history."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.cases.models import Case
from casework.cases.services import require_open
from casework.db import next_number, now
from casework.errors import Invalid, Refused
from casework.evidence.models import Exhibit, VerificationStep
from casework.evidence.services import LOCKED
from casework.i18n import _
from casework.subjects import Actor
from casework.vocabulary import ReviewStatus, VerificationAspect, VerificationState

COLUMNS = {
    VerificationAspect.SOURCE: "source_verification",
    VerificationAspect.CONTENT: "content_verification",
    VerificationAspect.TECHNICAL: "technical_verification",
}


def record_step(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    exhibit: Exhibit,
    aspect: VerificationAspect,
    state: VerificationState,
    method: str,
    grounds: str = "",
) -> VerificationStep:
    """Add one step; the newest counts. Raises Refused while a reviewer has the exhibit, Invalid without a method.

    It changes what is said about the exhibit: an approved description has to be approved again.
    """
    require(session, actor, Permission.EVIDENCE_EDIT, exhibit.subject)
    require_open(case)
    session.refresh(exhibit, with_for_update=True)
    if exhibit.status in LOCKED:
        raise Refused(_("This exhibit is with a reviewer. It can be changed when it comes back."))
    if not method.strip():
        raise Invalid(fields={"method": _("Say how it was checked: without that nobody can follow you.")})
    step = VerificationStep(
        case_id=exhibit.case_id,
        exhibit_id=exhibit.key,
        number=next_number(session, f"exhibit:{exhibit.key}:verification"),
        aspect=aspect,
        state=state,
        method=method.strip(),
        grounds=grounds.strip(),
        actor_id=actor.id,
    )
    session.add(step)
    setattr(exhibit, COLUMNS[aspect], state)
    if exhibit.status is ReviewStatus.APPROVED:
        exhibit.status = ReviewStatus.DRAFT
    exhibit.version, exhibit.updated_at = exhibit.version + 1, now()
    session.add(exhibit)
    session.flush()
    audit.record(
        session, actor, "evidence.verification", exhibit.subject,
        step=step.number, aspect=str(aspect), state=str(state),
    )  # fmt: skip
    return step


def steps_of(session: Session, actor: Actor, *, exhibit: Exhibit, limit: int = 100) -> Sequence[VerificationStep]:
    """The history, newest first."""
    require(session, actor, Permission.EVIDENCE_VIEW, exhibit.subject)
    statement = select(VerificationStep).where(VerificationStep.exhibit_id == exhibit.key)
    return session.exec(statement.order_by(col(VerificationStep.number).desc()).limit(limit)).all()
