"""Divide the long parts of a dossier so that a change in one place leaves the other pieces as they were (pure).

Where a piece ends depends on what stands there and not on how much stands before: the boundaries come back after an
insertion, so that all other pieces are found in the cache. (Content-defined chunking: Muthitacharoen, Chen, Mazières,
"A low-bandwidth network file system", SOSP 2001.)
"""

import dataclasses
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from casework.dossiers.content import Snapshot

# Letters: a piece is some ten pages of statements, or two hundred rows.
LEAST, MOST = 24_000, 80_000
ONE_IN = 4
# The rows of each part that may be long. Two lists follow each other.
ROWS = {
    "findings": ("incidents",), "allegations": ("allegations",), "units": ("units", "unit_claims"),
    "exhibits": ("exhibits",), "witnesses": ("witnesses",), "statements": ("statements",), "sheets": ("exhibits",),
    "chronology": ("moments",), "places": ("places",), "command": ("commands",), "victims": ("incidents",),
    "reviews": ("reviews",), "consents": ("consents",), "redactions": ("redactions",), "glossary": ("glossary",),
    "manifest": ("items", "exhibits"), "changes": ("changes",),
}  # fmt: skip


def views(part: str, snapshot: Snapshot) -> Iterator[Snapshot]:
    """The snapshot as each piece of the part sees it: with the rows of that piece alone."""
    names = ROWS.get(part, ())
    pieces = [(name, piece) for name in names for piece in divide(getattr(snapshot, name))]
    if sum(weight(piece) for _name, piece in pieces) < MOST or len(pieces) < 2:
        yield snapshot
        return
    empty: dict[str, Any] = dict.fromkeys(names, ())
    for name, piece in pieces:
        yield dataclasses.replace(snapshot, **(empty | {name: piece}))


def divide(rows: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """Pieces of at least `LEAST` letters, the last perhaps of fewer, and hardly more than `MOST`."""
    piece: list[Any] = []
    letters = 0
    for row in rows:
        piece.append(row)
        letters += weight(row)
        if letters >= MOST or (letters >= LEAST and zlib.crc32(name_of(row).encode()) % ONE_IN == 0):
            yield tuple(piece)
            piece, letters = [], 0
    if piece:
        yield tuple(piece)


def weight(row: Any) -> int:
    return len(repr(row))


def name_of(row: Any) -> str:
    """What the row is about, or all of it."""
    names = (getattr(row, name, "") for name in ("ref", "code", "witness", "unit_ref"))
    return next((name for name in names if name), repr(row))
