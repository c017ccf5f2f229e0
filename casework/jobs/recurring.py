"""Work that comes round again: any worker puts it into the queue when it is due, and only one of them does."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from casework.config import Settings
from casework.db import now, write_session
from casework.jobs.models import UNDER_WAY, Job, RecurringJob
from casework.jobs.services import enqueue, handler_for
from casework.subjects import SYSTEM

Needed = Callable[[Settings], bool]
_kinds: dict[str, tuple[timedelta, Needed]] = {}


def recurring(kind: str, every: timedelta, needed: Needed = lambda _settings: True) -> None:
    """Say that a kind of job, which has a handler, comes round again after this time where the settings ask for it."""
    handler_for(kind)
    _kinds[kind] = every, needed


def enqueue_due(engine: Engine, settings: Settings) -> list[str]:
    """Put what is due into the queue, unless it is there already; returns the kinds. Costs one read when nothing is."""
    found = []
    for kind, (every, needed) in _kinds.items():
        if not needed(settings):
            continue
        with write_session(engine) as session:
            if _is_mine(session, kind, every) and not _is_underway(session, kind):
                enqueue(session, SYSTEM, kind, None, {})
                found.append(kind)
            session.commit()
    return found


def next_due(session: Session, kind: str) -> RecurringJob | None:
    """When a kind of job comes round next; None before any worker has run."""
    return session.get(RecurringJob, kind)


def _is_mine(session: Session, kind: str, every: timedelta) -> bool:
    """Move the date on in one statement that fits only while it is due: of several workers one succeeds."""
    if session.get(RecurringJob, kind) is None:
        session.add(RecurringJob(kind=kind, due_at=now() + every))
        session.flush()
        return True
    due = (col(RecurringJob.kind) == kind, col(RecurringJob.due_at) <= now())
    moved = session.execute(update(RecurringJob).where(*due).values(due_at=now() + every))
    return bool(getattr(moved, "rowcount", 0) == 1)


def _is_underway(session: Session, kind: str) -> bool:
    statement = select(Job.id).where(Job.kind == kind, col(Job.state).in_(UNDER_WAY))
    return session.exec(statement.limit(1)).first() is not None
