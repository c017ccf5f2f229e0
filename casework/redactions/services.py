"""Make a redacted copy of an exhibit: in the background, by the confined child, registered as an exhibit of its own."""

from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, cast

from sqlmodel import Session, col, select

from casework import audit, sandbox
from casework.access import Permission, require
from casework.cases.models import Case
from casework.cases.services import require_open
from casework.config import Settings
from casework.errors import Invalid, Refused
from casework.evidence import intake
from casework.evidence.custody import add_event
from casework.evidence.details import ExhibitDetails
from casework.evidence.intake import ReceivedFile
from casework.evidence.leaving import refuse_objections
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.jobs import Job, enqueue
from casework.redactions.marks import MOST_MARKS, SUFFIX, Mark, Medium, as_json, medium_of, method, task_for
from casework.storage import EmptyContent, FileStore, Staged, TooLarge
from casework.subjects import Actor
from casework.vocabulary import CopyState, CustodyKind, DerivativeKind

JOB = "redaction.make"
MARKS = "redaction"
LIMITS = {
    Medium.PICTURE: sandbox.Limits(seconds=120, cpu_seconds=110),
    Medium.PAGES: sandbox.Limits(seconds=1200, cpu_seconds=1100),
    Medium.SOUND: sandbox.Limits(seconds=3600, cpu_seconds=3600, most_bytes=1024**3),
    Medium.FILM: sandbox.Limits(seconds=6 * 3600, cpu_seconds=6 * 3600, most_bytes=8 * 1024**3),
}
PREVIEW = sandbox.Limits(seconds=60, cpu_seconds=50, most_bytes=32 * 1024**2)
PREVIEW_SIDE = 1400
_JUMP = 4 * 1024**2


def require_medium(session: Session, actor: Actor, *, case: Case, exhibit: Exhibit) -> Medium:
    """What kind of thing it is. Raises Forbidden, and Refused when nothing can be, or may be, made of it."""
    require(session, actor, Permission.EVIDENCE_EDIT, exhibit.subject)
    require_open(case)
    medium = medium_of(exhibit.media_type) if exhibit.sha256 else None
    if medium is None:
        raise Refused(_("Only photographs, PDF documents, sound and video can be redacted here."))
    if exhibit.is_quarantined:
        raise Refused(_("This exhibit is in quarantine: nothing is made from a file that is not what was registered."))
    refuse_objections(session, exhibit)
    return medium


def begin(session: Session, actor: Actor, *, case: Case, exhibit: Exhibit, marks: Sequence[Mark]) -> Job:
    """Put the making into the queue. Raises Invalid without a mark, and what `require_medium` raises."""
    require_medium(session, actor, case=case, exhibit=exhibit)
    if not marks:
        raise Invalid(_("Mark at least one place."))
    if len(marks) > MOST_MARKS:
        raise Invalid(_("At most %(most)s places at once.", most=MOST_MARKS))
    payload = {"exhibit": exhibit.key, "marks": as_json(marks)}
    return enqueue(session, actor, JOB, case.key, payload)


def newest_job(session: Session, actor: Actor, *, exhibit: Exhibit) -> Job | None:
    """The actor's last making of a copy of this exhibit, of their last fifty."""
    require(session, actor, Permission.EVIDENCE_EDIT, exhibit.subject)
    mine = select(Job).where(Job.kind == JOB, Job.account_id == actor.id, Job.case_id == exhibit.case_id)
    rows = session.exec(mine.order_by(col(Job.id).desc()).limit(50)).all()
    return next((job for job in rows if job.payload.get("exhibit") == exhibit.key), None)


def _nobody(_per_cent: int) -> None:
    """Nobody waits."""


