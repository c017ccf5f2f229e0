"""Dossiers, their versions and editions, the copies that were given out, and the receipts."""

from datetime import date, datetime
from typing import Any, Optional

from sqlalchemy import JSON, BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from casework.access.compartments import obeys_text
from casework.db import Row, Versioned, as_text
from casework.dossiers.states import (
    AccessDecision,
    DateDetail,
    DossierProfile,
    DossierState,
    NoticeWay,
    PlaceDetail,
    RecallCause,
    ReceiptWay,
)
from casework.subjects import Subject
from casework.vocabulary import Marking


class Dossier(Versioned, table=True):
    """A report of a case for one recipient; its versions keep its number (`D-0001`)."""

    __table_args__ = (UniqueConstraint("case_id", "number"), UniqueConstraint("case_id", "reference"))

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    number: int
    reference: str = Field(max_length=12)
    recipient_id: int = Field(foreign_key="recipient.id", ondelete="RESTRICT", index=True)
    profile: DossierProfile = Field(default=DossierProfile.COMMITTEE, sa_type=as_text(DossierProfile))
    marking: Marking = Field(default=Marking.CONFIDENTIAL, sa_type=as_text(Marking))
    title: str = Field(max_length=200)
    title_ar: str = Field(default="", max_length=200)
    # Section -> text, in each language: {"summary": {"en": …, "ar": …}, "mandate": …, "method": …, "requests": …}
    texts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    # References of the incidents in scope; empty means all of the case.
    incidents: list[str] = Field(default_factory=list, sa_type=JSON)
    place_detail: PlaceDetail = Field(default=PlaceDetail.PRECISE, sa_type=as_text(PlaceDetail))
    date_detail: DateDetail = Field(default=DateDetail.DAY, sa_type=as_text(DateDetail))
    # The key of the installation's own profile that narrows `profile`; empty: the built-in one.
    own_profile: str = Field(default="", max_length=40)
    # References of incidents whose day everybody knows: the supervisor's decision, for a summary.
    public_dates: list[str] = Field(default_factory=list, sa_type=JSON)
    # The days that it is about, both included; None where a side is open.
    period_from: Optional[date] = None
    period_to: Optional[date] = None
    # Parts (`outline.OPTIONAL`) that are left out on purpose.
    without: list[str] = Field(default_factory=list, sa_type=JSON)
    # How many days a copy may be fetched, from its first download on; None: as the body has it; 0: as long as it stands.
    copy_days: Optional[int] = None
    # The build or issue that is under way, or the last one.
    job_id: Optional[int] = Field(default=None, foreign_key="job.id", ondelete="RESTRICT")
    author_id: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")

    @property
    def subject(self) -> Subject:
        """As the log and the policy know it."""
        return Subject("dossier", self.key, self.case_id, self.reference)


class DossierFinding(Versioned, table=True):
    """What a dossier finds about one incident, in the words of who composes it; each has its own lost-update check."""

    __tablename__ = "dossier_finding"
    __table_args__ = (UniqueConstraint("dossier_id", "incident_id"),)

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT", index=True)
    dossier_id: int = Field(foreign_key="dossier.id", ondelete="RESTRICT")
    incident_id: int = Field(foreign_key="incident.id", ondelete="RESTRICT")
    # Language -> text; a blank line begins a new paragraph.
    texts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    author_id: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")


class DossierVersion(Row, table=True):
    """One build of a dossier: its frozen snapshot, both editions, and who built and issued it."""

    __tablename__ = "dossier_version"
    __table_args__ = (
        UniqueConstraint("dossier_id", "number"),
        CheckConstraint("issued_by IS NULL OR issued_by <> built_by", name="author_never_issues"),
    )

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT", index=True)
    dossier_id: int = Field(foreign_key="dossier.id", ondelete="RESTRICT")
    number: int
    state: DossierState = Field(default=DossierState.BUILT, sa_type=as_text(DossierState))
    # Language -> the frozen snapshot, as canonical JSON text: what is printed, byte for byte.
    snapshots: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    # Language -> {"sha256": the typeset body in the store, "pages": how many}
    bodies: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    # What is asked of it at every view, so that nobody reads the whole text for it (`gist`).
    gist: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    # Its codes and paragraphs and on whom they rest, without the words (`printed`).
    printed: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    snapshot_hash: str = Field(max_length=64)
    log_seq: int = 0
    log_hash: str = Field(default="", max_length=64)
    # log.json of its copies: a signed head of the log, and the proofs under it; and how many entries that head covers.
    log_proof: str = ""
    log_size: int = 0
    built_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")
    issued_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")
    issued_at: Optional[datetime] = None
    superseded_at: Optional[datetime] = None
    superseded_reason: str = Field(default="", max_length=1_000)

    @property
    def languages(self) -> list[str]:
        """The editions that there are."""
        return sorted(self.bodies, key=lambda language: language != "en")


