"""Bags that were made of a case, and bags that cases came in."""

from datetime import date, datetime
from typing import Any, Optional

from sqlalchemy import JSON, BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from casework.access.compartments import obeys, obeys_text
from casework.db import Row
from casework.subjects import Subject


class Bag(Row, table=True):
    """A bag made for one body (`B-0001`): what was in it, its hashes, until when it can be fetched. The files are the
    exhibits' own; only what stands beside them is kept, in the store, under `contents_sha256`."""

    __table_args__ = (UniqueConstraint("case_id", "number"), UniqueConstraint("case_id", "reference"))

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    number: int
    reference: str = Field(max_length=12)
    recipient_id: int = Field(foreign_key="recipient.id", ondelete="RESTRICT", index=True)
    language: str = Field(max_length=5)
    built_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")
    job_id: Optional[int] = Field(default=None, foreign_key="job.id", ondelete="RESTRICT")
    # References of the exhibits in it, and [reference, code, kind of reason, words] of those that stayed here.
    exhibits: list[str] = Field(default_factory=list, sa_type=JSON)
    kept: list[list[str]] = Field(default_factory=list, sa_type=JSON)
    contents_sha256: str = Field(default="", max_length=64)
    # SHA-256 of the tag manifest, which binds every byte of the bag, folder or ZIP.
    identity: str = Field(default="", max_length=64)
    zip_sha256: str = Field(default="", max_length=64)
    zip_size: Optional[int] = Field(default=None, sa_type=BigInteger)
    built_at: Optional[datetime] = None
    expires_at: Optional[datetime] = None

    @property
    def subject(self) -> Subject:
        """As the log and the policy know it."""
        return Subject("bag", self.key, self.case_id, self.reference)


class ReceivedBag(Row, table=True):
    """A bag that a case came in: its hash, who sent it, and for which body it had been made. Never edited."""

    __tablename__ = "received_bag"

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT", unique=True)
    identity: str = Field(unique=True, max_length=64)
    origin: str = Field(max_length=200)
    sender: str = Field(default="", max_length=200)
    bagged_on: Optional[date] = None
    meant_for_kind: str = Field(default="", max_length=60)
    meant_for_slug: str = Field(default="", max_length=60)
    received_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")


class ReceivedSheet(Row, table=True):
    """An exhibit's sheet as it came in a bag, with the custody it had elsewhere. Never edited."""

    __tablename__ = "received_sheet"

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT", index=True)
    exhibit_id: int = Field(foreign_key="exhibit.id", ondelete="RESTRICT", unique=True)
    received_bag_id: int = Field(foreign_key="received_bag.id", ondelete="RESTRICT")
    sheet: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class BundleRow(Row, table=True):
    """A bag that holds the exhibits of one issued version, offered on its body's pages once a second person said so."""

    __tablename__ = "exhibit_bundle"
    __table_args__ = (CheckConstraint("offered_by IS NULL OR offered_by <> made_by", name="maker_never_offers"),)

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT", index=True)
    bag_id: int = Field(foreign_key="bag.id", ondelete="RESTRICT", unique=True)
    dossier_version_id: int = Field(foreign_key="dossier_version.id", ondelete="RESTRICT", index=True)
    made_by: int = Field(foreign_key="account.id", ondelete="RESTRICT")
    offered_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")
    offered_at: Optional[datetime] = None


class BundleReceipt(Row, table=True):
    """A member of the body fetched a bundle: who, when, under which number. Never edited, never removed."""

    __tablename__ = "exhibit_bundle_receipt"

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    bundle_id: int = Field(foreign_key="exhibit_bundle.id", ondelete="RESTRICT", index=True)
    account_id: int = Field(foreign_key="account.id", ondelete="RESTRICT")
    # The same for the same reader; it stands in the ZIP's own comment and in its name.
    copy_number: int
    identity: str = Field(max_length=64)
    log_head: str = ""


obeys(ReceivedSheet, "exhibit_id", "exhibit")
obeys_text(Bag, "exhibits")
