"""Incidents, the competing figures, and the victims."""

from datetime import date
from typing import Optional

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from casework.db import Row, Versioned, as_text
from casework.subjects import Subject
from casework.vocabulary import (
    AgeBand,
    CasualtyConfirmation,
    CivilianStatus,
    Confidence,
    FigureCategory,
    FindingState,
    ReviewStatus,
    SamePerson,
    SceneStatus,
    Sex,
    SourceGrade,
)


class Incident(Versioned, table=True):
    """Something that is alleged to have happened at a place and time (HURIDOCS events standard formats)."""

    __table_args__ = (UniqueConstraint("case_id", "number"), UniqueConstraint("case_id", "reference"))

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    number: int
    reference: str = Field(max_length=12)
    title: str = Field(max_length=200)
    title_ar: str = Field(default="", max_length=200)
    acts: list[str] = Field(default_factory=list, sa_type=JSON)
    starts: str = Field(default="", max_length=40)
    ends: str = Field(default="", max_length=40)
    # The bounds of `starts`, kept for sorting and filters.
    earliest: Optional[date] = Field(default=None, index=True)
    latest: Optional[date] = None
    # The last day on which it can have ended; without an end of its own, that of `starts`. None: open or not known.
    ends_latest: Optional[date] = None
    governorate: str = Field(default="", max_length=100)
    district: str = Field(default="", max_length=100)
    place: str = Field(default="", max_length=200)
    place_ar: str = Field(default="", max_length=200)
    latitude: Optional[float] = None
    longitude: Optional[float] = None
    precision_m: Optional[int] = None
    summary: str = Field(default="", max_length=20_000)
    summary_ar: str = Field(default="", max_length=20_000)
    means: str = Field(default="", max_length=2_000)
    targeting_indicators: str = Field(default="", max_length=5_000)
    contrary: str = Field(default="", max_length=10_000)
    scene_status: SceneStatus = Field(default=SceneStatus.UNKNOWN, sa_type=as_text(SceneStatus))
    finding: FindingState = Field(default=FindingState.UNASSESSED, sa_type=as_text(FindingState))
    finding_standard: Confidence = Field(default=Confidence.UNASSESSED, sa_type=as_text(Confidence))
    status: ReviewStatus = Field(default=ReviewStatus.DRAFT, sa_type=as_text(ReviewStatus))
    author_id: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")

    @property
    def subject(self) -> Subject:
        """As the log, the review and the policy know it."""
        return Subject("incident", self.key, self.case_id, self.reference)


class CasualtyFigure(Row, table=True):
    """A number that a source gives, as of a date, for a category. Figures stand side by side; nobody sums them."""

    __tablename__ = "casualty_figure"
    __table_args__ = (CheckConstraint("highest IS NULL OR highest >= lowest", name="range_in_order"),)

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT", index=True)
    incident_id: Optional[int] = Field(default=None, foreign_key="incident.id", ondelete="RESTRICT", index=True)
    source: str = Field(max_length=200)
    source_ar: str = Field(default="", max_length=200)
    url: str = Field(default="", max_length=2_000)
    as_of: str = Field(max_length=40)
    category: FigureCategory = Field(sa_type=as_text(FigureCategory))
    lowest: int
    highest: Optional[int] = None
    is_at_least: bool = False
    counted_by: str = Field(default="", max_length=200)
    note: str = Field(default="", max_length=2_000)
    source_grade: SourceGrade = Field(default=SourceGrade.F, sa_type=as_text(SourceGrade))
    # Why the figure was taken back; empty while it stands.
    withdrawn: str = Field(default="", max_length=2_000)
    added_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")


class Victim(Versioned, table=True):
    """A person who was harmed, by code; the name is in the vault, or the person is unidentified (Every Casualty Counts)."""

    __table_args__ = (UniqueConstraint("case_id", "number"), UniqueConstraint("case_id", "reference"))

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    number: int
    reference: str = Field(max_length=12)
    incident_id: Optional[int] = Field(default=None, foreign_key="incident.id", ondelete="RESTRICT", index=True)
    identity_owner: str = Field(unique=True, max_length=64)
    is_identified: bool = False
    descriptors: str = Field(default="", max_length=2_000)
    sex: Sex = Field(default=Sex.UNKNOWN, sa_type=as_text(Sex))
    age_band: AgeBand = Field(default=AgeBand.UNKNOWN, sa_type=as_text(AgeBand))
    civilian_status: CivilianStatus = Field(default=CivilianStatus.UNKNOWN, sa_type=as_text(CivilianStatus))
    status_basis: str = Field(default="", max_length=500)
    harms: list[str] = Field(default_factory=list, sa_type=JSON)
    harmed_on: str = Field(default="", max_length=40)
    place: str = Field(default="", max_length=200)
    cause: str = Field(default="", max_length=500)
    body_location: str = Field(default="", max_length=500)
    confirmation: CasualtyConfirmation = Field(
        default=CasualtyConfirmation.REPORTED, sa_type=as_text(CasualtyConfirmation)
    )
    added_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")

    @property
    def subject(self) -> Subject:
        """As the log and the policy know it."""
        return Subject("victim", self.key, self.case_id, self.reference)


class VictimDuplicate(Row, table=True):
    """Two records that may be one person. Reversible: records are marked, never melted together."""

    __tablename__ = "victim_duplicate"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="ordered"),
    )

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT", index=True)
    first_id: int = Field(foreign_key="victim.id", ondelete="RESTRICT")
    second_id: int = Field(foreign_key="victim.id", ondelete="RESTRICT")
    answer: SamePerson = Field(default=SamePerson.UNSURE, sa_type=as_text(SamePerson))
    reason: str = Field(default="", max_length=1_000)
    marked_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")


class VictimPair(Row, table=True):
    """Two records that a comparison of names found alike: that they are, how much, and in what. Never the names."""

    __tablename__ = "victim_pair"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="ordered"),
    )

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT", index=True)
    first_id: int = Field(foreign_key="victim.id", ondelete="RESTRICT")
    second_id: int = Field(foreign_key="victim.id", ondelete="RESTRICT", index=True)
    score: int
    why: list[str] = Field(default_factory=list, sa_type=JSON)
