"""The work that follows a registration: virus scan, stills, the copy to play, the waveform. A background job.

Each step is made outside any transaction and recorded in one of its own; what is there already is not made again, so
a worker that is killed loses at most the step in hand.
"""

import re
from collections.abc import Callable
from typing import Any

from sqlmodel import Session, col, select

from casework import audit
from casework.config import Settings
from casework.evidence import clamav, likeness, renditions
from casework.evidence.models import Exhibit
from casework.evidence.renditions import Held, Made
from casework.evidence.viewing_models import RenditionKind, ScanOutcome, VirusScan
from casework.jobs import Job, JobContext, enqueue, handler
from casework.sandbox import Problem
from casework.storage import AlteredContent, FileStore, MissingContent, open_store
from casework.subjects import SYSTEM, Actor

KIND = "evidence.prepare"
_LIKENESS = re.compile(r"[0-9a-f]{16}")


def is_recording(media_type: str) -> bool:
    """Whether there is something to play."""
    return media_type.startswith(("video/", "audio/")) and media_type != "audio/x-mpegurl"


def has_work(settings: Settings | None, exhibit: Exhibit) -> bool:
    """Whether there is something to play, or a scanner to ask."""
    scans = settings is not None and settings.clamav_socket is not None
    return bool(exhibit.sha256) and (is_recording(exhibit.media_type) or scans)


def prepare_later(session: Session, settings: Settings | None, exhibit: Exhibit) -> Job | None:
    """Put what is to be done into the queue, in the caller's transaction. It is the system's: nobody's rights are in it.

    None when there is nothing to play and no scanner to ask.
    """
    if not has_work(settings, exhibit):
        return None
    return enqueue(session, SYSTEM, KIND, exhibit.case_id, {"exhibit": exhibit.key})


@handler(KIND, patient=True)
def prepare_exhibit(job: JobContext) -> dict[str, Any]:
    """Do what is missing for one exhibit; returns what was made."""
    with job.reading() as reading:
        exhibit = reading.exec(select(Exhibit).where(Exhibit.id == int(job.payload["exhibit"]))).one()
        what = renditions.held(exhibit)
        done = {(one.kind, one.number) for one in renditions.renditions_of(reading, what.exhibit_id)}
    store = open_store(job.settings)
    steps = _steps(what)
    made: list[str] = []
    try:
        made += _scan(job, store, what)
        for number, (kind, work) in enumerate(steps):
            job.progress(number, len(steps))
            if (kind, 1) in done:
                continue
            found = work(store, what, lambda at=number: job.progress(at, len(steps)))  # type: ignore[misc]
            _record(job, store, what, found)
            made.append(str(kind))
    except MissingContent:
        return {"problem": "missing"}
    except AlteredContent:
        return {"problem": "altered"}
    return {"made": made}


Work = Callable[[FileStore, Held, Callable[[], None]], list[Made]]


def _steps(what: Held) -> list[tuple[RenditionKind, Work]]:
    if not is_recording(what.media_type):
        return []
    steps: list[tuple[RenditionKind, Work]] = []
    if what.media_type.startswith("video/"):
        steps.append((RenditionKind.STILL, renditions.make_stills))
    else:
        steps.append((RenditionKind.WAVEFORM, _waveform))
    return [*steps, (RenditionKind.PLAYER, _player)]


def _waveform(store: FileStore, what: Held, tick: Callable[[], None]) -> list[Made]:
    options = {"media_type": what.media_type, "seconds": renditions.SOUND_SECONDS}
    made = Made(RenditionKind.WAVEFORM, media_type="image/png")
    return [renditions.make(store, what, made, "waveform", options, renditions.QUICK_STILLS, tick)]


def _player(store: FileStore, what: Held, tick: Callable[[], None]) -> list[Made]:
    is_video = what.media_type.startswith("video/")
    seconds = renditions.PLAYER_SECONDS if is_video else renditions.SOUND_SECONDS
    made = Made(RenditionKind.PLAYER, media_type="video/mp4" if is_video else "audio/mp4")
    options = {"media_type": what.media_type, "seconds": seconds}
    return [renditions.make(store, what, made, "player", options, renditions.LONG, tick)]


def _record(job: JobContext, store: FileStore, what: Held, found: list[Made]) -> None:
    with job.session() as session:
        for made in found:
            renditions.keep(session, store, what, made)
        told = [(made.number, str(made.facts.get("likeness", ""))) for made in found]
        hashes = [(number, bits) for number, bits in told if _LIKENESS.fullmatch(bits)]
        likeness.remember(session, what.exhibit_id, what.case_id, hashes)
        session.commit()


def _scan(job: JobContext, store: FileStore, what: Held) -> list[str]:
    """Ask the scanner once for each job: a job that is done again asks again, and both answers are kept."""
    address = job.settings.clamav_socket
    if address is None:
        return []
    with store.open_stream(what.sha256) as stream:
        verdict = clamav.scan(address, stream, what.size, locked=what.problem == Problem.ENCRYPTED)
    with job.session() as session:
        record_scan(session, job.actor, what, verdict)
        session.commit()
    return ["scan"]


def record_scan(session: Session, actor: Actor, what: Held, verdict: clamav.Verdict) -> VirusScan:
    """Write down what a scanner said; a finding is in the log, too."""
    row = VirusScan(
        case_id=what.case_id,
        exhibit_id=what.exhibit_id,
        outcome=verdict.outcome,
        found="".join(letter for letter in verdict.found if letter.isprintable()),
        reason=verdict.reason,
        engine=verdict.engine,
        signatures=verdict.signatures,
        signatures_at=verdict.signatures_at,
    )
    session.add(row)
    session.flush()
    if verdict.outcome is ScanOutcome.FOUND:
        exhibit = session.get_one(Exhibit, what.exhibit_id)
        audit.record(session, actor, "evidence.virus_found", exhibit.subject, name=row.found)
    return row


def latest_scan(session: Session, exhibit_id: int) -> VirusScan | None:
    """The newest answer of a scanner about an exhibit."""
    statement = select(VirusScan).where(VirusScan.exhibit_id == exhibit_id)
    return session.exec(statement.order_by(col(VirusScan.id).desc()).limit(1)).first()
