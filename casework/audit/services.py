"""Append to the log, and read it."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session as AnySession
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session, col, select

from casework.audit import leaves
from casework.audit.merkle import Frontier
from casework.audit.models import AuditEntry, AuditHead, AuditNode
from casework.db import UNFILTERED, now
from casework.subjects import Actor, Subject

TILE = 8  # every eighth level of the tree is kept: the hashes of 256 subtrees below one are read together
BEFORE = "casework_log_before"
_tables: list[Any] = [AuditHead, AuditEntry, AuditNode]
_head, _entry, _node = (model.__table__ for model in _tables)
# The row's lock orders the appends of all PostgreSQL sessions: nobody else moves the end until this transaction ends.
# On SQLite the lock of the whole database does. Made once: building a statement takes longer than running it.
_END = sa.select(_head.c.seq, _head.c.at, _head.c.frontier).where(_head.c.id == 1).with_for_update()
_ADD, _KEEP = sa.insert(_entry), sa.insert(_node)
_MOVE = (
    sa.update(_head)
    .where(_head.c.id == 1)
    .values(seq=sa.bindparam("size"), at=sa.bindparam("last"), frontier=sa.bindparam("packed"))
)


class Recorded(NamedTuple):
    """What was appended: the entry's number, and its leaf's hash."""

    seq: int
    hash: str


def record(session: Session, actor: Actor, action: str, subject: Subject, **facts: Any) -> Recorded:
    """Append one entry in the caller's transaction: no entry, no commit; no commit, no entry. Flushes first.

    `facts` must be JSON and never holds a name or narrative: codes, counts, states, hashes, the reader's stated reason.
    Raises TypeError when a fact is not JSON. Three statements, however long the log is: the head is read and locked, the
    entry is added, the head is moved; every 256th time a node is added, too.
    """
    return _append(session, actor, action, [(subject, facts)])[0]


def _row(seq: int, at: datetime, actor: Actor, action: str, subject: Subject, written: str) -> dict[str, Any]:
    return {
        "seq": seq,
        "at": at,
        "actor_id": actor.id,
        "actor": actor.name if actor.is_system or actor.id is None else f"account:{actor.id}",
        "action": action,
        "subject_kind": subject.kind,
        "subject_id": subject.id,
        "subject_label": subject.label,
        "case_id": subject.case_id,
        "facts": json.loads(written),
        "salts": leaves.new_salts(),
    }


def record_many(session: Session, actor: Actor, action: str, about: Sequence[tuple[Subject, dict[str, Any]]]) -> None:
    """Append one entry for each of these subjects, with its facts; as `record`, but in three statements for all of them."""
    if about:
        _append(session, actor, action, about)


def _append(
    session: Session, actor: Actor, action: str, about: Sequence[tuple[Subject, dict[str, Any]]]
) -> list[Recorded]:
    written = [json.dumps(facts) for _subject, facts in about]
    session.flush()
    connection = session.connection()
    size, last, packed = connection.execute(_END).one()
    session.info.setdefault(BEFORE, size)
    frontier, rows, nodes = Frontier(size, packed), [], []
    at = max(now(), last)  # time never runs backwards in the log, even when the machine's clock does
    for seq, ((subject, _facts), text) in enumerate(zip(about, written, strict=True), size + 1):
        row = _row(seq, at, actor, action, subject, text)
        leaf = leaves.leaf_hash(leaves.of_columns(row, text))
        rows.append(row | {"hash": leaf.hex()})
        nodes += [
            {"level": level, "place": place, "hash": made.hex()}
            for level, place, made in frontier.append(leaf)
            if level % TILE == 0
        ]
    connection.execute(_ADD, rows)
    if nodes:
        connection.execute(_KEEP, nodes)
    connection.execute(_MOVE, {"size": frontier.size, "last": at, "packed": frontier.packed()})
    return [Recorded(row["seq"], row["hash"]) for row in rows]


@event.listens_for(AnySession, "after_transaction_end")
def _forget_before(session: AnySession, transaction: SessionTransaction) -> None:
    """What this session had appended is committed or undone."""
    if transaction.parent is None:
        session.info.pop(BEFORE, None)


def head(session: Session) -> tuple[int, str]:
    """How many entries there are, and the root of the tree over them, in hexadecimal."""
    statement = select(AuditHead.seq, AuditHead.frontier).where(AuditHead.id == 1)
    size, packed = session.exec(statement, execution_options=UNFILTERED).one()
    return size, Frontier(size, packed).root().hex()


def origin(session: Session) -> str:
    """The hash of the log's first entry: this installation's own word, which no other has; empty before any entry."""
    statement = select(AuditEntry.hash).where(AuditEntry.seq == 1)
    return session.exec(statement, execution_options=UNFILTERED).first() or ""


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
