"""What somebody was typing: kept until it is saved, so that a lost session or power cut loses nothing.

A draft belongs to one account and one page. Nobody else ever sees it, and it is kept sealed: nobody has yet searched
it for names. After `KEPT_FOR` it is gone, from backups of the database too (docs/adr/0028-what-is-typed-is-sealed.md).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import UniqueConstraint, delete
from sqlmodel import Field, Session, col, select

from casework.config import Settings
from casework.db import Row, now
from casework.vault import IdentityShredded, Tampered, VaultSealed, vault_of
from casework.vault.passing import Passing, destroy_days, open_passing, seal_for_days

MOST_BYTES = 2_000_000
KEPT_FOR = timedelta(days=14)
_PURPOSE = "typed drafts"
_NEVER_KEPT = {"csrf_token", "submit_key", "password", "current", "new", "repeat", "one_time_code", "passkey_answer"}
_VAULT = "sealed_"  # fields on their way into the vault are named so: an identity is never kept as a draft


class TypedDraft(Row, table=True):
    """The fields of a form as they were last typed, sealed."""

    __tablename__ = "typed_draft"
    __table_args__ = (UniqueConstraint("account_id", "page"),)

    account_id: int = Field(foreign_key="account.id", ondelete="RESTRICT", index=True)
    page: str = Field(max_length=300)
    key_day: str = Field(default="", max_length=10)
    nonce: bytes
    ciphertext: bytes
    saved_at: datetime = Field(default_factory=now, index=True)


@dataclass(frozen=True)
class Typed:
    """What was typed on a page; `is_locked`: it is there, and cannot be read while the vault is sealed."""

    page: str
    saved_at: datetime
    fields: Mapping[str, list[str]] = field(default_factory=dict)
    is_locked: bool = False


def is_kept(name: str) -> bool:
    """False for secrets (passwords, tokens, codes) and for what belongs into the vault."""
    return name not in _NEVER_KEPT and not name.startswith(_VAULT)


def _find(session: Session, account_id: int, page: str) -> TypedDraft | None:
    return session.exec(select(TypedDraft).where(TypedDraft.account_id == account_id, TypedDraft.page == page)).first()


def keep_typed(
    session: Session, settings: Settings, account_id: int, page: str, fields: Mapping[str, list[str]]
) -> TypedDraft:
    """Keep what stands in a form now; secrets (passwords, tokens) are never kept."""
    kept = {name: values for name, values in fields.items() if is_kept(name)}
    at = now()
    text = json.dumps(kept, ensure_ascii=False)
    sealed = seal_for_days(settings, text, purpose=_PURPOSE, where=(account_id, page), on=at.date())
    draft = _find(session, account_id, page) or TypedDraft(account_id=account_id, page=page, nonce=b"", ciphertext=b"")
    draft.key_day, draft.nonce, draft.ciphertext = sealed.day, sealed.nonce, sealed.ciphertext
    draft.saved_at = at
    session.add(draft)
    session.flush()
    return draft


def typed_before(session: Session, settings: Settings, account_id: int, page: str) -> Typed | None:
    """What was being typed on this page, if anything that can still be read."""
    draft = _find(session, account_id, page)
    if draft is None or draft.saved_at < now() - KEPT_FOR:
        return None
    sealed = Passing(draft.key_day, draft.nonce, draft.ciphertext)
    try:
        text = open_passing(settings, sealed, purpose=_PURPOSE, where=(account_id, page))
    except VaultSealed:
        return Typed(page, draft.saved_at, is_locked=True)
    except (IdentityShredded, Tampered):
        return None
    return Typed(page, draft.saved_at, json.loads(text))


def forget_typed(session: Session, account_id: int, page: str) -> None:
    """The form was saved: the draft has done its work."""
    draft = _find(session, account_id, page)
    if draft is not None:
        session.delete(draft)
        session.flush()


def forget_old(session: Session, settings: Settings) -> int:
    """Remove what was typed too long ago, and destroy the keys of those days; how many drafts. May be repeated.

    Raises VaultSealed when the key store does not answer.
    """
    oldest = now() - KEPT_FOR
    gone = session.execute(delete(TypedDraft).where(col(TypedDraft.saved_at) < oldest))
    destroy_days(vault_of(settings), _PURPOSE, before=oldest.date())
    return int(getattr(gone, "rowcount", 0))


def open_drafts(session: Session, account_id: int, limit: int = 20) -> list[TypedDraft]:
    """An account's unsaved pages, newest first, for its home page."""
    statement = select(TypedDraft).where(TypedDraft.account_id == account_id, TypedDraft.saved_at >= now() - KEPT_FOR)
    return list(session.exec(statement.order_by(col(TypedDraft.saved_at).desc()).limit(limit)).all())
