"""Put work into the queue, and take it out again: one lease-based way on both databases."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, or_, update
from sqlmodel import Session, col, select

from casework.config import Settings
from casework.db import now, read_session, write_session
from casework.errors import CaseworkError, NotFound, Refused
from casework.jobs.models import Job, JobState
from casework.subjects import SYSTEM, Actor

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 3


class LeaseLost(CaseworkError):
    """The lease ran out and another worker has the job: this one must stop, and its result no longer counts."""


@dataclass
class JobContext:
    """What a handler is given. It opens its own sessions and commits its own steps."""

    engine: Engine
    settings: Settings
    job_id: int
    payload: dict[str, Any]
    actor: Actor
    case_id: int | None
    lease: str = ""

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A writing session; the handler commits."""
        with write_session(self.engine) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A reading session."""
        with read_session(self.engine) as session:
            yield session

    def progress(self, done: int, total: int, note: str = "") -> None:
        """Show how far it is, and renew the lease. Raises LeaseLost."""
        with write_session(self.engine) as session:
            values = {"done": done, "total": total, "note": note[:300], "lease_until": now() + LEASE}
            _as_holder(session, self.job_id, self.lease, values)
            session.commit()


Handler = Callable[[JobContext], dict[str, Any]]
_handlers: dict[str, Handler] = {}
_patient: set[str] = set()


def handler(kind: str, *, patient: bool = False) -> Callable[[Handler], Handler]:
    """Register the function that does a kind of job; it returns the result that is kept with the job.

    A `patient` kind is taken when nothing else waits: nobody sits in front of it.
    """

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        if patient:
            _patient.add(kind)
        return function

    return register


def handler_for(kind: str) -> Handler:
    """The function for a kind of job. Raises KeyError for a kind that nothing registered."""
    return _handlers[kind]


def enqueue(session: Session, actor: Actor, kind: str, case_id: int | None, payload: dict[str, Any]) -> Job:
    """Add a job in the caller's transaction: no commit, no job. Raises KeyError for an unknown kind."""
    handler_for(kind)
    job = Job(
        kind=kind, case_id=case_id, account_id=actor.id, actor_name=actor.name, actor_role=actor.role, payload=payload
    )
    session.add(job)
    session.flush()
    return job


def own_job(session: Session, actor: Actor, job_id: int) -> Job:
    """A job that the actor started. Raises NotFound for any other."""
    job = session.get(Job, job_id)
    if job is None or (job.account_id != actor.id and not actor.is_system):
        raise NotFound
    return job


def actor_of(job: Job) -> Actor:
    """Who started the job; it runs with their rights, not with the system's."""
    if job.account_id is None:
        return SYSTEM
    return Actor(job.account_id, job.actor_name, job.actor_role)


def claim(session: Session) -> Job | None:
    """Take the oldest waiting job (a patient one last), or one whose worker died (its lease ran out); commits."""
    due = or_(col(Job.state) == JobState.QUEUED, (col(Job.state) == JobState.RUNNING) & (col(Job.lease_until) < now()))
    statement = select(Job).where(due).order_by(col(Job.kind).in_(_patient), col(Job.id)).limit(1)
    if session.get_bind().dialect.name == "postgresql":
        statement = statement.with_for_update(skip_locked=True)
    job = session.exec(statement).first()
    if job is None:
        session.rollback()
        return None
    job.state, job.attempts, job.lease_until = JobState.RUNNING, job.attempts + 1, now() + LEASE
    job.lease = secrets.token_hex(16)
    session.commit()
    return job


def finish(session: Session, job_id: int, lease: str, state: JobState, result: dict[str, Any]) -> None:
    """Record how a job ended; commits. Raises LeaseLost for a worker that no longer has it, and records nothing."""
    values = {"state": state, "result": result, "finished_at": now(), "lease_until": None, "lease": ""}
    _as_holder(session, job_id, lease, values)
    session.commit()


def _as_holder(session: Session, job_id: int, lease: str, values: dict[str, Any]) -> None:
    """Change the job in one statement that fits only while the lease is the caller's."""
    held = (col(Job.id) == job_id, col(Job.lease) == lease, col(Job.state) == JobState.RUNNING)
    done = session.execute(update(Job).where(*held).values(**values))
    if getattr(done, "rowcount", 0) != 1:
        session.rollback()
        raise LeaseLost


def retry(session: Session, job_id: int) -> Job:
    """Queue a failed job again. Raises NotFound, or Refused for one that did not fail."""
    job = session.get(Job, job_id)
    if job is None:
        raise NotFound
    if job.state is not JobState.FAILED:
        raise Refused("only a failed job can be retried")
    job.state, job.attempts, job.result, job.finished_at = JobState.QUEUED, 0, {}, None
    return job
