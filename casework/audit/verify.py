"""Walk the chain and say what does not hold."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from casework.audit.chain import GENESIS, digest
from casework.audit.models import AuditEntry
from casework.audit.services import head
from casework.db import UNFILTERED

BATCH = 2000


@dataclass
class Verdict:
    """The result: `problems` names every entry that does not hold, by its sequence number."""

    checked: int = 0
    head: tuple[int, str] = (0, GENESIS)
    problems: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """True when every entry is what it was when it was written."""
        return not self.problems


def walk(session: Session) -> Iterator[AuditEntry]:
    """Every entry in order, in batches: constant memory for any length of log."""
    after = -(2**31)  # an entry slipped in before the first is met too
    while True:
        batch = session.exec(
            select(AuditEntry).where(AuditEntry.seq > after).order_by(col(AuditEntry.seq)).limit(BATCH),
            execution_options=UNFILTERED,
        ).all()
        yield from batch
        session.expunge_all()
        if len(batch) < BATCH:
            return
        after = batch[-1].seq


def verify(session: Session) -> Verdict:
    """Check the whole chain: altered, removed, inserted and reordered entries, and a tail cut off."""
    verdict = Verdict(head=head(session))
    expected, previous = 1, GENESIS
    for entry in walk(session):
        verdict.checked += 1
        if entry.seq != expected:
            missing = f"{expected}" if entry.seq == expected + 1 else f"{expected} to {entry.seq - 1}"
            verdict.problems.append(
                f"entry {missing} is missing" if entry.seq > expected else f"entry {entry.seq} was inserted"
            )
        if entry.previous_hash != previous:
            verdict.problems.append(f"entry {entry.seq} does not follow the entry before it")
        if digest(entry) != entry.hash:
            verdict.problems.append(f"entry {entry.seq} was altered ({entry.action}, {entry.subject_label})")
        expected, previous = entry.seq + 1, entry.hash
    if verdict.head != (expected - 1, previous):
        verdict.problems.append(f"the head says entry {verdict.head[0]}, the log ends at entry {expected - 1}")
    return verdict
