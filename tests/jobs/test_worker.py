"""Background work: at least once, visible, with the rights of who started it."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from casework.config import Settings
from casework.db import now
from casework.errors import Cause, NotFound, Refused
from casework.jobs import (
    Job,
    JobContext,
    JobState,
    Worker,
    daily,
    enqueue,
    handler,
    keep_house,
    own_job,
    retry,
    run_one,
)
from casework.jobs.services import LeaseLost, claim, finish
from casework.subjects import SYSTEM
from tests.factories import make_account


@handler("test.adds")
def _adds(context: JobContext) -> dict[str, object]:
    context.progress(1, 2, "half way")
    return {"sum": context.payload["a"] + context.payload["b"], "by": context.actor.id}


@handler("test.refuses")
def _refuses(_context: JobContext) -> dict[str, object]:
    raise Refused([Cause("no consent"), Cause("no approval")])


@handler("test.breaks")
def _breaks(_context: JobContext) -> dict[str, object]:
    raise RuntimeError("the witness said that")


def _enqueue(session: Session, kind: str, **payload: int) -> Job:
    job = enqueue(session, make_account(session).as_actor(), kind, None, payload)
    session.commit()
    return job


def _done(engine: Engine, settings: Settings, session: Session, job: Job) -> Job:
    assert run_one(engine, settings)
    session.refresh(job)
    session.commit()
    return job


def test_a_job_runs_once_with_the_rights_of_who_started_it(
    session: Session, engine: Engine, settings: Settings
) -> None:
    job = _done(engine, settings, session, _enqueue(session, "test.adds", a=2, b=3))
    assert (job.state, job.result) == (JobState.DONE, {"sum": 5, "by": job.account_id})
    assert (job.done, job.total, job.note) == (1, 2, "half way")
    assert not run_one(engine, settings)


def test_a_refusal_keeps_every_cause(session: Session, engine: Engine, settings: Settings) -> None:
    job = _done(engine, settings, session, _enqueue(session, "test.refuses"))
    assert job.state is JobState.REFUSED
    assert [cause["message"] for cause in job.result["causes"]] == ["no consent", "no approval"]


def test_a_defect_keeps_its_kind_and_no_content(session: Session, engine: Engine, settings: Settings) -> None:
    job = _done(engine, settings, session, _enqueue(session, "test.breaks"))
    assert (job.state, job.result) == (JobState.FAILED, {"problem": "RuntimeError"})
    assert retry(session, job.key).state is JobState.QUEUED


def test_a_job_whose_worker_died_is_taken_up_again_but_not_for_ever(
    session: Session, engine: Engine, settings: Settings
) -> None:
    job = _enqueue(session, "test.adds", a=1, b=1)
    for attempts in (1, 2, 3):
        taken = claim(session)
        assert taken
        assert taken.attempts == attempts
        taken.lease_until = now() - timedelta(seconds=1)
        session.commit()
    assert _done(engine, settings, session, job).state is JobState.FAILED


def test_a_job_in_hand_is_not_given_to_a_second_worker(session: Session, engine: Engine, settings: Settings) -> None:
    _enqueue(session, "test.adds", a=1, b=1)
    assert claim(session)
    assert not run_one(engine, settings)


def _taken_over(session: Session) -> tuple[Job, str]:
    """A running job whose first worker's lease ran out and that a second one took; and the first one's lease."""
    _enqueue(session, "test.adds", a=1, b=1)
    job = claim(session)
    assert job
    lost, job.lease_until = job.lease, now() - timedelta(seconds=1)
    session.commit()
    assert claim(session)
    return job, lost


def test_a_worker_whose_lease_ran_out_cannot_end_the_job(session: Session, engine: Engine) -> None:
    job, lost = _taken_over(session)
    with pytest.raises(LeaseLost):
        finish(session, job.key, lost, JobState.FAILED, {"problem": "late"})
    session.refresh(job)
    assert (job.state, job.result) == (JobState.RUNNING, {})
    finish(session, job.key, job.lease, JobState.DONE, {"sum": 2})
    session.refresh(job)
    assert (job.state, job.result, job.lease) == (JobState.DONE, {"sum": 2}, "")
    with pytest.raises(LeaseLost):
        finish(session, job.key, lost, JobState.FAILED, {"problem": "later"})


def test_nor_can_it_renew_its_lease(session: Session, engine: Engine, settings: Settings) -> None:
    job, lost = _taken_over(session)
    context = JobContext(engine, settings, job.key, {}, SYSTEM, None, lost)
    with pytest.raises(LeaseLost):
        context.progress(1, 2, "late")
    session.refresh(job)
    assert (job.done, job.note) == (0, "")


@handler("test.is_overtaken")
def _is_overtaken(context: JobContext) -> dict[str, object]:
    with context.session() as session:
        session.get_one(Job, context.job_id).lease = "of another worker"
        session.commit()
    return {"late": True}


def test_a_worker_that_was_overtaken_drops_its_result_and_goes_on(
    session: Session, engine: Engine, settings: Settings
) -> None:
    job = _done(engine, settings, session, _enqueue(session, "test.is_overtaken"))
    assert (job.state, job.result, job.lease) == (JobState.RUNNING, {}, "of another worker")


def test_nobody_sees_another_persons_job(session: Session) -> None:
    job = _enqueue(session, "test.adds", a=1, b=1)
    with pytest.raises(NotFound):
        own_job(session, make_account(session).as_actor(), job.key)


def test_an_unknown_kind_of_job_is_a_defect_at_once(session: Session) -> None:
    with pytest.raises(KeyError):
        _enqueue(session, "test.unknown")


def test_a_task_of_the_housekeeping_that_fails_keeps_no_other_from_being_done(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def breaks(_engine: Engine, _settings: Settings) -> None:
        raise RuntimeError("Salma was here")

    monkeypatch.setattr(daily, "_tasks", [breaks, lambda *_args: done.append("second")])
    keep_house(engine, settings)
    assert done == ["second"]
    assert "housekeeping (breaks) failed: RuntimeError" in caplog.text
    assert "Salma" not in caplog.text


def test_a_worker_keeps_house_when_it_starts(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = threading.Event()
    monkeypatch.setattr(daily, "_tasks", [lambda *_args: kept.set()])
    worker = Worker(engine, settings)
    worker.start()
    assert kept.wait(10)
    worker.stop()
