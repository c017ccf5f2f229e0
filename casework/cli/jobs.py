"""`jobs list|retry|work`: the background work."""

import signal
import sys

import click
from flask.cli import AppGroup
from sqlmodel import col, select

from casework.cli.context import the_engine, the_settings
from casework.db import read_session, write_session
from casework.errors import NotFound, Refused
from casework.jobs import Worker, services
from casework.jobs.models import Job, JobState

jobs_commands = AppGroup("jobs", help="Background jobs: look at them, repeat a failed one, work through them.")


@jobs_commands.command("list")
@click.option("--state", type=click.Choice([state.value for state in JobState]))
@click.option("--limit", default=50, show_default=True)
def list_jobs(state: str | None, limit: int) -> None:
    """The newest jobs: number, state, kind, progress, when it was asked for, problem."""
    statement = select(Job).order_by(col(Job.id).desc()).limit(limit)
    if state:
        statement = statement.where(Job.state == JobState(state))
    with read_session(the_engine()) as session:
        for job in session.exec(statement):
            asked = job.created_at.isoformat(timespec="seconds")
            print(
                job.key, job.state, job.kind, f"{job.done}/{job.total}", asked, job.result.get("problem", ""), sep="\t"
            )


@jobs_commands.command("retry")
@click.argument("number", type=int)
def retry(number: int) -> None:
    """Queue a failed job again."""
    with write_session(the_engine()) as session:
        try:
            services.retry(session, number)
        except NotFound:
            sys.exit(f"there is no job {number}")
        except Refused as refusal:
            sys.exit(str(refusal.message))
        session.commit()
    print(f"job {number} is queued again")


@jobs_commands.command("work")
def work() -> None:
    """Work through the queue until stopped (Ctrl-C, SIGTERM): the job in hand is finished first."""
    worker = Worker(the_engine(), the_settings())
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: worker.stop())
    print("waiting for jobs", flush=True)
    worker.run()
