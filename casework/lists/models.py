"""A list on its way in, and what became of it."""

from datetime import datetime
from typing import Any, Optional

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from casework.access.compartments import obeys
from casework.db import Row, as_text
from casework.subjects import Subject
from casework.vocabulary import Harm
from casework.vocabulary.term import N_, Term


class ListState(Term):
    """Where a list is."""

    READ = "read", N_("The columns are to be said")
    MAPPED = "mapped", N_("Ready to be looked at")
    IMPORTING = "importing", N_("Being imported")
    DONE = "done", N_("Imported")
    FORGOTTEN = "forgotten", N_("Thrown away")


class VictimList(Row, table=True):
    """A list that somebody gave. Its lines hold names: they are sealed under a key of this list's own (`token`), which is
    destroyed when the list has been imported, is thrown away, or was left for a week. Seen by who gave it alone."""

    __tablename__ = "victim_list"

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT", index=True)
    account_id: int = Field(foreign_key="account.id", ondelete="RESTRICT", index=True)
    token: str = Field(max_length=32)
    source: str = Field(max_length=200)
    sha256: str = Field(max_length=64)
    size: int
    # How it was read: "csv" or "xlsx", encoding, separator, number of sheets and of lines.
    kind: str = Field(max_length=8)
    encoding: str = Field(default="", max_length=20)
    separator: str = Field(default="", max_length=8)
    sheets: int = 1
    has_macros: bool = False
    lines: int = 0
    nonce: Optional[bytes] = None
    ciphertext: Optional[bytes] = None
    # Which column (by number, from 0) goes where; whether the first line holds the columns' names.
    columns: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    is_headed: bool = True
    # What is said of every line that does not say it itself.
    harm: Optional[Harm] = Field(default=None, sa_type=as_text(Harm))
    incident_id: Optional[int] = Field(default=None, foreign_key="incident.id", ondelete="RESTRICT")
    exhibit_id: Optional[int] = Field(default=None, foreign_key="exhibit.id", ondelete="RESTRICT")
    job_id: Optional[int] = Field(default=None, foreign_key="job.id", ondelete="RESTRICT")
    state: ListState = Field(default=ListState.READ, sa_type=as_text(ListState))
    imported: int = 0
    known_before: int = 0
    refused: int = 0
    finished_at: Optional[datetime] = None

    @property
    def subject(self) -> Subject:
        """As the log knows it."""
        return Subject("victim_list", self.key, self.case_id, str(self.key))


obeys(VictimList, "exhibit_id", "exhibit")


class ListedVictim(Row, table=True):
    """Which line of which list a victim came with."""

    __tablename__ = "listed_victim"
    __table_args__ = (UniqueConstraint("victim_id"), UniqueConstraint("list_id", "line"))

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT", index=True)
    list_id: int = Field(foreign_key="victim_list.id", ondelete="RESTRICT")
    victim_id: int = Field(foreign_key="victim.id", ondelete="RESTRICT")
    line: int
