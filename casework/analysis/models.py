"""Saved questions: what the members of a case ask of its records again and again."""

from typing import Any, Optional

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from casework.db import Versioned
from casework.subjects import Subject


class SavedQuestion(Versioned, table=True):
    """A question over structure, shared inside its case. What it finds is asked anew each time, for whoever asks."""

    __tablename__ = "saved_question"
    __table_args__ = (UniqueConstraint("case_id", "number"), UniqueConstraint("case_id", "reference"))

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    number: int
    reference: str = Field(max_length=12)
    name: str = Field(max_length=200)
    asked: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    author_id: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")

    @property
    def subject(self) -> Subject:
        """As the log and the policy know it."""
        return Subject("question", self.key, self.case_id, self.reference)
