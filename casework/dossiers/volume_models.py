"""Sealed volumes: who is named in them, by code; the names stay in the vault. And what went out of them."""

from datetime import datetime
from typing import Optional

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from casework.access.compartments import obeys_text
from casework.db import Row, as_text
from casework.dossiers.models import Recall
from casework.dossiers.states import DossierState


class SealedVolume(Row, table=True):
    """The names that go with one issued version of a dossier, to its body alone: a list of codes, and no name.

    Nothing of it is stored but this. The file is made from the vault each time it leaves, and leaves encrypted.
    """

    __tablename__ = "sealed_volume"
    __table_args__ = (
        UniqueConstraint("dossier_version_id", "number"),
        UniqueConstraint("case_id", "reference"),
        CheckConstraint("issued_by IS NULL OR issued_by <> built_by", name="author_never_issues"),
    )

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT", index=True)
    dossier_version_id: int = Field(foreign_key="dossier_version.id", ondelete="RESTRICT")
    number: int
    reference: str = Field(max_length=40)
    state: DossierState = Field(default=DossierState.BUILT, sa_type=as_text(DossierState))
    # Codes of the witnesses (S1) and of the alleged individuals (S2) who are named in it.
    witnesses: list[str] = Field(default_factory=list, sa_type=JSON)
    individuals: list[str] = Field(default_factory=list, sa_type=JSON)
    built_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")
    issued_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")
    issued_at: Optional[datetime] = None


class SealedVolumeReceipt(Row, table=True):
    """A sealed volume left: to whom, in which language, encrypted to which keys. Never edited, never removed.

    Each time it leaves is a copy of its own, with its own number and mark; the bytes are kept nowhere.
    """

    __tablename__ = "sealed_volume_receipt"

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    sealed_volume_id: int = Field(foreign_key="sealed_volume.id", ondelete="RESTRICT", index=True)
    account_id: int = Field(foreign_key="account.id", ondelete="RESTRICT")
    copy_number: int
    language: str = Field(max_length=5)
    # SHA-256 of the PDF inside.
    sha256: str = Field(max_length=64)
    # SHA-256 of the age file around it, as it left; and what is in its margins (`copy_marks`). "" before there were any.
    file_sha256: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    mark_code: str = Field(default="", max_length=8, index=True, sa_column_kwargs={"server_default": ""})
    encrypted_to: list[str] = Field(default_factory=list, sa_type=JSON)
    # SHA-256 of the certificate that signed it; empty: it carries the seal alone.
    certificate: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    log_head: str = ""


class SealedVolumeRecall(Recall, table=True):
    """Of naming somebody in a volume."""

    __tablename__ = "sealed_volume_recall"
    __table_args__ = (UniqueConstraint("sealed_volume_id", "witness", "consent_record"),)

    sealed_volume_id: int = Field(foreign_key="sealed_volume.id", ondelete="RESTRICT")


obeys_text(SealedVolume, "witnesses")
obeys_text(SealedVolumeRecall, "witness")
