"""Exports of a case's records as data."""

from datetime import datetime
from typing import Optional

from sqlalchemy import JSON, BigInteger, UniqueConstraint
from sqlmodel import Field

from casework.access.compartments import obeys_text
from casework.db import Row, as_text
from casework.dossiers.states import DateDetail, PlaceDetail
from casework.subjects import Subject


class RecordExport(Row, table=True):
    """Records of a case as a ZIP for one body (`X-0001`, its copy number, too): on what they rest, how many went, its hash.

    The ZIP lies in the store, under `sha256`, until it is forgotten. What it rests on is asked again when it is fetched.
    """

    __tablename__ = "record_export"
    __table_args__ = (UniqueConstraint("case_id", "number"), UniqueConstraint("case_id", "reference"))

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    number: int
    reference: str = Field(max_length=12)
    recipient_id: int = Field(foreign_key="recipient.id", ondelete="RESTRICT", index=True)
    language: str = Field(max_length=5)
    places: PlaceDetail = Field(default=PlaceDetail.PRECISE, sa_type=as_text(PlaceDetail))
    days: DateDetail = Field(default=DateDetail.DAY, sa_type=as_text(DateDetail))
    built_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")
    job_id: Optional[int] = Field(default=None, foreign_key="job.id", ondelete="RESTRICT")
    # References of the statements and exhibits on which something in it rests.
    rests_on: list[str] = Field(default_factory=list, sa_type=JSON)
    # How many went, by kind; how many stayed, as [kind, code, reason, number].
    gone: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    stayed: list[list[str]] = Field(default_factory=list, sa_type=JSON)
    sha256: str = Field(default="", max_length=64)
    size: Optional[int] = Field(default=None, sa_type=BigInteger)
    built_at: Optional[datetime] = None
    expires_at: Optional[datetime] = None

    @property
    def subject(self) -> Subject:
        """As the log and the policy know it."""
        return Subject("record_export", self.key, self.case_id, self.reference)


obeys_text(RecordExport, "rests_on")
