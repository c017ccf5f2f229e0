"""Append to the log, and read it."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Field, Session, SQLModel, col, select

from casework.audit.chain import GENESIS, digest
from casework.audit.models import AuditEntry
from casework.db import UNFILTERED, now
from casework.subjects import Actor, Subject

_LOCK = 0x0A0D17  # one advisory lock orders the appends of all PostgreSQL sessions


class AuditHead(SQLModel, table=True):
    """The end of the chain, in one row, so that entries cut off the tail are missed by `verify`."""

    __tablename__ = "audit_head"

    id: int = Field(default=1, primary_key=True)
    seq: int = 0
    hash: str = Field(default=GENESIS, max_length=64)


def record(session: Session, actor: Actor, action: str, subject: Subject, **facts: Any) -> AuditEntry:
    """Append one entry in the caller's transaction: no entry, no commit; no commit, no entry.

    `facts` must be JSON and never holds a name or narrative: codes, counts, states, hashes, the reader's stated reason.
    Raises TypeError when a fact is not JSON.
    """
    _serialise(session)
    end = session.get(AuditHead, 1, populate_existing=True) or AuditHead(id=1)
    entry = AuditEntry(
        seq=end.seq + 1,
        at=_not_before(session, end.seq, now()),
        actor_id=actor.id,
        actor=actor.name if actor.is_system or actor.id is None else f"account:{actor.id}",
        action=action,
        subject_kind=subject.kind,
        subject_id=subject.id,
        subject_label=subject.label,
        case_id=subject.case_id,
        facts=json.loads(json.dumps(facts)),
        previous_hash=end.hash,
        hash="",
    )
    entry.hash = digest(entry)
    end.seq, end.hash = entry.seq, entry.hash
    session.add_all([entry, end])
    session.flush()
    return entry


def _serialise(session: Session) -> None:
    """One append at a time. SQLite's write lock does it there."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _not_before(session: Session, seq: int, at: datetime) -> datetime:
    """Time never runs backwards in the log, even when the machine's clock does."""
    last = session.get(AuditEntry, seq, execution_options=UNFILTERED) if seq else None
    return max(at, last.at) if last else at


def head(session: Session) -> tuple[int, str]:
    """The last sequence number and its hash; (0, zeros) for an empty log."""
    end = session.get(AuditHead, 1, populate_existing=True)
    return (end.seq, end.hash) if end else (0, GENESIS)


def entries(
    session: Session,
    *,
    case_id: int | None = None,
    action: str | None = None,
    actions: Sequence[str] = (),
    actor_id: int | None = None,
    subject: Subject | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Sequence[AuditEntry]:
    """The newest entries first; `before` is the sequence number the page starts under (keyset paging).

    `action`: the beginning of one; `actions`: whole ones.
    """
    statement = select(AuditEntry).order_by(col(AuditEntry.seq).desc()).limit(limit)
    if case_id is not None:
        statement = statement.where(AuditEntry.case_id == case_id)
    if action:
        statement = statement.where(col(AuditEntry.action).startswith(action, autoescape=True))
    if actions:
        statement = statement.where(col(AuditEntry.action).in_(actions))
    if actor_id is not None:
        statement = statement.where(AuditEntry.actor_id == actor_id)
    if subject is not None:
        statement = statement.where(AuditEntry.subject_kind == subject.kind, AuditEntry.subject_id == subject.id)
    if before is not None:
        statement = statement.where(AuditEntry.seq < before)
    return session.exec(statement).all()
