"""Accounts, their second factors and sessions, failed log-ins, and the bodies that receive dossiers."""

from datetime import datetime
from typing import Optional

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from casework.db import Row, Versioned, as_text, now
from casework.subjects import Actor, Role, Subject
from casework.vocabulary import RecipientKind


class Recipient(Versioned, table=True):
    """A body that dossiers are issued to (a national commission, a prosecutor …); its kind is what consent speaks of."""

    slug: str = Field(unique=True, max_length=60)
    name: str = Field(max_length=200)
    name_ar: str = Field(default="", max_length=200)
    kind: RecipientKind = Field(sa_type=as_text(RecipientKind))
    # Public age keys (X25519): whoever has the secret half of any of them opens what is encrypted for the body.
    age_keys: list[str] = Field(default_factory=list, sa_type=JSON)
    # How many days its copies of dossiers may be fetched, unless the dossier says otherwise; None: as long as they stand.
    copy_days: Optional[int] = None

    @property
    def subject(self) -> Subject:
        """As the log and the policy know it."""
        return Subject("recipient", self.key, None, self.slug)


class Account(Versioned, table=True):
    """A person who may log in. One role each; what they see is decided by membership beside it."""

    email: str = Field(unique=True, max_length=254)
    name: str = Field(max_length=200)
    role: Role = Field(sa_type=as_text(Role))
    password_hash: str = Field(max_length=255)
    language: str = Field(default="en", max_length=5)
    is_disabled: bool = False
    must_change_password: bool = False
    recipient_id: Optional[int] = Field(default=None, foreign_key="recipient.id", ondelete="RESTRICT", index=True)
    created_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")

    @property
    def subject(self) -> Subject:
        """As the log and the policy know it; the label is a number, not the e-mail address."""
        return Subject("account", self.key, None, f"account:{self.key}")

    def as_actor(self, session_id: int | None = None) -> Actor:
        """The account as somebody who acts."""
        return Actor(self.key, self.name, self.role, recipient_id=self.recipient_id, session_id=session_id)


class LoginSession(Row, table=True):
    """One log-in on one device. The cookie holds a random token; only its SHA-256 is stored here."""

    __tablename__ = "login_session"

    account_id: int = Field(foreign_key="account.id", ondelete="RESTRICT", index=True)
    token_hash: str = Field(unique=True, max_length=64)
    last_seen_at: datetime = Field(default_factory=now)
    expires_at: datetime
    ended_at: Optional[datetime] = None
    device: str = Field(default="", max_length=200)
    network: str = Field(default="", max_length=60)
    second_factor_at: Optional[datetime] = None
    """When the holder last proved a second factor (without one, where that is allowed: the password).
    Empty: only the password was given, and nothing but the proof is open."""


class LoginAttempt(Row, table=True):
    """A failed log-in, kept for the throttle: a keyed hash of the e-mail address or of the network, no more."""

    __tablename__ = "login_attempt"

    target: str = Field(max_length=64, index=True)


class Authenticator(Row, table=True):
    """An app that makes one-time codes (RFC 6238). The secret is sealed; one confirmed and one waiting for each account.

    `last_step` is the time step of the last code that was taken: that code and every earlier one are refused.
    """

    account_id: int = Field(foreign_key="account.id", ondelete="RESTRICT", index=True)
    nonce: bytes
    sealed_secret: bytes
    last_step: int = 0
    confirmed_at: Optional[datetime] = None
    last_used_at: Optional[datetime] = None


class Passkey(Row, table=True):
    """A WebAuthn credential: a public key whose private half never leaves the person's device."""

    account_id: int = Field(foreign_key="account.id", ondelete="RESTRICT", index=True)
    name: str = Field(max_length=60)
    credential_id: bytes = Field(unique=True)
    public_key: bytes
    sign_count: int = 0
    rp_id: str = Field(max_length=255)
    last_used_at: Optional[datetime] = None


class Challenge(Row, table=True):
    """What a passkey is asked to sign: random, for one session and purpose, used once, within minutes."""

    login_session_id: int = Field(foreign_key="login_session.id", ondelete="RESTRICT", index=True)
    purpose: str = Field(max_length=20)
    value: bytes = Field(unique=True)


class RecoveryCode(Row, table=True):
    """One of the codes for the day the telephone is lost: a keyed hash, good for one use."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    account_id: int = Field(foreign_key="account.id", ondelete="RESTRICT", index=True)
    code_hash: str = Field(max_length=64)
    used_at: Optional[datetime] = None
