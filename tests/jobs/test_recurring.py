"""Work that comes round again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from casework.db import now, write_session
from casework.jobs import Job, JobState, enqueue_due, handler, recurring
from casework.jobs.models import RecurringJob


@pytest.fixture
def kind(monkeypatch):
    import sys

    module = sys.modules["casework.jobs.recurring"]
    monkeypatch.setattr(module, "_kinds", {})
    handler("test.round")(lambda _job: {})
    recurring("test.round", timedelta(hours=1))
    return "test.round"


def jobs(engine):
    with write_session(engine) as session:
        return session.exec(select(Job)).all()


def later(engine):
    with write_session(engine) as session:
        row = session.get_one(RecurringJob, "test.round")
        row.due_at = now() - timedelta(seconds=1)
        session.add(row)
        session.commit()


def test_it_is_put_into_the_queue_once_in_its_time(engine, kind, settings):
    assert enqueue_due(engine, settings) == [kind]
    assert enqueue_due(engine, settings) == []
    assert len(jobs(engine)) == 1


def test_what_the_settings_do_not_ask_for_is_not_put_there(engine, kind, settings):
    recurring(kind, timedelta(hours=1), lambda asked: asked.tsa_url is not None)
    assert enqueue_due(engine, settings) == []
    assert jobs(engine) == []
    assert enqueue_due(engine, replace(settings, tsa_url="https://tsa.example")) == [kind]


def test_it_comes_round_again_when_the_last_one_is_done(engine, kind, settings):
    enqueue_due(engine, settings)
    later(engine)
    assert enqueue_due(engine, settings) == []  # the first still waits
    with write_session(engine) as session:
        job = session.exec(select(Job)).one()
        job.state = JobState.DONE
        session.add(job)
        session.commit()
    later(engine)
    assert enqueue_due(engine, settings) == [kind]
