"""The log's tables."""

from datetime import UTC, datetime
from typing import Any, Optional

from sqlalchemy import JSON, CheckConstraint, Index
from sqlmodel import Field, SQLModel


class AuditEntry(SQLModel, table=True):
    """One act, a leaf of the log's Merkle tree (RFC 6962, RFC 9162; docs/adr/0026-transparency-log.md).

    `hash` is the leaf's hash: over number, time and act, and over commitments to who, what and the facts, each made
    with its part of `salts`. Rows are never changed or removed: triggers refuse it on both databases.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        CheckConstraint("length(hash) = 64", name="hash_is_sha256"),
        Index("ix_audit_entry_subject", "subject_kind", "subject_id", "seq"),
    )

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime
    actor_id: Optional[int] = Field(default=None, index=True)
    actor: str = Field(max_length=200)
    action: str = Field(max_length=80, index=True)
    subject_kind: str = Field(max_length=40)
    subject_id: int
    subject_label: str = Field(max_length=80)
    case_id: Optional[int] = Field(default=None, index=True)
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    salts: bytes
    hash: str = Field(max_length=64)


class AuditNode(SQLModel, table=True):
    """The hash of a complete subtree of 256, 65 536, … entries, so that a proof reads a few rows. Only ever added."""

    __tablename__ = "audit_node"

    level: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    place: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    hash: str = Field(max_length=64)


class AuditHead(SQLModel, table=True):
    """The end of the log, in one row: how many entries, the last one's time, and the tree's right edge.

    It makes an append cheap, and it is compared with the entries when they are verified: a tail cut off is missed.
    """

    __tablename__ = "audit_head"

    id: int = Field(default=1, primary_key=True)
    seq: int = 0
    at: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    frontier: bytes = b""


class HeadStamp(SQLModel, table=True):
    """A signed head that a time stamping authority saw (RFC 3161), with its answer as it came. Only ever added."""

    __tablename__ = "head_stamp"

    id: Optional[int] = Field(default=None, primary_key=True)
    size: int
    head: str
    token: bytes
    stamped_at: datetime
