"""What is done with exhibits once they are in: find, describe, hand out the original, offer them to others."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any, BinaryIO

from sqlalchemy import Select
from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, can, require
from casework.cases.models import Case
from casework.cases.services import require_open
from casework.db import now
from casework.errors import NotFound, Refused, Stale
from casework.evidence import indexing
from casework.evidence.custody import add_event
from casework.evidence.details import DETAILS, ExhibitDetails, check
from casework.evidence.leaving import refuse_objections
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.storage import AlteredContent, FileStore, MissingContent
from casework.subjects import Actor
from casework.vocabulary import CustodyKind, EvidenceType, ReviewStatus

LOCKED = (ReviewStatus.SUBMITTED, ReviewStatus.CLAIMED)


def get_exhibit(session: Session, actor: Actor, *, case: Case, reference: str) -> Exhibit:
    """The exhibit with this reference in this case. Raises NotFound."""
    require(session, actor, Permission.EVIDENCE_VIEW, case.subject)
    found = session.exec(select(Exhibit).where(Exhibit.case_id == case.key, Exhibit.reference == reference)).first()
    if found is None:
        raise NotFound
    return found


def list_exhibits(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    kind: EvidenceType | None = None,
    status: ReviewStatus | None = None,
    only_quarantined: bool = False,
) -> Select[Any]:
    """The exhibits of a case as a statement that `web.page` cuts into pages (by `Exhibit.id`)."""
    require(session, actor, Permission.EVIDENCE_VIEW, case.subject)
    statement = select(Exhibit).where(Exhibit.case_id == case.key)
    if kind is not None:
        statement = statement.where(Exhibit.kind == kind)
    if status is not None:
        statement = statement.where(Exhibit.status == status)
    return statement.where(col(Exhibit.is_quarantined)) if only_quarantined else statement


def exhibits_of(session: Session, actor: Actor, *, case: Case, ids: Collection[int]) -> dict[int, Exhibit]:
    """Exhibits of the case by id; ids of other cases are silently not among them."""
    require(session, actor, Permission.EVIDENCE_VIEW, case.subject)
    statement = select(Exhibit).where(Exhibit.case_id == case.key, col(Exhibit.id).in_(set(ids)))
    return {exhibit.key: exhibit for exhibit in session.exec(statement).all()}


def exhibit_choices(session: Session, actor: Actor, *, case: Case, limit: int = 500) -> list[tuple[str, str]]:
    """Pairs (id, "EX-0001 title") for a form field in another feature, newest first."""
    require(session, actor, Permission.EVIDENCE_VIEW, case.subject)
    statement = select(Exhibit.id, Exhibit.reference, Exhibit.title).where(Exhibit.case_id == case.key)
    rows = session.exec(statement.order_by(col(Exhibit.id).desc()).limit(limit)).all()
    return [(str(key), f"{reference} {title}") for key, reference, title in rows]


def derivatives(session: Session, actor: Actor, *, exhibit: Exhibit, limit: int = 100) -> Sequence[Exhibit]:
    """What was made from this exhibit (a transcript, a redacted copy)."""
    require(session, actor, Permission.EVIDENCE_VIEW, exhibit.subject)
    statement = select(Exhibit).where(Exhibit.parent_id == exhibit.key).order_by(col(Exhibit.id)).limit(limit)
    return session.exec(statement).all()


def details_of(exhibit: Exhibit) -> ExhibitDetails:
    """The typed half as it is stored."""
    return ExhibitDetails(**{name: getattr(exhibit, name) for name in DETAILS})


def edit_exhibit(
    session: Session, actor: Actor, *, case: Case, exhibit: Exhibit, version: int, details: ExhibitDetails
) -> list[str]:
    """Change what is said about an exhibit, never its file; returns the fields that changed.

    Raises Stale when somebody saved since `version`, Refused while a reviewer has it, Invalid beside the field.
    An approved description that changes has to be approved again.
    """
    require(session, actor, Permission.EVIDENCE_EDIT, exhibit.subject)
    require_open(case)
    session.refresh(exhibit, with_for_update=True)
    if exhibit.version != version:
        raise Stale(exhibit)
    if exhibit.status in LOCKED:
        raise Refused(_("This exhibit is with a reviewer. It can be changed when it comes back."))
    check(details)
    changed = [name for name, value in asdict(details).items() if getattr(exhibit, name) != value]
    if not changed:
        return []
    for name in changed:
        setattr(exhibit, name, getattr(details, name))
    if exhibit.status is ReviewStatus.APPROVED:
        exhibit.status = ReviewStatus.DRAFT
    exhibit.version, exhibit.updated_at = version + 1, now()
    session.add(exhibit)
    session.flush()
    audit.record(session, actor, "evidence.edited", exhibit.subject, fields=changed)
    indexing.index(session, exhibit)
    return changed


def hand_out(session: Session, actor: Actor, store: FileStore, *, exhibit: Exhibit) -> BinaryIO:
    """Open the original for download; leaves a log entry and a custody event. Raises NotFound, or Refused in quarantine
    and while whoever gave it does not consent."""
    require(session, actor, Permission.EVIDENCE_DOWNLOAD, exhibit.subject)
    if exhibit.is_quarantined and not can(session, actor, Permission.EVIDENCE_RELEASE, exhibit.subject):
        raise Refused(_("This exhibit is in quarantine: its file is not what was registered. Ask a supervisor."))
    if not exhibit.sha256:
        raise NotFound
    refuse_objections(session, exhibit)
    try:
        stream = store.open_stream(exhibit.sha256)
    except MissingContent:
        raise Refused(_("The file is missing from the store. Check the exhibit's integrity.")) from None
    except AlteredContent:
        raise Refused(_("The file was altered and can no longer be decrypted. Restore it from a backup.")) from None
    event = add_event(session, actor, exhibit, CustodyKind.EXPORTED, hash_before=exhibit.sha256)
    audit.record(
        session, actor, "evidence.downloaded", exhibit.subject, event=event.number, quarantined=exhibit.is_quarantined
    )
    return stream


def may_be_used(exhibit: Exhibit) -> bool:
    """Whether a dossier may carry the exhibit: never one whose file is not what was registered."""
    return not exhibit.is_quarantined
