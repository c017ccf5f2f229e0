"""Membership of a case."""

from typing import Optional

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from casework.db import Row


class Membership(Row, table=True):
    """An account belongs to a case, given by whom and why. Without it the case does not exist for the account."""

    __table_args__ = (UniqueConstraint("case_id", "account_id"),)

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    account_id: int = Field(foreign_key="account.id", ondelete="RESTRICT", index=True)
    granted_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")
    reason: str = Field(default="", max_length=500)
