"""Who wrote a part of what is reviewed: asked of the log, whoever is named as the author now."""

from collections.abc import Iterable

from sqlmodel import Session, col, or_, select

from casework.audit import AuditEntry
from casework.subjects import Actor, Subject

# What the log calls an act that puts words into an object.
_WRITING = (
    "made",
    "added",
    "changed",
    "edited",
    "registered",
    "started",
    "draft_saved",
    "correction_started",
    "submitted",
)


def had_a_hand_in(session: Session, actor: Actor, subject: Subject) -> bool:
    """True when the actor wrote any part of the object."""
    return bool(written_by(session, actor, [subject]))


def written_by(session: Session, actor: Actor, subjects: Iterable[Subject]) -> set[tuple[str, int]]:
    """Those of the objects, as pairs (kind, id), that the actor wrote a part of; one statement."""
    asked = {(subject.kind, subject.id) for subject in subjects}
    if actor.id is None or not asked:
        return set()
    statement = select(AuditEntry.subject_kind, AuditEntry.subject_id).where(
        AuditEntry.actor_id == actor.id,
        col(AuditEntry.subject_kind).in_({kind for kind, _key in asked}),
        col(AuditEntry.subject_id).in_({key for _kind, key in asked}),
        ~col(AuditEntry.action).startswith("review.", autoescape=True),
        or_(*(col(AuditEntry.action).endswith(f".{act}", autoescape=True) for act in _WRITING)),
    )
    return {(kind, key) for kind, key in session.exec(statement.distinct()).all()} & asked
