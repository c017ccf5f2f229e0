"""One click, one record: a form's hidden key is spent by the save that used it.

The key is written in the same transaction as the record, so that of two equal submits one fails on the primary key;
the second is answered with the page that the first one led to.
"""

import secrets
from datetime import datetime

from flask import request
from sqlmodel import Field, Session, SQLModel

from casework.db import now


class SpentSubmit(SQLModel, table=True):
    """A form that was saved, and where its save led."""

    __tablename__ = "spent_submit"

    submit_key: str = Field(primary_key=True, max_length=100)
    account_id: int = Field(index=True)
    location: str = Field(max_length=500)
    at: datetime = Field(default_factory=now)


def new_submit_key() -> str:
    """A key for a form that is shown for the first time."""
    return secrets.token_urlsafe(18)


def _key(account_id: int) -> str | None:
    key = request.form.get("submit_key", "")
    return f"{account_id}:{key}" if 10 <= len(key) <= 60 else None


def earlier_location(session: Session, account_id: int) -> str | None:
    """Where the same submit led before, or None for a first one."""
    key = _key(account_id)
    spent = session.get(SpentSubmit, key) if key else None
    return spent.location if spent else None


def spend(session: Session, account_id: int, location: str) -> None:
    """Remember in this transaction that the submit was saved, and where it leads."""
    key = _key(account_id)
    if key:
        session.add(SpentSubmit(submit_key=key, account_id=account_id, location=location[:500]))
        session.flush()
