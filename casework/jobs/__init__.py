"""Background work: rows in the database, run by a worker, at least once, with progress that people can see."""

from casework.jobs.daily import housekeeping, keep_house
from casework.jobs.models import Job, JobState
from casework.jobs.recurring import enqueue_due, next_due, recurring
from casework.jobs.services import JobContext, enqueue, handler, own_job, retry
from casework.jobs.worker import Worker, run_one

__all__ = [
    "Job",
    "JobContext",
    "JobState",
    "Worker",
    "enqueue",
    "enqueue_due",
    "handler",
    "housekeeping",
    "keep_house",
    "next_due",
    "own_job",
    "recurring",
    "retry",
    "run_one",
]