class _Watched:
    """A file that knows how far it was read: a recording is read from its start to its end while it is encoded."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream, self._size, self._at, self._farthest = stream, max(size, 1), 0, 0

    @property
    def per_cent(self) -> int:
        """What was read, of a hundred: a guess, which is enough for somebody who waits."""
        return min(99, 100 * self._farthest // self._size)

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = self._stream.seek(offset, whence)
        return self._at

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        jumped = self._at > self._farthest + _JUMP
        self._at += len(piece)
        if not jumped:  # the index at a film's end says nothing of how far it is
            self._farthest = max(self._farthest, self._at)
        return piece


def produce(
    store: FileStore, *, sha256: str, media_type: str, marks: Sequence[Mark], tick: Callable[[int], None] = _nobody
) -> Staged:
    """The redacted file, staged. Takes minutes for a film: call it outside any transaction. Raises Refused.

    `tick` is told every few seconds how many per cent of the file were read.
    """
    medium = medium_of(media_type)
    assert medium is not None  # noqa: S101 - asked before
    task, options = task_for(medium, media_type, marks)
    limits = LIMITS[medium]
    with store.open_stream(sha256) as stream, store.begin(limits.most_bytes) as incoming:
        source = _Watched(stream, store.size(sha256))
        made = sandbox.produce(task, options, cast(BinaryIO, source), incoming, limits, lambda: tick(source.per_cent))
        if made.problem is not None:
            raise Refused(_("The copy could not be made: the file could not be read to its end."))
        try:
            return incoming.finish()
        except (EmptyContent, TooLarge):
            raise Refused(_("The copy could not be made: the file could not be read to its end.")) from None


def draw(source: BinaryIO, *, media_type: str, page: int, boxes: Sequence[Sequence[float]]) -> bytes | None:
    """A picture or page with its boxes, as it will be; None when it cannot be drawn."""
    held = _Held()
    if medium_of(media_type) is Medium.PAGES:
        options: dict[str, Any] = {"only": page, "boxes": {str(page): boxes}}
        made = sandbox.produce("redact_pages", options, source, held, PREVIEW)
    else:
        made = sandbox.produce("redact_picture", {"side": PREVIEW_SIDE, "boxes": boxes}, source, held, PREVIEW)
    return bytes(held.data) if made.problem is None and held.data.startswith(b"\xff\xd8\xff") else None


class _Held:
    """A small product, in memory."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes, /) -> object:
        self.data += data
        return len(data)


def register(
    session: Session,
    actor: Actor,
    store: FileStore,
    *,
    case: Case,
    origin: Exhibit,
    file: ReceivedFile,
    marks: Sequence[Mark],
    settings: Settings | None = None,
) -> Exhibit:
    """The redacted copy as an exhibit of its own; made twice, it is registered once.

    It says of the origin only what protects people: who gave it, its restriction, graphic content. Nothing in its own
    record or chain names the origin; the tie is shown to those who may see both. With `settings` it is scanned, stamped
    and made ready to play like any other file that comes in.
    """
    require_medium(session, actor, case=case, exhibit=origin)
    twin = intake.same_file(session, actor, case=case, sha256=file.staged.sha256)
    if twin is not None:
        store.discard(file.staged)
        return twin
    how = method(marks)
    copy = intake.register_exhibit(
        session, actor, store, case=case, details=_details(origin), file=file, parent=origin, derivation=how,
        derived_as=DerivativeKind.REDACTED_COPY, settings=settings,
    )  # fmt: skip
    copy.file_metadata = {**copy.file_metadata, MARKS: as_json(marks)}
    session.add(copy)
    add_event(session, actor, copy, CustodyKind.REDACTED, hash_before=copy.sha256, hash_after=copy.sha256, purpose=how)
    codes = sorted({mark.code.value for mark in marks})
    audit.record(
        session, actor, "evidence.redacted", origin.subject, copy=copy.reference, marks=len(marks), codes=codes
    )
    return copy


def file_name(media_type: str) -> str:
    """A name that says nothing of the origin."""
    medium = medium_of(media_type)
    return f"redacted.{SUFFIX[medium]}" if medium else "redacted"


def _details(origin: Exhibit) -> ExhibitDetails:
    return ExhibitDetails(
        title=_("Redacted: %(title)s", title=origin.title)[:200],
        kind=origin.kind,
        source=origin.source,
        source_grade=origin.source_grade,
        copy_state=CopyState.COPY,
        is_edited=True,
        rights=origin.rights,
        restriction=origin.restriction,
        is_graphic=origin.is_graphic,
    )
