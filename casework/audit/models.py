"""The log's table."""

from datetime import datetime
from typing import Any, Optional

from sqlalchemy import JSON, CheckConstraint, Index
from sqlmodel import Field, SQLModel


class AuditEntry(SQLModel, table=True):
    """One act, sealed into the chain (RFC 6962 gives the Merkle tree that is laid over it later).

    `hash` is SHA-256 over the canonical JSON of everything else in the row, the previous entry's hash included.
    Rows are never changed or removed: triggers refuse it on both databases.
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
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)
