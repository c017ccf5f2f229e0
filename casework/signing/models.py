"""The certificates that this installation signs or signed with. Their keys are elsewhere, wrapped (`casework.vault`)."""

from datetime import datetime
from typing import Optional

from sqlmodel import Field

from casework.db import Row, as_text
from casework.signing.states import CertificateRole


class SigningCertificate(Row, table=True):
    """An X.509 certificate: of our own authority, of a signer under it, or one from outside that copies were signed with.

    Kept for ever: a copy that was signed with it must verify after it was replaced.
    """

    __tablename__ = "signing_certificate"

    serial: str = Field(max_length=40, index=True)
    # SHA-256 of the certificate in DER: two authorities may give out the same serial number.
    fingerprint: str = Field(max_length=64, unique=True)
    role: CertificateRole = Field(sa_type=as_text(CertificateRole))
    name: str = Field(max_length=200)
    pem: str
    not_after: datetime
    retired_at: Optional[datetime] = None
    revoked_at: Optional[datetime] = None
