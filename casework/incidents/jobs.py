"""Comparing the names of a case in the background, with the rights of who asked; only codes and scores are kept."""

from typing import Any

from casework.cases.models import Case
from casework.db import read_as
from casework.incidents import queue
from casework.incidents.comparing import alike, is_comparable
from casework.jobs import JobContext, handler
from casework.vault import vault_of


@handler(queue.JOB)
def find_duplicates(job: JobContext) -> dict[str, Any]:
    """Open the names, compare, forget them, keep the pairs. Done again after a kill it finds the same."""
    with job.reading() as reading:
        read_as(reading, job.actor)
        case = reading.get_one(Case, job.case_id)
        people, held = queue.people(reading, job.actor, case, vault_of(job.settings))
    job.progress(0, len(people))
    comparable = [person for person in people if is_comparable(person)]
    found = alike(comparable)
    with job.session() as session:
        read_as(session, job.actor)
        case = session.get_one(Case, job.case_id)
        new = queue.keep(session, job.actor, case, found.pairs, compared=len(comparable), held=held)
        session.commit()
    return {
        "compared": len(comparable), "out_of_reach": held, "new": new,
        "too_little": max(0, len(people) - len(comparable) - held),
        "narrowed": found.narrowed, "skipped": found.skipped,
    }  # fmt: skip
