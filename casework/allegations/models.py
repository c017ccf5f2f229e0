"""Allegations: who is alleged to have done what to whom, on whose word, and what speaks against it."""

from typing import Optional

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from casework.access.compartments import obeys
from casework.db import Row, Versioned, as_text
from casework.subjects import Subject
from casework.vocabulary import Act, Confidence, KnowledgeBasis, LiabilityMode, ReviewStatus


class Allegation(Versioned, table=True):
    """A link between an act, victims and a unit or individual.

    What speaks against it is required, incriminating and exonerating alike (Rome Statute, Article 54(1)(a)).
    """

    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        UniqueConstraint("case_id", "reference"),
        CheckConstraint("unit_id IS NOT NULL OR individual_id IS NOT NULL", name="names_somebody"),
        CheckConstraint("length(contrary) > 0", name="contrary_is_required"),
        Index("ix_allegation_status", "case_id", "status"),
    )

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    number: int
    reference: str = Field(max_length=12)
    incident_id: Optional[int] = Field(default=None, foreign_key="incident.id", ondelete="RESTRICT", index=True)
    act: Act = Field(sa_type=as_text(Act))
    unit_id: Optional[int] = Field(default=None, foreign_key="unit.id", ondelete="RESTRICT", index=True)
    individual_id: Optional[int] = Field(default=None, foreign_key="individual.id", ondelete="RESTRICT", index=True)
    conduct: str = Field(default="", max_length=5_000)
    mode: LiabilityMode = Field(default=LiabilityMode.UNDETERMINED, sa_type=as_text(LiabilityMode))
    bases: list[str] = Field(default_factory=list, sa_type=JSON)
    contrary: str = Field(max_length=10_000)
    contrary_searched: bool = False
    is_refuted: bool = False
    confidence: Confidence = Field(default=Confidence.UNASSESSED, sa_type=as_text(Confidence))
    legal_labels: list[str] = Field(default_factory=list, sa_type=JSON)
    status: ReviewStatus = Field(default=ReviewStatus.DRAFT, sa_type=as_text(ReviewStatus))
    author_id: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT", index=True)

    @property
    def subject(self) -> Subject:
        """As the log, the review and the policy know it."""
        return Subject("allegation", self.key, self.case_id, self.reference)


class AllegationParagraph(Row, table=True):
    """A paragraph of a testimony that an allegation rests on, or that speaks against it.

    From whom the witness has it is the analyst's note, not the word of the witness: it stands outside the frozen text.
    """

    __tablename__ = "allegation_paragraph"
    __table_args__ = (UniqueConstraint("allegation_id", "testimony_id", "paragraph"),)

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    allegation_id: int = Field(foreign_key="allegation.id", ondelete="RESTRICT")
    testimony_id: int = Field(foreign_key="testimony.id", ondelete="RESTRICT", index=True)
    paragraph: str = Field(default="", max_length=12)
    is_contrary: bool = False
    # How the witness knows, as the paragraph (or the whole statement) said when the link was saved.
    knowledge: Optional[KnowledgeBasis] = Field(default=None, sa_type=as_text(KnowledgeBasis))
    # Where it goes back to: a witness of the case, or an origin outside in words; both empty: first-hand or not known.
    heard_from_id: Optional[int] = Field(default=None, foreign_key="witness.id", ondelete="RESTRICT", index=True)
    origin: str = Field(default="", max_length=200)
    # Why it does not hold; empty while it stands.
    refuted: str = Field(default="", max_length=1_000)


class AllegationExhibit(Row, table=True):
    """An exhibit that an allegation rests on, or that speaks against it."""

    __tablename__ = "allegation_exhibit"
    __table_args__ = (UniqueConstraint("allegation_id", "exhibit_id"),)

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    allegation_id: int = Field(foreign_key="allegation.id", ondelete="RESTRICT")
    exhibit_id: int = Field(foreign_key="exhibit.id", ondelete="RESTRICT", index=True)
    locator: str = Field(default="", max_length=40)
    is_contrary: bool = False
    heard_from_id: Optional[int] = Field(default=None, foreign_key="witness.id", ondelete="RESTRICT", index=True)
    origin: str = Field(default="", max_length=200)
    refuted: str = Field(default="", max_length=1_000)


class AllegationVictim(Row, table=True):
    """A victim of the alleged act."""

    __tablename__ = "allegation_victim"
    __table_args__ = (UniqueConstraint("allegation_id", "victim_id"),)

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    allegation_id: int = Field(foreign_key="allegation.id", ondelete="RESTRICT")
    victim_id: int = Field(foreign_key="victim.id", ondelete="RESTRICT", index=True)


obeys(AllegationParagraph, "testimony_id", "testimony")
obeys(AllegationExhibit, "exhibit_id", "exhibit")
