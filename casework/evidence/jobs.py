"""Checking many files: from the command line, or as a job in the background."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import select

from casework.access import hidden_from
from casework.cases.models import Case
from casework.db import read_session, write_session
from casework.evidence import fixity
from casework.evidence.integrity import JOB
from casework.evidence.scheduled import Round, check_due
from casework.jobs import JobContext, enqueue, handler, recurring
from casework.storage import FileStore, open_store
from casework.subjects import SYSTEM, Actor

Progress = Callable[[int], None]
BEAT_SECONDS = 15.0


def check_files(
    engine: Engine, store: FileStore, actor: Actor, *, case: Case | None, progress: Progress | None = None
) -> list[fixity.Measured]:
    """Hash every file (of one case, or of all) with no transaction open, and write down the result; returns all."""
    found: list[fixity.Measured] = []
    after = 0
    while True:
        with read_session(engine) as reading:
            batch = fixity.next_to_check(reading, actor, case=case, after=after)
        if not batch:
            break
        found += [fixity.measure(store, each) for each in batch]
        after = batch[-1].exhibit_id
        if progress is not None:
            progress(len(found))
    with write_session(engine) as session:
        fixity.record_run(session, actor, found=found, case=case)
        session.commit()
    return found


@handler("evidence.verify")
def verify_files(job: JobContext) -> dict[str, Any]:
    """A check of all files of the job's case, with the rights of who started it."""
    with job.reading() as reading:
        case = reading.exec(select(Case).where(Case.id == job.case_id)).one()
    found = check_files(
        job.engine,
        open_store(job.settings),
        job.actor,
        case=case,
        progress=lambda done: job.progress(done, 0),
    )
    with job.reading() as reading:
        closed = hidden_from(reading, job.actor).of_case(job.case_id or 0)
    failed = [each.held.reference for each in found if not each.is_sound and each.held.reference not in closed]
    return {"checked": len(found), "failed": failed}


@handler(JOB)
def check_what_is_due(job: JobContext) -> dict[str, Any]:
    """A minute's worth of the scheduled check. What is left goes to the end of the queue, behind what people wait for."""
    beaten = time.monotonic()

    def beat(_length: int) -> None:
        nonlocal beaten
        if time.monotonic() - beaten > BEAT_SECONDS:
            beaten = time.monotonic()
            job.progress(0, 0)

    done: Round = check_due(job.engine, open_store(job.settings), days=job.settings.fixity_days, beat=beat)
    if done.is_more_due:
        with job.session() as session:
            enqueue(session, SYSTEM, JOB, None, {})
            session.commit()
    return {"checked": done.checked, "failed": done.failed, "unreachable": done.unreachable, "stopped": done.stopped}


recurring(JOB, timedelta(hours=1))
