"""The case."""

from datetime import date, datetime
from typing import Optional

from sqlmodel import Field

from casework.db import Versioned, as_text
from casework.subjects import Subject
from casework.vocabulary import CaseStatus, Confidence, Marking


class Case(Versioned, table=True):
    """An investigation with a mandate: who asked, its scope, period and territory (OHCHR, Commissions of Inquiry)."""

    reference: str = Field(unique=True, max_length=20)
    title: str = Field(max_length=200)
    title_ar: str = Field(default="", max_length=200)
    mandate: str = Field(default="", max_length=10_000)
    period: str = Field(default="", max_length=40)
    territory: str = Field(default="", max_length=500)
    summary: str = Field(default="", max_length=20_000)
    standard_of_proof: Confidence = Field(default=Confidence.REASONABLE_GROUNDS, sa_type=as_text(Confidence))
    status: CaseStatus = Field(default=CaseStatus.OPEN, sa_type=as_text(CaseStatus))
    marking: Marking = Field(default=Marking.CONFIDENTIAL, sa_type=as_text(Marking))
    time_zone: str = Field(default="Asia/Damascus", max_length=60)
    lead_id: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")
    opened_on: date
    closed_at: Optional[datetime] = None

    @property
    def subject(self) -> Subject:
        """As the log and the policy know it."""
        return Subject("case", self.key, self.key, self.reference)
