"""The chain of custody: numbered events, added and never changed (ISO/IEC 27037; PREMIS)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.db import next_number, now
from casework.errors import Invalid
from casework.evidence.models import CustodyEvent, Exhibit
from casework.i18n import _
from casework.subjects import Actor
from casework.vocabulary import CustodyKind

# What a person may record by hand; the rest is written by the deed itself, a handover by its two sides (`handovers`).
BY_HAND = (
    CustodyKind.COLLECTED,
    CustodyKind.RECEIVED,
    CustodyKind.SCANNED,
    CustodyKind.COPIED,
    CustodyKind.TRANSCRIBED,
    CustodyKind.TRANSLATED,
    CustodyKind.REDACTED,
    CustodyKind.SEALED,
    CustodyKind.UNSEALED,
    CustodyKind.STORED,
    CustodyKind.DISCLOSED,
)
NEEDS_RECEIVER = {CustodyKind.DISCLOSED}


@dataclass(frozen=True)
class Handling:
    """What happened to an exhibit, in a person's words."""

    kind: CustodyKind
    at: datetime
    given_by: str = ""
    given_to: str = ""
    place: str = ""
    purpose: str = ""
    outcome: str = ""
    note: str = ""
    zone: str = ""
    medium: str = ""
    seal: str = ""


def add_event(
    session: Session,
    actor: Actor,
    exhibit: Exhibit,
    kind: CustodyKind,
    *,
    at: datetime | None = None,
    hash_before: str = "",
    hash_after: str = "",
    given_by: str = "",
    given_to: str = "",
    place: str = "",
    purpose: str = "",
    outcome: str = "",
    note: str = "",
    zone: str = "",
    medium: str = "",
    seal: str = "",
    receiver_id: int | None = None,
    answers: int | None = None,
    form_number: str = "",
    paper_id: int | None = None,
) -> CustodyEvent:
    """Append the next link of the chain; hashes are hex SHA-256 of the file, "" where there is none."""
    event = CustodyEvent(
        case_id=exhibit.case_id,
        exhibit_id=exhibit.key,
        number=next_number(session, f"exhibit:{exhibit.key}:custody"),
        kind=kind,
        at=at or now(),
        actor_id=actor.id,
        hash_before=hash_before,
        hash_after=hash_after,
        given_by=given_by,
        given_to=given_to,
        place=place,
        purpose=purpose,
        outcome=outcome,
        note=note,
        zone=zone,
        medium=medium,
        seal=seal,
        receiver_id=receiver_id,
        answers=answers,
        form_number=form_number,
        paper_id=paper_id,
    )
    session.add(event)
    session.flush()
    return event


def record_handling(
    session: Session, actor: Actor, *, exhibit: Exhibit, handling: Handling, measured: str = ""
) -> CustodyEvent:
    """Add an event told by a person; `measured` is the file's digest taken just now ("" for a physical item).

    Raises Invalid beside the field.
    """
    require(session, actor, Permission.EVIDENCE_HANDOVER, exhibit.subject)
    _check(handling)
    hashes = {"hash_before": exhibit.sha256, "hash_after": measured}
    event = add_event(session, actor, exhibit, **(asdict(handling) | hashes))
    audit.record(session, actor, "evidence.custody", exhibit.subject, event=event.number, kind=str(handling.kind))
    return event


def chain(session: Session, actor: Actor, *, exhibit: Exhibit, limit: int = 500) -> Sequence[CustodyEvent]:
    """The events of an exhibit, oldest first; at most `limit` of the newest."""
    require(session, actor, Permission.EVIDENCE_VIEW, exhibit.subject)
    statement = select(CustodyEvent).where(CustodyEvent.exhibit_id == exhibit.key)
    newest = session.exec(statement.order_by(col(CustodyEvent.number).desc()).limit(limit)).all()
    return list(reversed(newest))


def _check(handling: Handling) -> None:
    problems: dict[str, object] = {}
    if handling.kind not in BY_HAND:
        problems["kind"] = _("This event is recorded by the application itself.")
    if handling.at > now():
        problems["at"] = _("This time is still to come.")
    if handling.kind in NEEDS_RECEIVER and not handling.given_to.strip():
        problems["given_to"] = _("Say who received it.")
    if not handling.purpose.strip():
        problems["purpose"] = _("Say what for: a link of the chain without a purpose proves little.")
    if problems:
        raise Invalid(fields=problems)
