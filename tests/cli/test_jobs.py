"""The commands for background jobs."""

from flask import Flask
from sqlmodel import Session

from casework.jobs import Job, JobState


def make_job(db: Session, state: JobState) -> Job:
    job = Job(kind="noise.made", actor_name="system", state=state, result={"problem": "OSError"})
    db.add(job)
    db.commit()
    return job


def test_the_list_shows_only_the_state_asked_for(app: Flask, db: Session) -> None:
    make_job(db, JobState.DONE)
    failed = make_job(db, JobState.FAILED)
    lines = app.test_cli_runner().invoke(args=["jobs", "list", "--state", "failed"]).output.splitlines()
    assert [line.split("\t")[0] for line in lines] == [str(failed.key)]


def test_a_failed_job_is_queued_again(app: Flask, db: Session) -> None:
    job = make_job(db, JobState.FAILED)
    assert app.test_cli_runner().invoke(args=["jobs", "retry", str(job.key)]).exit_code == 0
    db.refresh(job)
    assert job.state is JobState.QUEUED


def test_a_job_that_is_done_is_not_queued_again(app: Flask, db: Session) -> None:
    job = make_job(db, JobState.DONE)
    assert app.test_cli_runner().invoke(args=["jobs", "retry", str(job.key)]).exit_code == 1
    db.refresh(job)
    assert job.state is JobState.DONE


def test_a_job_that_does_not_exist_is_named(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["jobs", "retry", "4711"])
    assert answer.exit_code == 1
    assert "4711" in answer.output