class DossierCopy(Row, table=True):
    """One numbered copy of one edition for one recipient: own file, own hash."""

    __tablename__ = "dossier_copy"
    __table_args__ = (
        UniqueConstraint("dossier_version_id", "copy_number"),
        UniqueConstraint("dossier_version_id", "language", "holder"),
    )

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT", index=True)
    dossier_version_id: int = Field(foreign_key="dossier_version.id", ondelete="RESTRICT")
    recipient_id: int = Field(foreign_key="recipient.id", ondelete="RESTRICT", index=True)
    copy_number: int
    language: str = Field(max_length=5)
    sha256: str = Field(max_length=64)
    size: int = Field(sa_type=BigInteger)
    pages: int = 0
    # The public key it was sealed with (hex), so that a copy still verifies after the master key was changed.
    seal_key: str = Field(default="", max_length=64)
    # SHA-256 of the certificate it was signed with, and when. Every copy is kept whole, under its `sha256`.
    certificate: str = Field(default="", max_length=64)
    signed_at: Optional[datetime] = None
    expires_on: Optional[date] = None
    made_for: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")
    # `account:7`, or `body`: one copy of an edition each, however many ask for it at once.
    holder: str = Field(max_length=40)
    # What is in its margins (`copy_marks`), and what its lines are moved by (`layout`); "" in copies made before.
    mark_code: str = Field(default="", max_length=8, index=True)
    layout_key: str = Field(default="", max_length=32)
    # The day that is printed on it; `expires_on` is the day that holds, which may have been put off since.
    printed_until: Optional[date] = None
    # Printed on the cover alone: who types it in has opened this copy. "" in copies made before.
    receipt_code: str = Field(default="", max_length=8)


class DossierReceipt(Row, table=True):
    """A copy went out: to whom, when, which bytes, downloaded or read on the screen. Never edited, never removed."""

    __tablename__ = "dossier_receipt"

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    dossier_copy_id: int = Field(foreign_key="dossier_copy.id", ondelete="RESTRICT", index=True)
    account_id: int = Field(foreign_key="account.id", ondelete="RESTRICT")
    sha256: str = Field(max_length=64)
    # Fingerprints of the body's age keys that the file was encrypted to; empty: it went out as a plain PDF.
    encrypted_to: list[str] = Field(default_factory=list, sa_type=JSON)
    way: ReceiptWay = Field(
        default=ReceiptWay.DOWNLOADED, sa_type=as_text(ReceiptWay), sa_column_kwargs={"server_default": "downloaded"}
    )
    # The log's signed head at that moment: the copy that its reader keeps exposes a log that is rewritten later.
    log_head: str = ""


class DossierConfirmation(Row, table=True):
    """A member of the body says that they have a copy; `by_code`: with the code that is printed in it."""

    __tablename__ = "dossier_confirmation"
    __table_args__ = (UniqueConstraint("dossier_copy_id", "account_id"),)

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    dossier_copy_id: int = Field(foreign_key="dossier_copy.id", ondelete="RESTRICT")
    account_id: int = Field(foreign_key="account.id", ondelete="RESTRICT")
    by_code: bool = False


class DossierAccess(Row, table=True):
    """A decision over who may still fetch a version: one copy, or (None) every copy of the body. Never edited."""

    __tablename__ = "dossier_access"

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    dossier_version_id: int = Field(foreign_key="dossier_version.id", ondelete="RESTRICT", index=True)
    dossier_copy_id: Optional[int] = Field(default=None, foreign_key="dossier_copy.id", ondelete="RESTRICT")
    decision: AccessDecision = Field(sa_type=as_text(AccessDecision))
    reason: str = Field(default="", max_length=500)
    until: Optional[date] = None
    decided_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")


class Recall(Row):
    """Something that went out may not be used any more: because of whom, by which record, how, and what can no longer be
    called back.

    `witness`: the code of a witness, or of an individual who is named. `consent_record`: the consent (C3), the assessment
    of the risk (A2), or that the identity was destroyed (X). `withdrawn_on`: the day of it, or the last day on which
    consent stood. Never edited, never removed.
    """

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT", index=True)
    witness: str = Field(max_length=12)
    consent_record: str = Field(max_length=12)
    withdrawn_on: date
    cause: RecallCause = Field(default=RecallCause.WITHDRAWN, sa_type=as_text(RecallCause))
    not_recallable: str = Field(default="", max_length=2_000)
    # The numbers of the copies that had left by then.
    copies_out: list[int] = Field(default_factory=list, sa_type=JSON)


class DossierRecall(Recall, table=True):
    """Of a version."""

    __tablename__ = "dossier_recall"
    __table_args__ = (UniqueConstraint("dossier_version_id", "witness", "consent_record"),)

    dossier_version_id: int = Field(foreign_key="dossier_version.id", ondelete="RESTRICT")


class DossierNotice(Row, table=True):
    """Somebody who has a copy was told to stop using it: when, how, by whom. Never edited, never removed."""

    __tablename__ = "dossier_notice"

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    dossier_version_id: int = Field(foreign_key="dossier_version.id", ondelete="RESTRICT", index=True)
    account_id: int = Field(foreign_key="account.id", ondelete="RESTRICT")
    told_on: date
    how: NoticeWay = Field(sa_type=as_text(NoticeWay))
    note: str = Field(default="", max_length=500)
    recorded_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")


obeys_text(DossierVersion, "snapshots")
obeys_text(DossierRecall, "witness")
