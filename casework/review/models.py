"""Reviews: what one person wrote, another approves."""

from datetime import datetime
from typing import Any, Optional

from sqlalchemy import JSON, CheckConstraint, Index
from sqlmodel import Field

from casework.access.compartments import obeys_subject
from casework.db import Row, as_text
from casework.vocabulary import InformationGrade, ReviewStatus, SourceGrade


class Review(Row, table=True):
    """One submission of one version of an object, and what became of it. A new submission is a new review.

    Source and information are graded independently of each other (the "Admiralty code", A-F and 1-6), never averaged.
    """

    __table_args__ = (
        CheckConstraint("reviewer_id IS NULL OR reviewer_id <> author_id", name="author_never_reviews"),
        Index("ix_review_subject", "subject_kind", "subject_id"),
        Index("ix_review_queue", "case_id", "status"),
    )

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    subject_kind: str = Field(max_length=40)
    subject_id: int
    subject_label: str = Field(max_length=80)
    subject_version: int
    author_id: int = Field(foreign_key="account.id", ondelete="RESTRICT", index=True)
    reviewer_id: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT", index=True)
    status: ReviewStatus = Field(default=ReviewStatus.SUBMITTED, sa_type=as_text(ReviewStatus))
    checklist: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    reasons: str = Field(default="", max_length=10_000)
    source_grade: SourceGrade = Field(default=SourceGrade.F, sa_type=as_text(SourceGrade))
    information_grade: InformationGrade = Field(
        default=InformationGrade.CANNOT_BE_JUDGED, sa_type=as_text(InformationGrade)
    )
    claimed_at: Optional[datetime] = None
    decided_at: Optional[datetime] = None


class ReviewComment(Row, table=True):
    """A reviewer's remark on one paragraph, or on the whole when `paragraph` is empty."""

    __tablename__ = "review_comment"

    review_id: int = Field(foreign_key="review.id", ondelete="RESTRICT", index=True)
    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    author_id: int = Field(foreign_key="account.id", ondelete="RESTRICT")
    paragraph: str = Field(default="", max_length=12)
    text: str = Field(max_length=5_000)


obeys_subject(Review)
