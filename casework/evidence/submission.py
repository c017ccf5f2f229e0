"""Exhibits go to review like testimonies: what one person registered, another approves."""

from sqlmodel import Session

from casework import audit
from casework.access import Permission, require
from casework.errors import Refused
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.subjects import Actor
from casework.vocabulary import ReviewStatus


def submit_exhibit(session: Session, actor: Actor, *, exhibit: Exhibit) -> None:
    """Submit the present description. Raises Refused when it is with a reviewer, approved, or in quarantine."""
    require(session, actor, Permission.REVIEW_SUBMIT, exhibit.subject)
    if exhibit.status not in (ReviewStatus.DRAFT, ReviewStatus.RETURNED):
        raise Refused(_("Only a draft or a returned exhibit can be submitted."))
    if exhibit.is_quarantined:
        raise Refused(_("An exhibit in quarantine cannot be submitted: its file is not what was registered."))
    exhibit.status = ReviewStatus.SUBMITTED
    session.add(exhibit)
    session.flush()
    audit.record(session, actor, "evidence.submitted", exhibit.subject, version=exhibit.version)
