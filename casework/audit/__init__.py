"""The audit log: one chain of hashes over everything that was done, written in the transaction that did it."""

from casework.audit.models import AuditEntry
from casework.audit.services import entries, head, record
from casework.audit.verify import Verdict, verify

__all__ = ["AuditEntry", "Verdict", "entries", "head", "record", "verify"]
