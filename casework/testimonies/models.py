"""Testimonies: a working draft, and the versions that were frozen when they were submitted."""

from datetime import datetime
from typing import Any, Optional

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from casework.access.compartments import hidden_with, obeys
from casework.db import Row, Versioned, as_text
from casework.subjects import Subject
from casework.vocabulary import ReviewStatus, TestimonyKind


class Testimony(Versioned, table=True):
    """A statement of one witness. `draft` is what is being written; what was submitted is in `TestimonyVersion`.

    `version` (of the row) counts saves of the draft; `submitted_version` is the newest frozen version, 0 before the first.
    """

    __test__ = False
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        UniqueConstraint("case_id", "reference"),
        # A page of the list, with and without its filter, costs what it shows however long the list is.
        Index("ix_testimony_list", "case_id", "id"),
        Index("ix_testimony_status", "case_id", "status", "id"),
    )

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    number: int
    reference: str = Field(max_length=12)
    witness_id: int = Field(foreign_key="witness.id", ondelete="RESTRICT", index=True)
    kind: TestimonyKind = Field(default=TestimonyKind.FIRST, sa_type=as_text(TestimonyKind))
    status: ReviewStatus = Field(default=ReviewStatus.DRAFT, sa_type=as_text(ReviewStatus))
    author_id: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT", index=True)
    taken_at: Optional[datetime] = None
    language: str = Field(default="ar", max_length=20)
    submitted_version: int = 0
    approved_version: int = 0
    draft: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    draft_reason: str = Field(default="", max_length=2_000)
    # The accounts that saved this draft: none of them may approve what comes of it.
    writers: list[int] = Field(default_factory=list, sa_type=JSON)

    @property
    def subject(self) -> Subject:
        """As the log, the review and the policy know it."""
        return Subject("testimony", self.key, self.case_id, self.reference)


class TestimonyVersion(Row, table=True):
    """A submitted version: frozen for good, its content hashed (SHA-256 of the canonical JSON)."""

    __test__ = False
    __tablename__ = "testimony_version"
    __table_args__ = (UniqueConstraint("testimony_id", "number"),)

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT", index=True)
    testimony_id: int = Field(foreign_key="testimony.id", ondelete="RESTRICT")
    number: int
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    content_hash: str = Field(max_length=64)
    reason: str = Field(default="", max_length=2_000)
    submitted_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")
    writers: list[int] = Field(default_factory=list, sa_type=JSON)


class ParagraphExhibit(Row, table=True):
    """An exhibit shown, named or supported in a paragraph of a testimony; paragraph empty: the whole statement."""

    __tablename__ = "paragraph_exhibit"
    __table_args__ = (UniqueConstraint("testimony_id", "paragraph", "exhibit_id"),)

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    testimony_id: int = Field(foreign_key="testimony.id", ondelete="RESTRICT")
    paragraph: str = Field(default="", max_length=12)
    exhibit_id: int = Field(foreign_key="exhibit.id", ondelete="RESTRICT", index=True)
    note: str = Field(default="", max_length=500)
    linked_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")


hidden_with("testimony", Testimony, "witness_id", "witness")
obeys(TestimonyVersion, "testimony_id", "testimony")
obeys(ParagraphExhibit, "testimony_id", "testimony")
obeys(ParagraphExhibit, "exhibit_id", "exhibit")
