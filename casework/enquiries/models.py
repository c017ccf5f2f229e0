"""Requests for information about issued dossiers, and their replies. What people wrote is sealed."""

from datetime import datetime
from typing import Optional

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from casework.access.compartments import obeys_text
from casework.db import Row, Versioned, as_text
from casework.enquiries.states import ReplyKind, RequestState
from casework.subjects import Subject


class InformationRequest(Versioned, table=True):
    """A question of a receiving body about one issued version. Numbered in its dossier: the number tells of no other body.

    Nobody could search the question for names when it was typed (a warning would tell who is a witness), so it is sealed.
    """

    __tablename__ = "information_request"
    __table_args__ = (UniqueConstraint("dossier_id", "number"), UniqueConstraint("case_id", "reference"))

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    dossier_id: int = Field(foreign_key="dossier.id", ondelete="RESTRICT")
    dossier_version_id: int = Field(foreign_key="dossier_version.id", ondelete="RESTRICT", index=True)
    recipient_id: int = Field(foreign_key="recipient.id", ondelete="RESTRICT", index=True)
    number: int
    reference: str = Field(max_length=20)
    asked_by: int = Field(foreign_key="account.id", ondelete="RESTRICT")
    state: RequestState = Field(default=RequestState.OPEN, sa_type=as_text(RequestState))
    # What it is about: paragraphs, exhibits, codes, all printed in that version; none: the whole of it.
    cited: list[str] = Field(default_factory=list, sa_type=JSON)
    # These, and every code that the question itself names.
    mentions: list[str] = Field(default_factory=list, sa_type=JSON)
    token: str = Field(max_length=32)
    nonce: bytes
    ciphertext: bytes

    @property
    def subject(self) -> Subject:
        """As the log and the policy know it."""
        return Subject("information_request", self.key, self.case_id, self.reference)


class InformationReply(Row, table=True):
    """What one person wrote in reply, and another sent. What was sent is never changed."""

    __tablename__ = "information_reply"
    __table_args__ = (
        UniqueConstraint("request_id", "number"),
        CheckConstraint("sent_by IS NULL OR sent_by <> written_by", name="author_never_sends"),
    )

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT", index=True)
    request_id: int = Field(foreign_key="information_request.id", ondelete="RESTRICT")
    number: int
    kind: ReplyKind = Field(sa_type=as_text(ReplyKind))
    token: str = Field(max_length=32)
    nonce: bytes
    ciphertext: bytes
    # Every code that the text names.
    mentions: list[str] = Field(default_factory=list, sa_type=JSON)
    # The dossier that answers, and the version of it that was issued when the reply was sent.
    supplement_id: Optional[int] = Field(default=None, foreign_key="dossier.id", ondelete="RESTRICT")
    supplement_version_id: Optional[int] = Field(default=None, foreign_key="dossier_version.id", ondelete="RESTRICT")
    written_by: int = Field(foreign_key="account.id", ondelete="RESTRICT")
    sent_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")
    sent_at: Optional[datetime] = None
    # Taken back by its writer or returned by the second person, and why; it was never sent.
    returned_at: Optional[datetime] = None
    returned_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")
    returned_reason: str = Field(default="", max_length=1_000)


obeys_text(InformationRequest, "mentions")
obeys_text(InformationReply, "mentions")
