"""The keys that dossiers for a body are encrypted to: changed with a reason, every change in the log.

Whoever can put their own key here can read what is sent to the body next. So a change asks for a fresh proof, names the
fingerprints before and after, is shown beside the keys, and is told to the body's members when they log in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from casework import audit
from casework.access import Permission, require
from casework.accounts import age_keys
from casework.accounts.models import Recipient
from casework.accounts.services import get_recipient, names_of
from casework.db import now
from casework.errors import Invalid, Stale
from casework.i18n import _
from casework.subjects import Actor

ACTION = "recipient.keys_changed"
MOST = 50


@dataclass(frozen=True)
class KeyChange:
    """One change of a body's keys, as the log has it."""

    at: datetime
    by: str
    keys: Sequence[str]
    reason: str


def find_body(session: Session, actor: Actor, slug: str) -> Recipient:
    """A receiving body, for who administers bodies. Raises NotFound, Forbidden."""
    require(session, actor, Permission.RECIPIENT_MANAGE)
    return get_recipient(session, slug)


def change_keys(
    session: Session, actor: Actor, *, recipient: Recipient, typed: str, reason: str, version: int
) -> Recipient:
    """Put these keys in place of those that there are; none takes them away. Raises Stale, and Invalid beside the field."""
    require(session, actor, Permission.RECIPIENT_MANAGE)
    if version != recipient.version:
        raise Stale(recipient)
    keys = age_keys.parse(typed)
    if not reason.strip() and not actor.is_system:
        raise Invalid(fields={"reason": _("Say why, and how you made sure that the key is theirs.")})
    if keys == list(recipient.age_keys):
        raise Invalid(fields={"age_keys": _("These are the keys that there are.")})
    before = age_keys.fingerprints(recipient.age_keys)
    recipient.age_keys, recipient.version, recipient.updated_at = keys, recipient.version + 1, now()
    session.flush()
    facts = {"before": before, "after": age_keys.fingerprints(keys), "reason": reason.strip()}
    audit.record(session, actor, ACTION, recipient.subject, **facts)
    return recipient


def changes_of(session: Session, actor: Actor, recipient: Recipient) -> list[KeyChange]:
    """Every change of a body's keys, newest first."""
    require(session, actor, Permission.RECIPIENT_MANAGE)
    entries = audit.entries(session, action=ACTION, subject=recipient.subject, limit=MOST)
    names = names_of(session, {entry.actor_id for entry in entries if entry.actor_id})
    return [
        KeyChange(
            entry.at, names.get(entry.actor_id or 0, ""), entry.facts.get("after", []), entry.facts.get("reason", "")
        )
        for entry in entries
    ]
