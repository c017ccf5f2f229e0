"""The audit log: one Merkle tree over everything that was done, appended in the transaction that did it."""

from casework.audit.models import AuditEntry
from casework.audit.services import entries, head, origin, record, record_many
from casework.audit.verify import Verdict, verify

__all__ = ["AuditEntry", "Verdict", "entries", "head", "origin", "record", "record_many", "verify"]
