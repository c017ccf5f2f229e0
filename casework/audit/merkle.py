"""The Merkle tree of RFC 6962 and RFC 9162: roots and proofs from hashes of complete subtrees. Pure.

Nothing here knows where hashes are kept: `complete(level, index)` gives the hash of the complete subtree of 2^level
leaves that begins at leaf index · 2^level. Checking a proof is in `casework.verifier.verify`, which outsiders have.
"""

import hashlib
from collections.abc import Callable, Sequence

from casework.verifier.verify import EMPTY_ROOT, node_hash

Complete = Callable[[int, int], bytes]


def split(size: int) -> int:
    """The largest power of two that is smaller than the size."""
    return 1 << ((size - 1).bit_length() - 1)


def range_root(complete: Complete, low: int, high: int) -> bytes:
    """The root over the leaves low, …, high - 1, as a subtree of the whole: low is a multiple of the range's width."""
    width = high - low
    if width & (width - 1) == 0:
        return complete(width.bit_length() - 1, low // width)
    middle = low + split(width)
    return node_hash(range_root(complete, low, middle), range_root(complete, middle, high))


def root(complete: Complete, size: int) -> bytes:
    """The root of the first `size` leaves."""
    return range_root(complete, 0, size) if size else EMPTY_ROOT


def inclusion_path(complete: Complete, index: int, size: int) -> list[bytes]:
    """The proof that leaf `index` (from 0) is in the tree of `size` leaves. Raises ValueError when it is not."""
    if not 0 <= index < size:
        raise ValueError("no such leaf in this tree")
    low, high, path = 0, size, []
    while high - low > 1:
        middle = low + split(high - low)
        if index < middle:
            path.append(range_root(complete, middle, high))
            high = middle
        else:
            path.append(range_root(complete, low, middle))
            low = middle
    return path[::-1]


def consistency_path(complete: Complete, first: int, second: int) -> list[bytes]:
    """The proof that the tree of `first` leaves is the beginning of that of `second`. Raises ValueError."""
    if not 0 <= first <= second:
        raise ValueError("the first tree is larger than the second")
    if first == 0:
        return []
    low, high, path, is_whole = 0, second, [], True
    while first != high:
        middle = low + split(high - low)
        if first <= middle:
            path.append(range_root(complete, middle, high))
            high = middle
        else:
            path.append(range_root(complete, low, middle))
            low, is_whole = middle, False
    if not is_whole:
        path.append(range_root(complete, low, high))
    return path[::-1]


class Frontier:
    """The complete subtrees along the right edge, largest first: all that appending needs."""

    def __init__(self, size: int = 0, packed: bytes = b"") -> None:
        self.size = size
        self.hashes = [packed[start : start + 32] for start in range(0, len(packed), 32)]
        if len(self.hashes) != size.bit_count():
            raise ValueError("the head of the log does not fit its size")

    def append(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add a leaf; returns (level, place, hash) of each subtree above it that it completes."""
        return self._add(0, leaf)

    def extend(self, leaves: Sequence[bytes]) -> list[tuple[int, int, bytes]]:
        """Add many leaves; returns at least those subtrees above them that reach beyond them."""
        width = len(leaves)
        if not width or width & (width - 1) or self.size % width:
            return [made for leaf in leaves for made in self.append(leaf)]
        begun, row = hashlib.sha256(b"\x01").copy, list(leaves)  # a copy: making it anew takes twice as long
        while len(row) > 1:
            nodes = [begun() for _pair in range(len(row) // 2)]
            for node, left, right in zip(nodes, row[::2], row[1::2], strict=True):
                node.update(left + right)
            row = [node.digest() for node in nodes]
        level = width.bit_length() - 1
        return [(level, self.size >> level, row[0]), *self._add(level, row[0])]

    def _add(self, level: int, made: bytes) -> list[tuple[int, int, bytes]]:
        """Add a complete subtree at the right edge; returns the larger ones that it completes."""
        place, found = self.size >> level, []
        self.size += 1 << level
        while place & 1:
            made = node_hash(self.hashes.pop(), made)
            level, place = level + 1, place >> 1
            found.append((level, place, made))
        self.hashes.append(made)
        return found

    def root(self) -> bytes:
        """The root of everything that was added."""
        if not self.hashes:
            return EMPTY_ROOT
        made = self.hashes[-1]
        for left in self.hashes[-2::-1]:
            made = node_hash(left, made)
        return made

    def packed(self) -> bytes:
        """As it is kept."""
        return b"".join(self.hashes)
