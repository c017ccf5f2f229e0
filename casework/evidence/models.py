"""Exhibits and their chain of custody (ISO/IEC 27037; Berkeley Protocol)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Optional

from sqlalchemy import JSON, BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from casework.access.compartments import obeys
from casework.db import Row, Versioned, as_text, now
from casework.subjects import Subject
from casework.vocabulary import (
    CopyState,
    CustodyKind,
    DerivativeKind,
    EvidenceType,
    FixityState,
    ReviewStatus,
    SourceGrade,
    VerificationAspect,
    VerificationState,
)


class Exhibit(Versioned, table=True):
    """Something that may prove or disprove. What is claimed about it stands apart from what was observed in it."""

    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        UniqueConstraint("case_id", "reference"),
        Index("ix_exhibit_file", "case_id", "sha256"),
    )

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    number: int
    reference: str = Field(max_length=12)
    title: str = Field(max_length=200)
    kind: EvidenceType = Field(sa_type=as_text(EvidenceType))
    status: ReviewStatus = Field(default=ReviewStatus.DRAFT, sa_type=as_text(ReviewStatus))
    claimed_content: str = Field(default="", max_length=10_000)
    observed_content: str = Field(default="", max_length=10_000)
    creator: str = Field(default="", max_length=200)
    source: str = Field(default="", max_length=500)
    source_grade: SourceGrade = Field(default=SourceGrade.F, sa_type=as_text(SourceGrade))
    acquired_how: str = Field(default="", max_length=2_000)
    acquired_at: Optional[datetime] = None
    acquired_where: str = Field(default="", max_length=200)
    acquired_by: str = Field(default="", max_length=200)
    captured_claimed: str = Field(default="", max_length=40)
    captured_embedded: str = Field(default="", max_length=40)
    captured_verified: str = Field(default="", max_length=40)
    place_claimed: str = Field(default="", max_length=200)
    place_verified: str = Field(default="", max_length=200)
    latitude: Optional[float] = None
    longitude: Optional[float] = None
    precision_m: Optional[int] = None
    latitude_verified: Optional[float] = None
    longitude_verified: Optional[float] = None
    precision_verified_m: Optional[int] = None
    copy_state: CopyState = Field(default=CopyState.UNKNOWN, sa_type=as_text(CopyState))
    original_location: str = Field(default="", max_length=500)
    is_edited: Optional[bool] = None
    url: str = Field(default="", max_length=2_000)
    rights: str = Field(default="", max_length=500)
    restriction: str = Field(default="", max_length=500)
    is_graphic: bool = False
    source_verification: VerificationState = Field(
        default=VerificationState.NOT_CHECKED, sa_type=as_text(VerificationState)
    )
    content_verification: VerificationState = Field(
        default=VerificationState.NOT_CHECKED, sa_type=as_text(VerificationState)
    )
    technical_verification: VerificationState = Field(
        default=VerificationState.NOT_CHECKED, sa_type=as_text(VerificationState)
    )
    parent_id: Optional[int] = Field(default=None, foreign_key="exhibit.id", ondelete="RESTRICT", index=True)
    derivation: str = Field(default="", max_length=500)
    derived_as: Optional[DerivativeKind] = Field(default=None, sa_type=as_text(DerivativeKind))
    filename: str = Field(default="", max_length=255)
    size: Optional[int] = Field(default=None, sa_type=BigInteger)
    media_type: str = Field(default="", max_length=120)
    sha256: str = Field(default="", max_length=64)
    preview_sha256: str = Field(default="", max_length=64)
    file_metadata: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    is_quarantined: bool = Field(default=False, index=True)
    checked_at: Optional[datetime] = None
    tried_at: datetime = Field(default_factory=now, index=True)
    """When the scheduled check last came to its file, whether or not it could be read: the oldest is next."""
    fixity: FixityState = Field(default=FixityState.WAITING, sa_type=as_text(FixityState))
    registered_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT", index=True)

    @property
    def subject(self) -> Subject:
        """As the log and the policy know it."""
        return Subject("exhibit", self.key, self.case_id, self.reference)

    @property
    def embedded(self) -> Mapping[str, Any]:
        """What the file says about itself, as the confined child read it: as far from trusted as the file is."""
        found = (self.file_metadata or {}).get("embedded")
        return found if isinstance(found, dict) else {}


class CustodyEvent(Row, table=True):
    """One link of the custody chain: numbered, never edited, never removed (triggers refuse it)."""

    __tablename__ = "custody_event"
    __table_args__ = (
        UniqueConstraint("exhibit_id", "number"),
        Index("uq_custody_event_answers", "exhibit_id", "answers", unique=True),
        Index("ix_custody_event_receiver", "receiver_id"),
        Index("ix_custody_event_giver", "actor_id", "kind"),
    )

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    exhibit_id: int = Field(foreign_key="exhibit.id", ondelete="RESTRICT")
    number: int
    kind: CustodyKind = Field(sa_type=as_text(CustodyKind))
    at: datetime
    actor_id: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")
    given_by: str = Field(default="", max_length=200)
    given_to: str = Field(default="", max_length=200)
    place: str = Field(default="", max_length=200)
    purpose: str = Field(default="", max_length=500)
    hash_before: str = Field(default="", max_length=64)
    hash_after: str = Field(default="", max_length=64)
    outcome: str = Field(default="", max_length=200)
    note: str = Field(default="", max_length=2_000)
    zone: str = Field(default="", max_length=60)
    """The time zone in which a person stated `at`; "" for what the application recorded by itself."""
    medium: str = Field(default="", max_length=200)
    seal: str = Field(default="", max_length=100)
    receiver_id: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")
    """The account of the case that it is handed to; None for a person outside, who stands in `given_to`."""
    answers: Optional[int] = None
    """The number of the handover that this event confirms, refuses or calls off: each has one answer at most."""
    form_number: str = Field(default="", max_length=60)
    paper_id: Optional[int] = Field(default=None, foreign_key="exhibit.id", ondelete="RESTRICT")
    """The exhibit that holds the scan of the signed paper form."""


class PhysicalItem(Versioned, table=True):
    """What a physical exhibit is kept as: its label, seal, place and condition now (ISO/IEC 27037, 7.1).

    Where it was before stands in the chain of custody, which gains an event with each change of place or seal.
    """

    __tablename__ = "physical_item"
    __table_args__ = (UniqueConstraint("exhibit_id"), UniqueConstraint("case_id", "label_number"))

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    exhibit_id: int = Field(foreign_key="exhibit.id", ondelete="RESTRICT")
    label_number: Optional[str] = Field(default=None, max_length=60)
    seal: str = Field(default="", max_length=100)
    storage_place: str = Field(default="", max_length=200)
    condition: str = Field(default="", max_length=1_000)


class FixityRun(Row, table=True):
    """One round of the scheduled check: counts only, for auditors and administrators too."""

    __tablename__ = "fixity_run"

    finished_at: datetime = Field(default_factory=now)
    checked: int = 0
    failed: int = 0
    unreachable: int = 0
    stopped: str = Field(default="", max_length=40)
    """Why the round ended before its time: "storage_locked", "storage_away"; "" when it did not."""


class VerificationStep(Row, table=True):
    """Somebody looked whether source, content or technical data hold, and on what grounds (Berkeley Protocol).

    Numbered per exhibit, never edited, never removed (triggers refuse it); the newest per aspect stands on the exhibit.
    """

    __tablename__ = "exhibit_verification"
    __table_args__ = (UniqueConstraint("exhibit_id", "number"),)

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    exhibit_id: int = Field(foreign_key="exhibit.id", ondelete="RESTRICT")
    number: int
    aspect: VerificationAspect = Field(sa_type=as_text(VerificationAspect))
    state: VerificationState = Field(sa_type=as_text(VerificationState))
    method: str = Field(max_length=500)
    grounds: str = Field(default="", max_length=4_000)
    actor_id: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT", index=True)


class ExhibitStamp(Row, table=True):
    """A third party saw the hash of an exhibit's file at this time (RFC 3161): its answer as it came.

    One for each file, never edited, never removed (triggers refuse it).
    """

    __tablename__ = "exhibit_timestamp"
    __table_args__ = (UniqueConstraint("exhibit_id"),)

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    exhibit_id: int = Field(foreign_key="exhibit.id", ondelete="RESTRICT")
    sha256: str = Field(max_length=64)
    token: bytes
    gen_time: datetime
    authority: str = Field(max_length=200)


obeys(Exhibit, "id", "exhibit")
obeys(CustodyEvent, "exhibit_id", "exhibit")
obeys(VerificationStep, "exhibit_id", "exhibit")
obeys(PhysicalItem, "exhibit_id", "exhibit")
obeys(ExhibitStamp, "exhibit_id", "exhibit")
