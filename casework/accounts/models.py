"""Accounts, their sessions, failed log-ins, and the bodies that receive dossiers."""

from datetime import datetime
from typing import Optional

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


class LoginAttempt(Row, table=True):
    """A failed log-in, kept for the throttle: a keyed hash of the e-mail address or of the network, no more."""

    __tablename__ = "login_attempt"

    target: str = Field(max_length=64, index=True)
