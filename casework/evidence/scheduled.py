"""The check that comes round by itself: every file is hashed again at least once in `fixity_days`, the oldest first.

Each file's result is committed by itself, so that a killed worker loses one file's work at most. A store that cannot be
reached or opened says nothing about its files: they are "not checked", never "altered".
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from casework import audit
from casework.db import now, read_session, write_session
from casework.errors import Unavailable
from casework.evidence import fixity
from casework.evidence.fixity import ALTERED, MISSING, Held, Measured
from casework.evidence.models import Exhibit, FixityRun
from casework.storage import CHUNK, AlteredContent, FileStore, MissingContent
from casework.subjects import SYSTEM, Subject
from casework.vocabulary import FixityState

ROUND_SECONDS = 60.0
BATCH = 50
AGAIN_AFTER = timedelta(hours=6)
"""How soon a file that could not be reached is tried again."""
REST = 1.0
"""For each second of reading, so many of rest: the disk belongs to the people who work."""
LONGEST_REST = 0.5
LOCKED, AWAY = "storage_locked", "storage_away"
PROBES = 5

Beat = Callable[[int], None]


@dataclass(frozen=True)
class Round:
    """One round: how many files, and whether more are due."""

    checked: int
    failed: int
    unreachable: int
    stopped: str
    is_more_due: bool


class StoreAway(Exception):
    """The store cannot be reached as a whole."""


def due(session: Session, *, before: datetime, limit: int = BATCH) -> list[Held]:
    """Files that were last tried before then, the oldest first."""
    statement = select(Exhibit).where(Exhibit.sha256 != "", Exhibit.tried_at < before)
    rows = session.exec(statement.order_by(col(Exhibit.tried_at), col(Exhibit.id)).limit(limit)).all()
    return [fixity.held(row) for row in rows]


def check_due(
    engine: Engine, store: FileStore, *, days: int, beat: Beat, seconds: float = ROUND_SECONDS, rest: float = REST
) -> Round:
    """Check what is due for about a minute. Nothing is open in the database while a file is read."""
    before, until = now() - timedelta(days=days), time.monotonic() + seconds
    run_id, stopped = 0, ""
    while not stopped and time.monotonic() < until:
        with read_session(engine) as session:
            batch = due(session, before=before)
        if not batch:
            break
        run_id = run_id or _begin(engine)
        for held in batch:
            try:
                found = measure(engine, store, held, beat=beat, rest=rest)
            except (StoreAway, Unavailable) as problem:
                stopped = AWAY if isinstance(problem, StoreAway) else LOCKED
                break
            _note(engine, run_id, held, found, days)
            if time.monotonic() >= until:
                break
    return _end(engine, run_id, stopped, before)


def measure(engine: Engine, store: FileStore, held: Held, *, beat: Beat, rest: float) -> Measured | None:
    """Hash one file with pauses; None when it alone cannot be read. Raises StoreAway, Unavailable (a locked store)."""
    hasher, length = hashlib.sha256(), 0
    try:
        with store.open_stream(held.sha256) as stream:
            while True:
                began = time.monotonic()
                chunk = stream.read(CHUNK)
                if not chunk:
                    break
                hasher.update(chunk)
                length += len(chunk)
                beat(length)
                if length > CHUNK:
                    time.sleep(min(LONGEST_REST, rest * (time.monotonic() - began)))
    except MissingContent:
        if is_away(engine, store, held):
            raise StoreAway from None
        return Measured(held, MISSING)
    except AlteredContent:
        return Measured(held, ALTERED)
    except OSError:
        return None
    return Measured(held, hasher.hexdigest())


def is_away(engine: Engine, store: FileStore, held: Held) -> bool:
    """A missing file among files that are there was lost; when none of the others is there, the disk is not mounted."""
    with read_session(engine) as session:
        others = select(Exhibit.sha256).where(Exhibit.sha256 != "", Exhibit.sha256 != held.sha256)
        known = session.exec(others.order_by(col(Exhibit.id).desc()).limit(PROBES)).all()
    try:
        return bool(known) and not any(store.exists(digest) for digest in known)
    except OSError:
        return True


def _begin(engine: Engine) -> int:
    with write_session(engine) as session:
        run = FixityRun()
        session.add(run)
        session.commit()
        return run.key


def _note(engine: Engine, run_id: int, held: Held, found: Measured | None, days: int) -> None:
    """Write down one file's result."""
    with write_session(engine) as session:
        exhibit = session.get_one(Exhibit, held.exhibit_id, with_for_update=True)
        run = session.get_one(FixityRun, run_id)
        run.checked, run.finished_at, exhibit.tried_at = run.checked + 1, now(), now()
        if found is None:
            run.unreachable += 1
            exhibit.fixity = FixityState.UNREACHABLE
            exhibit.tried_at = now() - timedelta(days=days) + AGAIN_AFTER
        elif found.is_sound:
            exhibit.fixity, exhibit.checked_at = FixityState.PASSED, now()
        else:
            run.failed += 1
            exhibit.fixity = FixityState.FAILED
            fixity.quarantine(session, SYSTEM, exhibit=exhibit, measured=found)
        session.add_all([exhibit, run])
        session.commit()


def _end(engine: Engine, run_id: int, stopped: str, before: datetime) -> Round:
    """One entry in the log for the round; a round in which nothing was due leaves none."""
    if not run_id:
        return Round(0, 0, 0, stopped, False)
    with write_session(engine) as session:
        run = session.get_one(FixityRun, run_id)
        run.stopped, run.finished_at = stopped, now()
        session.add(run)
        facts = {"checked": run.checked, "failed": run.failed, "unreachable": run.unreachable, "stopped": stopped}
        audit.record(session, SYSTEM, "evidence.checked", Subject("evidence", 0, None, "evidence"), **facts)
        more = bool(due(session, before=before, limit=1)) and not stopped
        session.commit()
        return Round(run.checked, run.failed, run.unreachable, stopped, more)
