"""Who says so: sources, what they repeat, the facts that rest on them, and values that compete for one field."""

from typing import Optional

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from casework.access.compartments import obeys
from casework.db import Row, Versioned, as_text
from casework.subjects import Subject
from casework.vocabulary import InformationGrade, SourceGrade


class Source(Versioned, table=True):
    """Something that says so, once, however many facts rest on it (`S-0001`).

    Either what is public, by its citation, or a testimony or an exhibit of a case: then only its members see it. Graded
    here once; a fact may be graded otherwise.
    """

    number: int = Field(unique=True)
    reference: str = Field(unique=True, max_length=12)
    citation: str = Field(default="", max_length=500)
    url: str = Field(default="", max_length=2_000)
    # SHA-256 of citation and address: one row for one report. Empty (NULL) for what lies in a case.
    fingerprint: Optional[str] = Field(default=None, unique=True, max_length=64)
    published_on: str = Field(default="", max_length=40)
    source_grade: SourceGrade = Field(default=SourceGrade.F, sa_type=as_text(SourceGrade))
    information_grade: InformationGrade = Field(
        default=InformationGrade.CANNOT_BE_JUDGED, sa_type=as_text(InformationGrade)
    )
    case_id: Optional[int] = Field(default=None, foreign_key="case.id", ondelete="RESTRICT", index=True)
    testimony_id: Optional[int] = Field(default=None, foreign_key="testimony.id", ondelete="RESTRICT", unique=True)
    exhibit_id: Optional[int] = Field(default=None, foreign_key="exhibit.id", ondelete="RESTRICT", unique=True)
    added_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")

    @property
    def subject(self) -> Subject:
        """As the log and the policy know it."""
        return Subject("source", self.key, self.case_id, self.reference)


class SourceRepeat(Row, table=True):
    """A source takes its word from another ("as reported by"): together they are one origin (see `lineage`)."""

    __tablename__ = "source_repeat"
    __table_args__ = (
        UniqueConstraint("source_id", "origin_id"),
        CheckConstraint("source_id <> origin_id", name="not_itself"),
    )

    source_id: int = Field(foreign_key="source.id", ondelete="RESTRICT")
    origin_id: int = Field(foreign_key="source.id", ondelete="RESTRICT", index=True)
    note: str = Field(default="", max_length=500)
    added_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")


class FactSource(Row, table=True):
    """A fact about a unit, an individual, an incident or a victim rests on a source, and where in it that stands.

    `case_id` is the case of the fact; none for what is known across cases. Empty grades: as the source is graded.
    """

    __tablename__ = "fact_source"
    __table_args__ = (Index("ix_fact_source_fact", "fact_kind", "fact_id"),)

    source_id: int = Field(foreign_key="source.id", ondelete="RESTRICT", index=True)
    fact_kind: str = Field(max_length=40)
    fact_id: int
    case_id: Optional[int] = Field(default=None, foreign_key="case.id", ondelete="RESTRICT")
    locator: str = Field(default="", max_length=100)
    note: str = Field(default="", max_length=500)
    source_grade: Optional[SourceGrade] = Field(default=None, sa_type=as_text(SourceGrade))
    information_grade: Optional[InformationGrade] = Field(default=None, sa_type=as_text(InformationGrade))
    # Why the fact rests on it no more; empty while it does.
    withdrawn: str = Field(default="", max_length=2_000)
    added_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")


class DatumClaim(Row, table=True):
    """What a source says of one datum of a record: competing ones stand side by side, none is overwritten."""

    __tablename__ = "datum_claim"
    __table_args__ = (Index("ix_datum_claim_subject", "subject_kind", "subject_id"),)

    subject_kind: str = Field(max_length=40)
    subject_id: int
    case_id: Optional[int] = Field(default=None, foreign_key="case.id", ondelete="RESTRICT", index=True)
    datum: str = Field(max_length=40)
    value: str = Field(default="", max_length=5_000)
    value_ar: str = Field(default="", max_length=5_000)
    starts: str = Field(default="", max_length=40)
    ends: str = Field(default="", max_length=40)
    note: str = Field(default="", max_length=2_000)
    # Why the claim was taken back; empty while it stands.
    withdrawn: str = Field(default="", max_length=2_000)
    added_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")


class Preference(Row, table=True):
    """Somebody prefers one of several competing claims, and says why. Taken back, it stays readable with the reason."""

    __tablename__ = "claim_preference"
    __table_args__ = (Index("ix_claim_preference_subject", "subject_kind", "subject_id"),)

    subject_kind: str = Field(max_length=40)
    subject_id: int
    case_id: Optional[int] = Field(default=None, foreign_key="case.id", ondelete="RESTRICT", index=True)
    # What the claims compete for; of them, one preference at most stands.
    datum: str = Field(max_length=60)
    fact_kind: str = Field(max_length=40)
    fact_id: int
    reason: str = Field(max_length=2_000)
    # What the record itself said before, so that taking the preference back restores it.
    replaced: str = Field(default="", max_length=5_000)
    replaced_ar: str = Field(default="", max_length=5_000)
    withdrawn: str = Field(default="", max_length=2_000)
    chosen_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")


obeys(Source, "testimony_id", "testimony")
obeys(Source, "exhibit_id", "exhibit")
