"""What somebody was typing: kept as typed until it is saved, so that a lost session or power cut loses nothing.

A draft belongs to one account and one page. Nobody else ever sees it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, Session, col, select

from casework.db import Row, now

MOST_BYTES = 2_000_000
_NEVER_KEPT = {"csrf_token", "submit_key", "password", "current", "new", "repeat", "one_time_code", "passkey_answer"}
_VAULT = "sealed_"  # fields on their way into the vault are named so: an identity is never kept in clear


class TypedDraft(Row, table=True):
    """The fields of a form as they were last typed."""

    __tablename__ = "typed_draft"
    __table_args__ = (UniqueConstraint("account_id", "page"),)

    account_id: int = Field(foreign_key="account.id", ondelete="RESTRICT", index=True)
    page: str = Field(max_length=300)
    fields: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    saved_at: datetime = Field(default_factory=now)


def is_kept(name: str) -> bool:
    """False for secrets (passwords, tokens, codes) and for what belongs into the vault."""
    return name not in _NEVER_KEPT and not name.startswith(_VAULT)


def _find(session: Session, account_id: int, page: str) -> TypedDraft | None:
    return session.exec(select(TypedDraft).where(TypedDraft.account_id == account_id, TypedDraft.page == page)).first()


def keep_typed(session: Session, account_id: int, page: str, fields: dict[str, list[str]]) -> TypedDraft:
    """Keep what stands in a form now; secrets (passwords, tokens) are never kept."""
    kept = {name: values for name, values in fields.items() if is_kept(name)}
    draft = _find(session, account_id, page) or TypedDraft(account_id=account_id, page=page)
    draft.fields, draft.saved_at = kept, now()
    session.add(draft)
    session.flush()
    return draft


def typed_before(session: Session, account_id: int, page: str) -> TypedDraft | None:
    """What was being typed on this page, if anything."""
    return _find(session, account_id, page)


def forget_typed(session: Session, account_id: int, page: str) -> None:
    """The form was saved: the draft has done its work."""
    draft = _find(session, account_id, page)
    if draft is not None:
        session.delete(draft)
        session.flush()


def open_drafts(session: Session, account_id: int, limit: int = 20) -> list[TypedDraft]:
    """An account's unsaved pages, newest first, for its home page."""
    statement = select(TypedDraft).where(TypedDraft.account_id == account_id)
    return list(session.exec(statement.order_by(col(TypedDraft.saved_at).desc()).limit(limit)).all())
