"""Membership of a case, and the history of everything that was granted."""

from datetime import datetime
from typing import Optional

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from casework.db import Row, as_text
from casework.vocabulary import N_, Term


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


class Grant(Row, table=True):
    """That somebody was given a right: who gave it, to whom, why, when; and how it ended. Kept for good.

    It opens nothing: what an account may do follows from its role, its memberships and its body as they are now.
    `what`: the case's reference, the role, or the body's short name. Empty givers: the command line.
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
