"""Walk the log and say what does not hold."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Text, cast, func, tuple_, type_coerce
from sqlalchemy.types import NullType
from sqlmodel import Session, col, select

from casework.audit.leaves import leaf_hashes
from casework.audit.merkle import Frontier
from casework.audit.models import AuditEntry, AuditHead, AuditNode
from casework.audit.services import TILE
from casework.db import UNFILTERED
from casework.verifier.verify import EMPTY_ROOT

BATCH = 8192  # each costs a few milliseconds, whatever its size
FIRST = -(2**31)
WIDTH = 1 << TILE
Batch = Sequence[Any]  # of rows: the seven parts of a leaf, and the kept hash


@dataclass
class Verdict:
    """The result: `problems` names every entry that does not hold, by its sequence number.

    `roots` holds the root at each size that was asked for, computed from the entries alone.
    """

    checked: int = 0
    head: tuple[int, str] = (0, EMPTY_ROOT.hex())
    problems: list[str] = field(default_factory=list)
    roots: dict[int, bytes] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """True when every entry is what it was when it was written, as far as the inside can tell."""
        return not self.problems


def rows(session: Session) -> Iterator[Batch]:
    """Every entry in order, as it is hashed, with the hash that is kept of it, in batches: constant memory.

    The database puts the words together: making objects of a million rows takes four times as long as hashing them.
    """
    columns: list[Any] = [*leaf_columns(session), AuditEntry.hash]
    after, statement = FIRST, select(*columns).order_by(col(AuditEntry.seq)).limit(BATCH)
    while True:
        asked = session.connection().execute(statement.where(col(AuditEntry.seq) > after))
        found = asked.cursor.fetchall()  # as the driver gives them: nothing is left to convert
        asked.close()
        if found:
            yield found
        if len(found) < BATCH:
            return
        after = found[-1][0]


def leaf_columns(session: Session) -> list[Any]:
    """What a leaf is made of, as expressions of the database."""
    at: Any = AuditEntry.at
    if session.get_bind().dialect.name == "postgresql":
        at = func.to_char(func.timezone("UTC", at), 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')
    else:
        at = func.replace(type_coerce(at, Text), " ", "T") + "+00:00"
    actor = func.coalesce(cast(AuditEntry.actor_id, Text), "-") + " " + AuditEntry.actor
    case = func.coalesce(cast(AuditEntry.case_id, Text), "-")
    key = cast(AuditEntry.subject_id, Text)
    subject = AuditEntry.subject_kind + " " + key + " " + case + " " + AuditEntry.subject_label
    facts, salts = cast(AuditEntry.facts, Text), type_coerce(AuditEntry.salts, NullType)
    return [AuditEntry.seq, at, AuditEntry.action, actor, subject, facts, salts]


def verify(session: Session, sizes: Collection[int] = ()) -> Verdict:
    """Check the whole log: altered, removed, inserted and reordered entries, altered nodes, and a tail cut off.

    `sizes` are earlier sizes of the log whose roots are wanted, to be compared with heads that left the house.
    """
    verdict, frontier, expected = Verdict(), Frontier(), 1
    if 0 in sizes:
        verdict.roots[0] = EMPTY_ROOT
    for batch in rows(session):
        expected = _check_order(verdict, batch, expected)
        found = leaf_hashes(batch)
        _check_leaves(verdict, batch, found)
        nodes = _grow(verdict, frontier, found, sizes)
        if not verdict.problems:
            _check_nodes(session, verdict, nodes)
        verdict.checked += len(batch)
    _check_end(session, verdict, frontier, expected - 1)
    return verdict


def _check_order(verdict: Verdict, batch: Batch, expected: int) -> int:
    """Numbers follow each other without a gap; returns the number that the next batch begins with."""
    for row in batch:
        seq: int = row[0]
        if seq > expected:
            missing = f"{expected}" if seq == expected + 1 else f"{expected} to {seq - 1}"
            verdict.problems.append(f"entry {missing} is missing")
        elif seq < expected:
            verdict.problems.append(f"entry {seq} was inserted")
        expected = seq + 1
    return expected


def _check_leaves(verdict: Verdict, batch: Batch, found: list[bytes]) -> None:
    """Each entry is what its kept hash was made of."""
    if b"".join(found).hex() != "".join([row[-1] for row in batch]):
        verdict.problems += [
            f"entry {row[0]} was altered ({row[2]}, {row[4].rpartition(' ')[2]})"
            for row, leaf in zip(batch, found, strict=True)
            if leaf.hex() != row[-1]
        ]


def _grow(
    verdict: Verdict, frontier: Frontier, found: list[bytes], sizes: Collection[int]
) -> dict[tuple[int, int], str]:
    """Add the leaves to the tree, 256 at a time where nobody wants a root between; returns the nodes to be kept."""
    made: dict[tuple[int, int], str] = {}
    start = 0
    while start < len(found):
        ends = [frontier.size - frontier.size % WIDTH + WIDTH, *(one for one in sizes if one > frontier.size)]
        chunk = found[start : start + min(ends) - frontier.size]
        made |= {
            (level, place): node.hex() for level, place, node in frontier.extend(chunk) if level and level % TILE == 0
        }
        start += len(chunk)
        if frontier.size in sizes:
            verdict.roots[frontier.size] = frontier.root()
    return made


def _check_nodes(session: Session, verdict: Verdict, made: dict[tuple[int, int], str]) -> None:
    """The kept nodes are what the entries give."""
    columns = select(AuditNode.level, AuditNode.place, AuditNode.hash)
    asked = columns.where(tuple_(AuditNode.level, AuditNode.place).in_(list(made)))
    kept = {(level, place): node for level, place, node in session.execute(asked, execution_options=UNFILTERED)}
    for (level, place), node in sorted(made.items()):
        if kept.get((level, place)) != node:
            first = (place << level) + 1
            verdict.problems.append(f"entries {first} to {first + (1 << level) - 1} are not those whose node was kept")


def _check_end(session: Session, verdict: Verdict, frontier: Frontier, last: int) -> None:
    """The head says what the entries say, and nothing is kept for entries that there are not."""
    columns = select(AuditHead.seq, AuditHead.frontier).where(AuditHead.id == 1)
    size, packed = session.execute(columns, execution_options=UNFILTERED).one()
    try:
        verdict.head = (size, Frontier(size, packed).root().hex())
    except ValueError as damaged:
        verdict.problems.append(str(damaged))
        return
    if size != last:
        verdict.problems.append(f"the head says entry {size}, the log ends at entry {last}")
    elif packed != frontier.packed():
        verdict.problems.append("the head was made of other entries")
    counted = select(func.count()).select_from(AuditNode)
    if session.execute(counted, execution_options=UNFILTERED).scalar_one() != _nodes_of(frontier.size):
        verdict.problems.append("the number of kept nodes does not fit the entries")


def _nodes_of(size: int) -> int:
    """How many nodes are kept for a log of this size."""
    return sum(size >> level for level in range(TILE, size.bit_length(), TILE))
