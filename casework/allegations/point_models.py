"""What has to be shown of an allegation, point by point, and the provisional labels with who gave and confirmed them."""

from datetime import datetime
from typing import Optional

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from casework.access.compartments import obeys
from casework.db import Row, Versioned, as_text
from casework.vocabulary import Leaning, LegalLabel

ARTICLE_28 = "article_28"


class AllegationPoint(Row, table=True):
    """Something that has to be shown: a factor of Article 28, or an element of the crime behind a label.

    `topic` is `article_28` or the label; `item` names the factor or element in it.
    """

    __tablename__ = "allegation_point"
    __table_args__ = (UniqueConstraint("allegation_id", "topic", "item"),)

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    allegation_id: int = Field(foreign_key="allegation.id", ondelete="RESTRICT")
    topic: str = Field(max_length=60)
    item: str = Field(max_length=60)
    leaning: Leaning = Field(sa_type=as_text(Leaning))
    note: str = Field(default="", max_length=4_000)
    missing: str = Field(default="", max_length=2_000)


class PointEvidence(Row, table=True):
    """A paragraph or an exhibit for or against a point."""

    __tablename__ = "allegation_point_evidence"
    __table_args__ = (CheckConstraint("(testimony_id IS NULL) <> (exhibit_id IS NULL)", name="one_source"),)

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    point_id: int = Field(foreign_key="allegation_point.id", ondelete="RESTRICT", index=True)
    testimony_id: Optional[int] = Field(default=None, foreign_key="testimony.id", ondelete="RESTRICT", index=True)
    exhibit_id: Optional[int] = Field(default=None, foreign_key="exhibit.id", ondelete="RESTRICT", index=True)
    locator: str = Field(default="", max_length=40)
    is_contrary: bool = False


class LabelGiven(Versioned, table=True):
    """A provisional label of an allegation: who wrote any part of its table, and which other supervisor confirmed it."""

    __tablename__ = "allegation_label"
    __table_args__ = (UniqueConstraint("allegation_id", "label"),)

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    allegation_id: int = Field(foreign_key="allegation.id", ondelete="RESTRICT")
    label: LegalLabel = Field(sa_type=as_text(LegalLabel))
    writers: list[int] = Field(default_factory=list, sa_type=JSON)
    confirmed_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")
    confirmed_at: Optional[datetime] = None


obeys(PointEvidence, "testimony_id", "testimony")
obeys(PointEvidence, "exhibit_id", "exhibit")
