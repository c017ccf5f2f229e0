"""Ciphertexts of identities. Not one of these columns says anything about a person without that person's key."""

from datetime import UTC, datetime

from sqlalchemy import PrimaryKeyConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel


def _now() -> datetime:
    return datetime.now(UTC)


class SealedField(SQLModel, table=True):
    """One encrypted field of one person (Murad Code: keep identities apart from accounts).

    `owner` is the person's random uid, never a code; `key_version` is the version of the person's data key, which
    the ciphertext is bound to together with table, owner and field. `sealed_to` names the custodians' public keys when
    the server cannot read the value itself (docs/adr/0018-offline-custodians.md).
    """

    __tablename__ = "sealed_field"
    __table_args__ = (
        PrimaryKeyConstraint("id", name="pk_sealed_field"),
        UniqueConstraint("owner", "field", name="uq_sealed_field_owner_field"),
    )

    id: int | None = Field(default=None, primary_key=True)
    owner: str = Field(max_length=64)
    field: str = Field(max_length=40)
    key_version: int
    nonce: bytes
    ciphertext: bytes
    sealed_to: str = Field(default="")
    sealed_at: datetime = Field(default_factory=_now)
