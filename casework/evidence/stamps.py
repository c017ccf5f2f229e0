"""Time stamps over the hashes of exhibits (RFC 3161): that a very file was there at a time that is not ours to set.

Only where an authority is configured, and only hashes are sent. A round takes the exhibits that have no stamp yet, the
oldest first: a file that has just come, those from before there was an authority, and what waited while it was away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cryptography import x509
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require, visible_cases
from casework.audit import stamping
from casework.audit.stamping import NotStamped, Stamp
from casework.cases.models import Case
from casework.config import Settings
from casework.db import read_session
from casework.evidence import fixity
from casework.evidence.custody import add_event
from casework.evidence.fixity import Held
from casework.evidence.models import Exhibit, ExhibitStamp
from casework.jobs import Job, JobContext, JobState, enqueue, handler, recurring
from casework.subjects import SYSTEM, Actor
from casework.vocabulary import CustodyKind

KIND = "evidence.timestamp"
BATCH = 100


@dataclass(frozen=True)
class BadStamp:
    """A stamp that does not hold, and why, in English for the command line."""

    held: Held
    problem: str


def stamp_later(session: Session, settings: Settings | None) -> Job | None:
    """See to it that a round waits in the queue, in the caller's transaction; None when one does, or nobody is asked."""
    if settings is None or not stamping.is_configured(settings):
        return None
    waiting = select(Job.id).where(Job.kind == KIND, Job.state == JobState.QUEUED)
    if session.exec(waiting.limit(1)).first() is not None:
        return None
    return enqueue(session, SYSTEM, KIND, None, {})


@handler(KIND, patient=True)
def stamp_exhibits(job: JobContext) -> dict[str, Any]:
    """Have up to a hundred hashes stamped, with nothing open in the database while the authority is asked.

    Each stamp is kept by itself. Raises NotStamped when the authority does not answer as it should: the round that
    comes by itself each hour tries again.
    """
    if not stamping.is_configured(job.settings):
        return {"stamped": 0}
    with job.reading() as reading:
        waiting = without_stamp(reading, limit=BATCH + 1)
    done = 0
    for held in waiting[:BATCH]:
        job.progress(done, min(len(waiting), BATCH))
        made = stamping.stamp(job.settings, bytes.fromhex(held.sha256))
        with job.session() as session:
            done += keep(session, held, made)
            session.commit()
    if len(waiting) > BATCH:
        with job.session() as session:
            stamp_later(session, job.settings)
            session.commit()
    return {"stamped": done}


recurring(KIND, timedelta(hours=1), stamping.is_configured)


def without_stamp(session: Session, *, limit: int) -> list[Held]:
    """Exhibits whose file has no time stamp, the oldest first."""
    stamped = select(ExhibitStamp.id).where(ExhibitStamp.exhibit_id == Exhibit.id).exists()
    statement = select(Exhibit).where(Exhibit.sha256 != "", ~stamped).order_by(col(Exhibit.id)).limit(limit)
    return [fixity.held(row) for row in session.exec(statement).all()]


def keep(session: Session, held: Held, made: Stamp) -> bool:
    """Keep a stamp with its exhibit, and say so in chain and log; False when another worker was first."""
    exhibit = session.get_one(Exhibit, held.exhibit_id, with_for_update=True)
    if _find(session, exhibit) is not None:
        return False
    row = ExhibitStamp(
        case_id=exhibit.case_id, exhibit_id=exhibit.key, sha256=held.sha256,
        token=made.token, gen_time=made.at, authority=made.authority,
    )  # fmt: skip
    session.add(row)
    session.flush()
    at = made.at.isoformat()
    add_event(
        session, SYSTEM, exhibit, CustodyKind.TIMESTAMPED,
        hash_before=held.sha256, outcome=f"RFC 3161, {at}", note=made.authority,
    )  # fmt: skip
    audit.record(session, SYSTEM, "evidence.timestamped", exhibit.subject, sha256=held.sha256, stamped_at=at)
    return True


def stamp_of(session: Session, actor: Actor, *, exhibit: Exhibit) -> ExhibitStamp | None:
    """The time stamp over an exhibit's file; None when there is none (yet)."""
    require(session, actor, Permission.EVIDENCE_VIEW, exhibit.subject)
    return _find(session, exhibit)


def _find(session: Session, exhibit: Exhibit) -> ExhibitStamp | None:
    return session.exec(select(ExhibitStamp).where(ExhibitStamp.exhibit_id == exhibit.key)).first()


def check_stamps(
    engine: Engine, actor: Actor, *, roots: list[x509.Certificate], case: Case | None
) -> tuple[int, list[BadStamp]]:
    """Check the kept stamps (of one case, or all) against certificates, without network: how many, and which fail."""
    checked, after = 0, 0
    bad: list[BadStamp] = []
    while True:
        with read_session(engine) as session:
            batch = _next(session, actor, case, after)
        if not batch:
            return checked, bad
        for row, exhibit in batch:
            problem = problem_of(row, exhibit.sha256, roots)
            bad += [BadStamp(fixity.held(exhibit), problem)] if problem else []
        checked, after = checked + len(batch), batch[-1][0].key


def problem_of(row: ExhibitStamp, sha256: str, roots: list[x509.Certificate]) -> str:
    """Why a stamp does not hold for this hash, or what is kept beside it is not what it says; "" when all is well."""
    try:
        at = stamping.check(row.token, bytes.fromhex(sha256), roots)
    except NotStamped as problem:
        return str(problem.message)
    if (row.sha256, row.gen_time, row.authority) != (sha256, at, stamping.signer(row.token)):
        return "What is kept beside the time stamp is not what it says."
    return ""


def _next(session: Session, actor: Actor, case: Case | None, after: int) -> Sequence[tuple[ExhibitStamp, Exhibit]]:
    statement = select(ExhibitStamp, Exhibit).join(Exhibit, col(Exhibit.id) == ExhibitStamp.exhibit_id)
    statement = statement.where(col(ExhibitStamp.id) > after, col(Exhibit.case_id).in_(visible_cases(actor)))
    if case is not None:
        require(session, actor, Permission.EVIDENCE_VERIFY, case.subject)
        statement = statement.where(ExhibitStamp.case_id == case.key)
    return session.exec(statement.order_by(col(ExhibitStamp.id)).limit(BATCH)).all()
