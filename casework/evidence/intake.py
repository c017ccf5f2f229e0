"""Taking an exhibit in: look into the file, give it a reference, keep it for good, begin its chain of custody."""

from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any

from sqlmodel import Session, col, select

from casework import audit, sandbox
from casework.access import Permission, require
from casework.cases.models import Case
from casework.cases.services import require_open
from casework.config import Settings
from casework.db import next_number
from casework.errors import Invalid
from casework.evidence import derivatives, indexing, likeness, stamps
from casework.evidence.custody import add_event
from casework.evidence.details import ExhibitDetails, check
from casework.evidence.filenames import CleanName, clean
from casework.evidence.models import Exhibit
from casework.evidence.preparing import prepare_later
from casework.i18n import _
from casework.storage import FileStore, Staged
from casework.subjects import Actor
from casework.vocabulary import CustodyKind, DerivativeKind, EvidenceType

MOST_PREVIEW = 8 * 1024 * 1024
AGREED = "SHA-256, sender and server agree"


@dataclass(frozen=True)
class ReceivedFile:
    """A file that arrived whole, and what was seen in it; not kept yet."""

    staged: Staged
    name: CleanName
    seen: sandbox.Inspection
    is_agreed: bool = False
    """The sender took the hash, too, and it is the same; else it is the server's alone."""


def look_into(store: FileStore, staged: Staged, claimed_name: str, *, is_agreed: bool = False) -> ReceivedFile:
    """Inspect staged content in the sandbox. Takes seconds: call it outside any transaction."""
    name = clean(claimed_name)
    with store.open_staged(staged) as stream:
        return ReceivedFile(staged, name, sandbox.inspect(stream, name.name), is_agreed)


def same_file(session: Session, actor: Actor, *, case: Case, sha256: str) -> Exhibit | None:
    """The exhibit of this case that is this very file, if any."""
    require(session, actor, Permission.EVIDENCE_VIEW, case.subject)
    statement = select(Exhibit).where(Exhibit.case_id == case.key, Exhibit.sha256 == sha256)
    return session.exec(statement.order_by(col(Exhibit.id)).limit(1)).first()


def register_exhibit(
    session: Session,
    actor: Actor,
    store: FileStore,
    *,
    case: Case,
    details: ExhibitDetails,
    file: ReceivedFile | None = None,
    parent: Exhibit | None = None,
    derivation: str = "",
    derived_as: DerivativeKind | None = None,
    settings: Settings | None = None,
) -> Exhibit:
    """Register a file or a physical item. Raises Invalid beside the field (the same file twice, too), or StoreFull.

    With `settings` that name a virus scanner the file is scanned in the background; recordings get a copy to play.
    With those of a time stamping authority the hash is stamped in the background, too.

    The file is made permanent as the last step, when the rows and the log entry stand in the open transaction.
    """
    require(session, actor, Permission.EVIDENCE_EDIT, case.subject)
    require_open(case)
    check(details)
    if parent is not None:
        details = derivatives.inherit(parent, details)
    if file is None and details.kind is not EvidenceType.PHYSICAL_ITEM:
        raise Invalid(fields={"file": _("Choose the file. Only a physical item is registered without one.")})
    number = next_number(session, f"case:{case.key}:EX")  # locks: of two equal uploads the second sees the first
    if file is not None:
        _refuse_second_copy(session, actor, case, file.staged.sha256)
    exhibit = Exhibit(
        case_id=case.key,
        number=number,
        reference=f"EX-{number:04d}",
        registered_by=actor.id,
        parent_id=parent.key if parent else None,
        derivation=derivation,
        derived_as=derived_as,
        **asdict(details),
        **(_of_file(store, file) if file else {}),
    )
    session.add(exhibit)
    session.flush()
    _begin_chain(session, actor, exhibit)
    if parent is not None:
        derivatives.note_deed(session, actor, parent, exhibit)
        derivatives.shut_like(session, parent, exhibit)
    audit.record(session, actor, "evidence.registered", exhibit.subject, sha256=exhibit.sha256, size=exhibit.size)
    indexing.index(session, exhibit)
    if file is not None:
        likeness.remember(session, exhibit.key, case.key, [(0, file.seen.likeness)])
        prepare_later(session, settings, exhibit)
        stamps.stamp_later(session, settings)
        store.keep(file.staged)
    return exhibit


def _refuse_second_copy(session: Session, actor: Actor, case: Case, sha256: str) -> None:
    twin = same_file(session, actor, case=case, sha256=sha256)
    if twin is not None:
        text = _("This very file is in the case already, as %(reference)s.", reference=twin.reference)
        raise Invalid(fields={"file": text})


def _of_file(store: FileStore, file: ReceivedFile) -> dict[str, Any]:
    seen = file.seen
    preview = store.keep(store.stage(BytesIO(seen.preview), MOST_PREVIEW)) if seen.preview else ""
    return {
        "filename": file.name.name,
        "size": file.staged.size,
        "media_type": seen.media_type,
        "sha256": file.staged.sha256,
        "preview_sha256": preview,
        "captured_embedded": str(seen.metadata.get("captured_at", ""))[:40],
        "file_metadata": {
            "embedded": seen.metadata,
            "problem": str(seen.problem) if seen.problem else "",
            "notices": [str(notice) for notice in seen.notices],
            "original_name": file.name.original,
            "name_changes": [str(change) for change in file.name.changes],
            "hash_agreed": file.is_agreed,
        },
    }


def _begin_chain(session: Session, actor: Actor, exhibit: Exhibit) -> None:
    if exhibit.acquired_at:
        add_event(
            session, actor, exhibit, CustodyKind.COLLECTED, at=exhibit.acquired_at,
            given_to=exhibit.acquired_by, place=exhibit.acquired_where, note=exhibit.acquired_how,
        )  # fmt: skip
    if exhibit.sha256:
        outcome = AGREED if exhibit.file_metadata.get("hash_agreed") else "SHA-256"
        add_event(session, actor, exhibit, CustodyKind.HASHED, hash_after=exhibit.sha256, outcome=outcome)
    add_event(session, actor, exhibit, CustodyKind.REGISTERED, hash_before=exhibit.sha256, hash_after=exhibit.sha256)
