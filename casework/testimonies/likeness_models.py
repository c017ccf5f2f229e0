"""Prints of what witnesses said, and pairs of accounts that share wording: numbers, never text."""

from typing import Optional

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from casework.access.compartments import obeys
from casework.db import Row


class TestimonyPrint(SQLModel, table=True):
    """One print of the newest submitted version of a statement (see `likeness`)."""

    __test__ = False
    __tablename__ = "testimony_print"
    __table_args__ = (Index("ix_testimony_print_value", "case_id", "value"),)

    id: Optional[int] = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    testimony_id: int = Field(foreign_key="testimony.id", ondelete="RESTRICT", index=True)
    value: int = Field(sa_type=BigInteger)


class TestimonyLikeness(Row, table=True):
    """Two accounts of different witnesses that share more wording than chance gives; somebody has to look.

    `share`: hundredths of the shorter account that stand in the other one. `dismissed`: why it means nothing.
    """

    __test__ = False
    __tablename__ = "testimony_likeness"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="ordered"),
        Index("ix_testimony_likeness_case", "case_id", "id"),
    )

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    first_id: int = Field(foreign_key="testimony.id", ondelete="RESTRICT")
    second_id: int = Field(foreign_key="testimony.id", ondelete="RESTRICT", index=True)
    share: int
    shared: int
    dismissed: str = Field(default="", max_length=1_000)
    dismissed_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")


obeys(TestimonyPrint, "testimony_id", "testimony")
obeys(TestimonyLikeness, "first_id", "testimony")
obeys(TestimonyLikeness, "second_id", "testimony")
