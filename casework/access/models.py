"""Membership of a case, the compartments inside it, and the history of everything that was granted."""

from datetime import datetime
from typing import Optional

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from casework.db import Row, as_text
from casework.subjects import Subject
from casework.vocabulary import N_, Term


class Compartment(Row, table=True):
    """A witness or an exhibit that only named members of its case may see, with all that hangs on it.

    A table of its own, so that a compartment whose people are gone stays closed.
    """

    __table_args__ = (UniqueConstraint("kind", "subject_id"),)

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT", index=True)
    kind: str = Field(max_length=40)
    subject_id: int
    label: str = Field(max_length=80)
    reason: str = Field(default="", max_length=500)
    set_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")

    @property
    def subject(self) -> Subject:
        """What is restricted."""
        return Subject(self.kind, self.subject_id, self.case_id, self.label)


class CompartmentMember(Row, table=True):
    """A member of the case who is named for a compartment."""

    __tablename__ = "compartment_member"
    __table_args__ = (UniqueConstraint("compartment_id", "account_id"),)

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    compartment_id: int = Field(foreign_key="compartment.id", ondelete="RESTRICT")
    account_id: int = Field(foreign_key="account.id", ondelete="RESTRICT", index=True)


class Membership(Row, table=True):
    """An account belongs to a case, given by whom and why. Without it the case does not exist for the account."""

    __table_args__ = (UniqueConstraint("case_id", "account_id"),)

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    account_id: int = Field(foreign_key="account.id", ondelete="RESTRICT", index=True)
    granted_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")
    reason: str = Field(default="", max_length=500)


class GrantKind(Term):
    """What can be granted."""

    MEMBERSHIP = "membership", N_("Member of a case")
    ROLE = "role", N_("Role")
    BODY = "body", N_("Member of a receiving body")
    COMPARTMENT = "compartment", N_("Named for a compartment")


class Grant(Row, table=True):
    """That somebody was given a right: who gave it, to whom, why, when; and how it ended. Kept for good.

    It opens nothing: what an account may do follows from its role, its memberships and its body as they are now.
    `what`: the case's reference, the role, the body's short name, or the code of what is restricted. Empty givers: the command line.
    """

    __tablename__ = "grant_given"  # "grant" is a word of SQL
    __table_args__ = (Index("ix_grant_given_open", "account_id", "kind", "what", "ended_at"),)

    kind: GrantKind = Field(sa_type=as_text(GrantKind))
    account_id: int = Field(foreign_key="account.id", ondelete="RESTRICT")
    case_id: Optional[int] = Field(default=None, foreign_key="case.id", ondelete="RESTRICT", index=True)
    what: str = Field(max_length=80)
    given_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")
    reason: str = Field(default="", max_length=500)
    ended_at: Optional[datetime] = None
    ended_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")
    end_reason: str = Field(default="", max_length=500)
