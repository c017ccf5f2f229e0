"""Is every original still what it was? Hash again, say which is not, and set that one apart (ISO/IEC 27037)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require, visible_cases
from casework.cases.models import Case
from casework.db import now
from casework.errors import Refused
from casework.evidence.custody import add_event
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.storage import AlteredContent, FileStore, MissingContent
from casework.subjects import Actor, Subject
from casework.vocabulary import CustodyKind, FixityState

BATCH = 200
MISSING = "missing"
ALTERED = "altered"


@dataclass(frozen=True)
class Held:
    """An exhibit that has a file, as plain values that outlive the transaction they were read in."""

    exhibit_id: int
    case_id: int
    reference: str
    sha256: str


@dataclass(frozen=True)
class Measured:
    """One exhibit's file, hashed just now. `digest` is MISSING when it cannot be read, ALTERED when what is stored is no
    longer what was encrypted, so that there is nothing to hash."""

    held: Held
    digest: str

    @property
    def is_sound(self) -> bool:
        """The file is what it was when it was registered."""
        return self.digest == self.held.sha256

    @property
    def found(self) -> str:
        """The digest that was found; empty when there was nothing that could be hashed."""
        return "" if self.digest in (MISSING, ALTERED) else self.digest


def held(exhibit: Exhibit) -> Held:
    """The values of one exhibit that a check needs."""
    return Held(exhibit.key, exhibit.case_id, exhibit.reference, exhibit.sha256)


def measure(store: FileStore, what: Held) -> Measured:
    """Hash a file again. Takes as long as reading it: call it outside any transaction.

    Raises Unavailable when the store does not answer or its keys are away: that says nothing about the file.
    """
    try:
        return Measured(what, store.digest(what.sha256))
    except AlteredContent:
        return Measured(what, ALTERED)
    except (MissingContent, OSError):
        return Measured(what, MISSING)


def next_to_check(session: Session, actor: Actor, *, case: Case | None = None, after: int = 0) -> list[Held]:
    """Up to two hundred exhibits with a file and an id above `after`, in that order; an empty list at the end."""
    statement = select(Exhibit).where(Exhibit.sha256 != "", col(Exhibit.id) > after).order_by(col(Exhibit.id))
    if case is not None:
        require(session, actor, Permission.EVIDENCE_VERIFY, case.subject)
        statement = statement.where(Exhibit.case_id == case.key)
    statement = statement.where(col(Exhibit.case_id).in_(visible_cases(actor)))
    return [held(exhibit) for exhibit in session.exec(statement.limit(BATCH)).all()]


def record_check(session: Session, actor: Actor, *, exhibit: Exhibit, measured: Measured) -> bool:
    """Write down one check that a person asked for, passed or failed; returns whether the file is sound."""
    require(session, actor, Permission.EVIDENCE_VERIFY, exhibit.subject)
    if measured.is_sound:
        _passed(exhibit)
        session.add(exhibit)
        add_event(
            session, actor, exhibit, CustodyKind.FIXITY_PASSED, hash_before=exhibit.sha256, hash_after=measured.digest
        )
        audit.record(session, actor, "evidence.fixity_passed", exhibit.subject)
        return True
    quarantine(session, actor, exhibit=exhibit, measured=measured)
    return False


def record_run(session: Session, actor: Actor, *, found: Sequence[Measured], case: Case | None) -> list[Measured]:
    """Write down a check of many files: one log entry, the time on each, and events for failures only; returns those.

    A run a night over thousands of sound files would otherwise bury each chain of custody under its own repetition.
    """
    failed = [each for each in found if not each.is_sound]
    for measured in found:
        exhibit = session.get_one(Exhibit, measured.held.exhibit_id)
        require(session, actor, Permission.EVIDENCE_VERIFY, exhibit.subject)
        if measured.is_sound:
            _passed(exhibit)
            session.add(exhibit)
        else:
            quarantine(session, actor, exhibit=exhibit, measured=measured)
    subject = case.subject if case else Subject("evidence", 0, None, "evidence")
    references = [each.held.reference for each in failed][:50]
    audit.record(session, actor, "evidence.verified", subject, checked=len(found), failed=len(failed), which=references)
    return failed


def _passed(exhibit: Exhibit) -> None:
    exhibit.checked_at = exhibit.tried_at = now()
    exhibit.fixity = FixityState.PASSED


def quarantine(session: Session, actor: Actor, *, exhibit: Exhibit, measured: Measured) -> None:
    """Set an exhibit apart whose file is not what it was. Said once, not at every later check."""
    exhibit.checked_at, exhibit.fixity = now(), FixityState.FAILED
    if not exhibit.is_quarantined:
        exhibit.is_quarantined = True
        outcome = "missing" if measured.digest == MISSING else "altered"
        add_event(
            session, actor, exhibit, CustodyKind.FIXITY_FAILED,
            hash_before=exhibit.sha256, hash_after=measured.found, outcome=outcome,
        )  # fmt: skip
        add_event(session, actor, exhibit, CustodyKind.QUARANTINED, outcome=outcome)
        audit.record(session, actor, "evidence.quarantined", exhibit.subject, found=measured.digest, outcome=outcome)
    session.add(exhibit)
    session.flush()


def release(session: Session, actor: Actor, *, exhibit: Exhibit, measured: Measured, reason: str) -> None:
    """End a quarantine after the file was found sound again (restored from a backup). Raises Refused when it is not."""
    require(session, actor, Permission.EVIDENCE_RELEASE, exhibit.subject)
    if not measured.is_sound:
        raise Refused(_("The file is still not what it was. Restore it from a backup first."))
    exhibit.is_quarantined = False
    _passed(exhibit)
    session.add(exhibit)
    add_event(
        session, actor, exhibit, CustodyKind.FIXITY_PASSED,
        hash_before=exhibit.sha256, hash_after=measured.digest, purpose=reason[:500],
    )  # fmt: skip
    audit.record(session, actor, "evidence.released", exhibit.subject, reason=reason[:500])


def quarantined(session: Session, actor: Actor, limit: int = 20) -> Sequence[Exhibit]:
    """Exhibits in the actor's cases whose check failed, newest first; for the home page."""
    statement = select(Exhibit).where(col(Exhibit.is_quarantined), col(Exhibit.case_id).in_(visible_cases(actor)))
    return session.exec(statement.order_by(col(Exhibit.id).desc()).limit(limit)).all()
