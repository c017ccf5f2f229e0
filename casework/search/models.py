"""What can be found, and where."""

from datetime import date
from typing import Optional

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from casework.access.compartments import obeys_subject
from casework.db import Row


class SearchDoc(Row, table=True):
    """One object as the search knows it: its text as written, for the highlights. Never an identity.

    The folded words are in the index beside it: an FTS5 table on SQLite, a tsvector with a GIN index on PostgreSQL.
    """

    __tablename__ = "search_doc"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id"),
        Index("ix_search_doc_within", "within_kind", "within_id"),
    )

    case_id: Optional[int] = Field(default=None, foreign_key="case.id", ondelete="RESTRICT", index=True)
    subject_kind: str = Field(max_length=40)
    subject_id: int
    # The witness or exhibit whose compartment the document obeys; a statement obeys its witness's.
    within_kind: str = Field(default="", max_length=40)
    within_id: int = 0
    label: str = Field(max_length=80)
    title: str = Field(default="", max_length=500)
    body: str = ""
    status: str = Field(default="", max_length=40)
    on_date: Optional[date] = None


obeys_subject(SearchDoc)
