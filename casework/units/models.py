"""Units, alleged individuals, and what is said of them, each fact with its sources."""

from typing import Any, Optional

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from casework.access.compartments import obeys
from casework.db import Row, Versioned, as_text
from casework.subjects import Subject
from casework.vocabulary import (
    Confidence,
    PostingRole,
    RelationKind,
    UnitNameKind,
    UnitType,
)


class Unit(Versioned, table=True):
    """An armed or security formation that is alleged to have taken part; known across cases."""

    number: int = Field(unique=True)
    reference: str = Field(unique=True, max_length=12)
    name: str = Field(max_length=200)
    name_ar: str = Field(default="", max_length=200)
    kind: UnitType = Field(default=UnitType.UNKNOWN, sa_type=as_text(UnitType))
    insignia: str = Field(default="", max_length=2_000)
    vehicles: str = Field(default="", max_length=2_000)
    # [{"place": …, "place_ar": …, "from": dates text, "to": dates text, and "latitude", "longitude", "radius_km" if known}]
    areas: list[Any] = Field(default_factory=list, sa_type=JSON)
    note: str = Field(default="", max_length=5_000)
    is_synthetic: bool = False
    added_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")

    @property
    def subject(self) -> Subject:
        """As the log and the policy know it: no case."""
        return Subject("unit", self.key, None, self.reference)


class UnitName(Row, table=True):
    """Another name that a unit goes by."""

    __tablename__ = "unit_name"

    unit_id: int = Field(foreign_key="unit.id", ondelete="RESTRICT", index=True)
    name: str = Field(max_length=200)
    language: str = Field(default="en", max_length=5)
    kind: UnitNameKind = Field(default=UnitNameKind.ALIAS, sa_type=as_text(UnitNameKind))


class UnitRelation(Row, table=True):
    """`child` stands under (is attached to, follows …) `parent`, from and to dates of any precision (see `dates`)."""

    __tablename__ = "unit_relation"
    __table_args__ = (CheckConstraint("parent_id <> child_id", name="not_itself"),)

    parent_id: int = Field(foreign_key="unit.id", ondelete="RESTRICT", index=True)
    child_id: int = Field(foreign_key="unit.id", ondelete="RESTRICT", index=True)
    kind: RelationKind = Field(sa_type=as_text(RelationKind))
    starts: str = Field(default="", max_length=40)
    ends: str = Field(default="", max_length=40)
    confidence: Confidence = Field(default=Confidence.UNASSESSED, sa_type=as_text(Confidence))
    note: str = Field(default="", max_length=2_000)
    # Why the claim was taken back; empty while it stands.
    withdrawn: str = Field(default="", max_length=2_000)
    added_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")


class Individual(Versioned, table=True):
    """An alleged individual, by code; the name is in the vault."""

    number: int = Field(unique=True)
    reference: str = Field(unique=True, max_length=12)
    identity_owner: str = Field(unique=True, max_length=64)
    kunya: str = Field(default="", max_length=100)
    description: str = Field(default="", max_length=5_000)
    is_synthetic: bool = False
    added_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")

    @property
    def subject(self) -> Subject:
        """As the log and the policy know it: no case."""
        return Subject("individual", self.key, None, self.reference)


class Posting(Row, table=True):
    """An alleged individual held a role in a unit, from and to dates of any precision."""

    individual_id: int = Field(foreign_key="individual.id", ondelete="RESTRICT", index=True)
    unit_id: int = Field(foreign_key="unit.id", ondelete="RESTRICT", index=True)
    role: PostingRole = Field(sa_type=as_text(PostingRole))
    rank: str = Field(default="", max_length=100)
    starts: str = Field(default="", max_length=40)
    ends: str = Field(default="", max_length=40)
    confidence: Confidence = Field(default=Confidence.UNASSESSED, sa_type=as_text(Confidence))
    note: str = Field(default="", max_length=2_000)
    # Why the claim was taken back; empty while it stands.
    withdrawn: str = Field(default="", max_length=2_000)
    added_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")


class Vacancy(Row, table=True):
    """A source says that a unit had no commander, from and to dates of any precision; silence of the sources is none."""

    unit_id: int = Field(foreign_key="unit.id", ondelete="RESTRICT", index=True)
    starts: str = Field(default="", max_length=40)
    ends: str = Field(default="", max_length=40)
    confidence: Confidence = Field(default=Confidence.UNASSESSED, sa_type=as_text(Confidence))
    note: str = Field(default="", max_length=2_000)
    # Why the claim was taken back; empty while it stands.
    withdrawn: str = Field(default="", max_length=2_000)
    added_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")


class UnitEmblem(Row, table=True):
    """A picture of the unit's emblem: an exhibit of a case, shown to those who may see it there; one for each case."""

    __tablename__ = "unit_emblem"
    __table_args__ = (UniqueConstraint("unit_id", "case_id"),)

    unit_id: int = Field(foreign_key="unit.id", ondelete="RESTRICT")
    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT", index=True)
    exhibit_id: int = Field(foreign_key="exhibit.id", ondelete="RESTRICT", index=True)
    added_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")


obeys(UnitEmblem, "exhibit_id", "exhibit")
