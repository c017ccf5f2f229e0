"""How an entry is hashed: pure, so that an outsider can do it again from a copy."""

import hashlib
import json
from datetime import UTC
from typing import Any

from casework.audit.models import AuditEntry

GENESIS = "0" * 64


def canonical(entry: AuditEntry) -> bytes:
    """The bytes that are hashed: JSON, keys sorted, no spaces, UTF-8, time as UTC with microseconds."""
    content: dict[str, Any] = {
        "seq": entry.seq,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_id": entry.actor_id,
        "actor": entry.actor,
        "action": entry.action,
        "subject": [entry.subject_kind, entry.subject_id, entry.subject_label],
        "case_id": entry.case_id,
        "facts": entry.facts,
        "previous": entry.previous_hash,
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(entry: AuditEntry) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(entry)).hexdigest()
