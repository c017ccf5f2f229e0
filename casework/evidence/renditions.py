"""What is made of an exhibit's file so that it can be looked at without opening it: in the confined child, from the
original, never instead of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from casework import sandbox
from casework.evidence.models import Exhibit
from casework.evidence.viewing_models import Rendition, RenditionKind
from casework.storage import EmptyContent, FileStore, Staged, TooLarge

PLAYER_SECONDS = 10 * 60
SOUND_SECONDS = 60 * 60
STILLS = 8
STILL_SIDE = 320
PAGE_SIDE = 1600
LARGE_SIDE = 2400
QUICK = sandbox.Limits(seconds=30, cpu_seconds=25, most_bytes=16 * 1024 * 1024)
LONG = sandbox.Limits(seconds=1200, cpu_seconds=1100, most_bytes=192 * 1024 * 1024)

JPEG = "image/jpeg"


@dataclass(frozen=True)
class Held:
    """An exhibit's file, as plain values that outlive the transaction they were read in."""

    exhibit_id: int
    case_id: int
    sha256: str
    media_type: str
    size: int
    problem: str = ""


@dataclass(frozen=True)
class Made:
    """A rendition whose file is staged but not kept; without `staged` there is none, and `problem` says why."""

    kind: RenditionKind
    number: int = 1
    media_type: str = ""
    staged: Staged | None = None
    problem: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def held(exhibit: Exhibit) -> Held:
    """The values of an exhibit that making something of its file needs."""
    problem = str(exhibit.file_metadata.get("problem", ""))
    return Held(exhibit.key, exhibit.case_id, exhibit.sha256, exhibit.media_type, exhibit.size or 0, problem)


def renditions_of(session: Session, exhibit_id: int) -> Sequence[Rendition]:
    """All that there is of one exhibit, pages drawn on demand apart (they are asked for one by one)."""
    statement = select(Rendition).where(Rendition.exhibit_id == exhibit_id, Rendition.kind != RenditionKind.PAGE)
    return session.exec(statement.order_by(col(Rendition.kind), col(Rendition.number)).limit(40)).all()


def rendition(session: Session, exhibit_id: int, kind: RenditionKind, number: int = 1) -> Rendition | None:
    """One rendition, or None when it was not made."""
    return session.exec(
        select(Rendition).where(Rendition.exhibit_id == exhibit_id, Rendition.kind == kind, Rendition.number == number)
    ).first()


def keep(session: Session, store: FileStore, what: Held, made: Made) -> Rendition | None:
    """Record a rendition and make its file permanent. Made by another worker meanwhile: that one stays, None."""
    if rendition(session, what.exhibit_id, made.kind, made.number) is not None:
        _forget(store, made)
        return None
    row = Rendition(
        case_id=what.case_id,
        exhibit_id=what.exhibit_id,
        kind=made.kind,
        number=made.number,
        media_type=made.media_type,
        sha256=made.staged.sha256 if made.staged else "",
        size=made.staged.size if made.staged else 0,
        problem=made.problem,
        facts=made.facts,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        _forget(store, made)
        return None
    if made.staged is not None:
        store.keep(made.staged)
    return row


def draw(store: FileStore, what: Held, kind: RenditionKind, number: int = 1) -> Made:
    """A page or a large picture, now: about a second. Call it outside any transaction. Raises MissingContent."""
    if kind is RenditionKind.PAGE:
        return make(store, what, Made(kind, number, JPEG), "page", {"number": number, "side": PAGE_SIDE}, QUICK)
    return make(store, what, Made(kind, number, JPEG), "picture", {"side": LARGE_SIDE}, QUICK)


def make(
    store: FileStore,
    what: Held,
    made: Made,
    task: str,
    options: Mapping[str, Any],
    limits: sandbox.Limits,
    tick: Callable[[], None] | None = None,
) -> Made:
    """Have the confined child make one file, straight into the store's staging. Raises MissingContent, StoreFull."""
    with store.open_stream(what.sha256) as source, store.begin(limits.most_bytes) as incoming:
        try:
            produced = sandbox.produce(task, options, source, incoming, limits, tick)
            if produced.problem is not None:
                return Made(made.kind, made.number, problem=str(produced.problem))
            return Made(made.kind, made.number, made.media_type, incoming.finish(), facts=dict(produced.facts))
        except (EmptyContent, TooLarge):
            return Made(made.kind, made.number, problem=str(sandbox.Problem.LIMITS))


def make_stills(store: FileStore, what: Held, tick: Callable[[], None] | None = None) -> list[Made]:
    """Eight stills, evenly over a video; each with its time and likeness. Raises MissingContent, StoreFull."""
    options, sink = {"media_type": what.media_type, "count": STILLS, "side": STILL_SIDE}, BytesIO()
    with store.open_stream(what.sha256) as source:
        produced = sandbox.produce("stills", options, source, sink, QUICK_STILLS, tick)
    if produced.problem is not None:
        return [Made(RenditionKind.STILL, problem=str(produced.problem))]
    return list(_cut(store, sink.getvalue(), produced.facts))


QUICK_STILLS = sandbox.Limits(seconds=120, cpu_seconds=110, most_bytes=4 * 1024 * 1024)


def _cut(store: FileStore, content: bytes, facts: Mapping[str, Any]) -> list[Made]:
    """The stills lie one behind the other; a length that the child got wrong gives nothing, not a crash."""
    found, start = [], 0
    for number in range(1, STILLS + 1):
        length = facts.get(f"bytes_{number}", 0)
        picture = content[start : start + length] if isinstance(length, int) and length > 0 else b""
        if not picture.startswith(b"\xff\xd8\xff"):
            break
        start += len(picture)
        told = {"at": facts.get(f"at_{number}", 0), "likeness": str(facts.get(f"likeness_{number}", ""))}
        staged = store.stage(BytesIO(picture), len(picture))
        found.append(Made(RenditionKind.STILL, number, JPEG, staged, facts=told))
    return found


def _forget(store: FileStore, made: Made) -> None:
    if made.staged is not None:
        store.discard(made.staged)
