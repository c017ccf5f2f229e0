"""The report on the scheduled check: for a case, and in counts alone for the whole installation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from casework.access import Permission, require
from casework.cases.models import Case
from casework.db import now
from casework.evidence.models import Exhibit, FixityRun
from casework.jobs import next_due
from casework.subjects import Actor
from casework.vocabulary import FixityState

JOB = "evidence.fixity"
RUNS = 20
MOST_LISTED = 50


@dataclass(frozen=True)
class Report:
    """How the files stand: counts by state, how many are overdue, the oldest last try, the last rounds, the next."""

    counts: dict[FixityState, int]
    overdue: int
    oldest: datetime | None
    runs: Sequence[FixityRun]
    next_at: datetime | None
    listed: Sequence[Exhibit] = ()

    @property
    def total(self) -> int:
        """Exhibits with a file."""
        return sum(self.counts.values())


def case_report(session: Session, actor: Actor, *, case: Case, days: int) -> Report:
    """For the supervisors of a case: the counts, and which exhibits failed or could not be reached."""
    require(session, actor, Permission.INTEGRITY_CASE, case.subject)
    wrong = (FixityState.FAILED, FixityState.UNREACHABLE)
    statement = select(Exhibit).where(Exhibit.case_id == case.key, col(Exhibit.fixity).in_(wrong))
    rows = session.exec(statement.order_by(col(Exhibit.id)).limit(MOST_LISTED)).all()
    return _report(session, days, case.key, rows)


def counts_report(session: Session, actor: Actor, *, days: int) -> Report:
    """For auditors and administrators: counts over all cases, no reference and no case."""
    require(session, actor, Permission.INTEGRITY_COUNTS)
    return _report(session, days, None, ())


def _report(session: Session, days: int, case_id: int | None, listed: Sequence[Exhibit]) -> Report:
    of = [Exhibit.sha256 != ""] + ([Exhibit.case_id == case_id] if case_id is not None else [])
    rows = session.exec(select(Exhibit.fixity, func.count()).where(*of).group_by(Exhibit.fixity)).all()
    counts = dict.fromkeys(FixityState, 0) | {FixityState(state): int(count) for state, count in rows}
    late = now() - timedelta(days=days)
    overdue = session.exec(select(func.count()).select_from(Exhibit).where(*of, Exhibit.tried_at < late)).one()
    oldest = session.exec(select(func.min(Exhibit.tried_at)).where(*of)).one()
    runs = session.exec(select(FixityRun).order_by(col(FixityRun.id).desc()).limit(RUNS)).all()
    coming = next_due(session, JOB)
    return Report(counts, int(overdue), oldest, runs, coming.due_at if coming else None, listed)
