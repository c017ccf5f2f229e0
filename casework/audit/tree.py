"""The tree over the entries as it lies in the database: roots and proofs from a few hundred rows.

Leaves lie in the entries, and every eighth level above them in nodes of their own. What is between is hashed anew from
256 rows that lie together: a proof in a log of a million entries reads six such ranges.
"""

from sqlmodel import Session, col, select

from casework.audit import merkle
from casework.audit.merkle import Frontier
from casework.audit.models import AuditEntry, AuditNode
from casework.audit.services import TILE
from casework.db import UNFILTERED

WIDTH = 1 << TILE


class Incomplete(Exception):
    """Entries or nodes are missing: the log was damaged; `audit verify` says where."""


class Tree:
    """Reads what proofs need, each range of rows once. Good for the work of one moment: it does not look again."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def root(self, size: int) -> bytes:
        """The root over the first `size` entries."""
        return merkle.root(self.complete, size)

    def inclusion(self, seq: int, size: int) -> list[bytes]:
        """The proof that entry `seq` is among the first `size`. Raises ValueError when it is not."""
        return merkle.inclusion_path(self.complete, seq - 1, size)

    def consistency(self, first: int, second: int) -> list[bytes]:
        """The proof that the first `first` entries begin the first `second`. Raises ValueError."""
        return merkle.consistency_path(self.complete, first, second)

    def complete(self, level: int, place: int) -> bytes:
        """The hash of a complete subtree of 2^level entries, the `place`-th of its size. Raises Incomplete."""
        base, above = level - level % TILE, level % TILE
        first = place << above
        rows = self._tile(base, first >> TILE)[first % WIDTH : first % WIDTH + (1 << above)]
        if len(rows) != 1 << above:
            raise Incomplete
        frontier = Frontier()
        frontier.extend(rows)
        return frontier.root()

    def _tile(self, level: int, number: int) -> list[bytes]:
        """Up to 256 hashes of subtrees of one size, side by side."""
        if (level, number) not in self._tiles:
            first = number * WIDTH
            if level:
                rows = (
                    select(AuditNode.place, AuditNode.hash)
                    .where(AuditNode.level == level, col(AuditNode.place).between(first, first + WIDTH - 1))
                    .order_by(col(AuditNode.place))
                )
            else:
                rows = (
                    select(AuditEntry.seq - 1, AuditEntry.hash)
                    .where(col(AuditEntry.seq).between(first + 1, first + WIDTH))
                    .order_by(col(AuditEntry.seq))
                )
            found = self._session.execute(rows, execution_options=UNFILTERED).all()
            if [place for place, _hash in found] != list(range(first, first + len(found))):
                raise Incomplete
            self._tiles[level, number] = [bytes.fromhex(text) for _place, text in found]
        return self._tiles[level, number]
