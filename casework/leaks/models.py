"""What the search for names found while somebody wrote, and what they did about it."""

from sqlmodel import Field

from casework.access.compartments import obeys_text
from casework.db import Row, as_text
from casework.leaks.outcomes import LeakOutcome


class LeakHit(Row, table=True):
    """One step: a warning shown, a name replaced, a text kept with a reason. By code; the name is nowhere. Never edited."""

    __tablename__ = "leak_hit"

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT", index=True)
    account_id: int = Field(foreign_key="account.id", ondelete="RESTRICT", index=True)
    place: str = Field(max_length=300)
    field: str = Field(max_length=80)
    person: str = Field(max_length=12)
    outcome: LeakOutcome = Field(sa_type=as_text(LeakOutcome))
    reason: str = Field(default="", max_length=300)


obeys_text(LeakHit, "person")
obeys_text(LeakHit, "place")
