"""The job's row."""

from datetime import datetime
from typing import Any, Optional

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from casework.db import Row, as_text
from casework.subjects import Role
from casework.vocabulary import N_, Term


class JobState(Term):
    """Where a job is."""

    QUEUED = "queued", N_("Waiting")
    RUNNING = "running", N_("Running")
    DONE = "done", N_("Done")
    REFUSED = "refused", N_("Refused")
    FAILED = "failed", N_("Failed")

    @property
    def is_under_way(self) -> bool:
        """True while a worker has it or will have it."""
        return self in UNDER_WAY


UNDER_WAY = (JobState.QUEUED, JobState.RUNNING)


class Job(Row, table=True):
    """Work to be done outside a request. Handlers are idempotent: a killed worker's job is taken up again."""

    kind: str = Field(max_length=60)
    case_id: Optional[int] = Field(default=None, foreign_key="case.id", ondelete="RESTRICT", index=True)
    account_id: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT", index=True)
    actor_name: str = Field(max_length=200)
    actor_role: Optional[Role] = Field(default=None, sa_type=as_text(Role))
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    state: JobState = Field(default=JobState.QUEUED, sa_type=as_text(JobState), index=True)
    done: int = 0
    total: int = 0
    note: str = Field(default="", max_length=300)
    attempts: int = 0
    lease_until: Optional[datetime] = None
    lease: str = Field(default="", max_length=32)
    """Drawn anew by whoever takes the job: only its holder may go on with the job or end it."""
    finished_at: Optional[datetime] = None
    result: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class RecurringJob(SQLModel, table=True):
    """Work that comes round again: when it is next put into the queue, by whichever worker sees it first."""

    __tablename__ = "recurring_job"

    kind: str = Field(primary_key=True, max_length=60)
    due_at: datetime
