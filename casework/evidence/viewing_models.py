"""What was made of an exhibit's file so that people can look at it, what it is like, and what the virus scan said.

Nothing here is evidence: all of it can be made again from the original.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, Optional

from sqlalchemy import JSON, BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from casework.access.compartments import obeys
from casework.db import Row, as_text


class RenditionKind(StrEnum):
    """What a rendition is for."""

    PLAYER = "player"
    STILL = "still"
    WAVEFORM = "waveform"
    PAGE = "page"
    LARGE = "large"


class ScanOutcome(StrEnum):
    """What a virus scanner said. Only a whole file that was looked at is ever clean."""

    CLEAN = "clean"
    FOUND = "found"
    NOT_SCANNED = "not_scanned"


class Rendition(Row, table=True):
    """A picture, page or player's copy drawn anew from an exhibit's file; or why there is none (`problem`)."""

    __tablename__ = "exhibit_rendition"
    __table_args__ = (UniqueConstraint("exhibit_id", "kind", "number"),)

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT", index=True)
    exhibit_id: int = Field(foreign_key="exhibit.id", ondelete="RESTRICT")
    kind: RenditionKind = Field(sa_type=as_text(RenditionKind))
    number: int = 1
    media_type: str = Field(default="", max_length=120)
    sha256: str = Field(default="", max_length=64)
    size: int = Field(default=0, sa_type=BigInteger)
    problem: str = Field(default="", max_length=40)
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class Likeness(Row, table=True):
    """The 64 bits of a picture (number 0) or of a video's still, and the same bits as four bands to look them up by."""

    __tablename__ = "exhibit_likeness"
    __table_args__ = (
        UniqueConstraint("exhibit_id", "number"),
        Index("ix_exhibit_likeness_band_1", "case_id", "band_1"),
        Index("ix_exhibit_likeness_band_2", "case_id", "band_2"),
        Index("ix_exhibit_likeness_band_3", "case_id", "band_3"),
        Index("ix_exhibit_likeness_band_4", "case_id", "band_4"),
    )

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    exhibit_id: int = Field(foreign_key="exhibit.id", ondelete="RESTRICT")
    number: int = 0
    bits: str = Field(max_length=16)
    band_1: int
    band_2: int
    band_3: int
    band_4: int


class VirusScan(Row, table=True):
    """One look at a file by a virus scanner. Kept, not replaced: signatures of a later day may know more."""

    __tablename__ = "exhibit_virus_scan"

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT", index=True)
    exhibit_id: int = Field(foreign_key="exhibit.id", ondelete="RESTRICT", index=True)
    outcome: ScanOutcome = Field(sa_type=as_text(ScanOutcome))
    found: str = Field(default="", max_length=200)
    reason: str = Field(default="", max_length=40)
    engine: str = Field(default="", max_length=80)
    signatures: str = Field(default="", max_length=40)
    signatures_at: Optional[datetime] = None


obeys(Rendition, "exhibit_id", "exhibit")
obeys(Likeness, "exhibit_id", "exhibit")
obeys(VirusScan, "exhibit_id", "exhibit")
