"""The worker: takes jobs one at a time, in a thread of the server or in a process of its own."""

import logging
import threading
import time

from sqlalchemy import Engine

from casework.config import Settings
from casework.db import write_session
from casework.errors import CaseworkError, Refused
from casework.jobs.daily import EVERY_SECONDS, keep_house
from casework.jobs.models import Job, JobState
from casework.jobs.recurring import enqueue_due
from casework.jobs.services import MOST_ATTEMPTS, JobContext, LeaseLost, actor_of, claim, finish, handler_for
from casework.vocabulary.term import N_

_log = logging.getLogger(__name__)
_IDLE_SECONDS = 1.0
_ROUND_SECONDS = 60.0


def run_one(engine: Engine, settings: Settings) -> bool:
    """Do one job if there is one; returns False when the queue is empty. What a worker did without a lease is dropped."""
    with write_session(engine) as session:
        job = claim(session)
    if job is None:
        return False
    try:
        state, result = _do(engine, settings, job)
        with write_session(engine) as session:
            finish(session, job.key, job.lease, state, result)
    except LeaseLost:  # it took longer than its lease: whoever has the job now does it again, and ends it
        _log.warning("job %s (%s) was taken over by another worker", job.key, job.kind)
    return True


def _do(engine: Engine, settings: Settings, job: Job) -> tuple[JobState, dict[str, object]]:
    """Run the handler; what it raises becomes the job's result, in words, without any content."""
    if job.attempts > MOST_ATTEMPTS:
        return JobState.FAILED, {"problem": N_("the worker stopped in the middle of it several times")}
    context = JobContext(engine, settings, job.key, dict(job.payload), actor_of(job), job.case_id, job.lease)
    try:
        return JobState.DONE, handler_for(job.kind)(context)
    except LeaseLost:
        raise
    except Refused as refusal:
        causes = [
            {"message": str(c.message), "endpoint": c.fix_endpoint, "values": c.fix_values,
             "subject": c.subject.label if c.subject else None} for c in refusal.causes
        ]  # fmt: skip
        return JobState.REFUSED, {"causes": causes}
    except CaseworkError as problem:
        return JobState.FAILED, {"problem": str(problem.message) or type(problem).__name__}
    except (
        Exception
    ) as error:  # the worker must outlive any handler; its text may be testimony, so only its type is kept
        _log.error("job %s (%s) failed: %s", job.key, job.kind, type(error).__name__)
        return JobState.FAILED, {"problem": type(error).__name__}


class Worker:
    """A thread that works through the queue until it is stopped."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._settings = engine, settings
        self._stop = threading.Event()
        self._looked_at = float("-inf")
        self._thread = threading.Thread(target=self._loop, name="casework-worker", daemon=True)

    def start(self) -> None:
        """Begin in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the job in hand and end."""
        self._stop.set()
        if self._thread.ident:
            self._thread.join(timeout=30)

    def run(self) -> None:
        """Work in this thread until stopped (a worker process)."""
        self._loop()

    def _loop(self) -> None:
        next_time = time.monotonic()
        while not self._stop.is_set():
            if time.monotonic() >= next_time:
                keep_house(self._engine, self._settings)
                next_time = time.monotonic() + EVERY_SECONDS
            try:
                self._look_round()
                busy = run_one(self._engine, self._settings)
            except Exception as error:  # a database that is away for a moment must not end the worker
                _log.error("the worker could not reach the queue: %s", type(error).__name__)
                busy = False
            if not busy:
                self._stop.wait(_IDLE_SECONDS)

    def _look_round(self) -> None:
        """Once a minute: is there work that comes round again?"""
        if time.monotonic() - self._looked_at >= _ROUND_SECONDS:
            self._looked_at = time.monotonic()
            enqueue_due(self._engine, self._settings)
