"""What somebody can do who holds the database and knows how the log is made: take the triggers off, and make it anew."""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, delete, select

from casework.audit import leaves
from casework.audit.merkle import Frontier
from casework.audit.models import AuditEntry, AuditHead, AuditNode
from casework.db.triggers import drop_append_only

Rows = list[dict[str, Any]]


def rewrite(session: Session, change: Callable[[Rows], Rows]) -> None:
    """Give the log other entries, and make every number, leaf, node and the head fit them."""
    drop_append_only(session.connection(), "audit_entry", "audit_node")
    entries = session.exec(select(AuditEntry).order_by(col(AuditEntry.seq)))
    rows = change([row.model_dump() for row in entries])
    session.expunge_all()
    for model in (AuditEntry, AuditNode, AuditHead):
        session.execute(delete(model))
    frontier = Frontier()
    for number, row in enumerate(rows, 1):
        row["seq"] = number
        leaf = leaves.leaf_hash(leaves.of_columns(row, json.dumps(row["facts"])))
        session.add(AuditEntry(**(row | {"hash": leaf.hex()})))
        for level, place, node in frontier.append(leaf):
            if level % 8 == 0:
                session.add(AuditNode(level=level, place=place, hash=node.hex()))
    last = rows[-1]["at"] if rows else AuditHead().at
    session.add(AuditHead(id=1, seq=len(rows), at=last, frontier=frontier.packed()))
    session.commit()
    session.expire_all()
    assert session.execute(text("SELECT count(*) FROM audit_entry")).scalar_one() == len(rows)
