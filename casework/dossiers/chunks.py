"""Divide the long parts of a dossier so that a change in one place leaves the other pieces as they were (pure).

Where a piece ends depends on what stands there and not on how much stands before: the boundaries come back after an
insertion, so that all other pieces are found in the cache. (Content-defined chunking: Muthitacharoen, Chen, Mazières,
"A low-bandwidth network file system", SOSP 2001.)
"""

import dataclasses
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from casework.dossiers.content import Incident, Snapshot

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
# Parts that print the victims of each incident, and the paragraphs of an incident before and behind its list of them.
WITH_VICTIMS = {"findings", "victims"}
BEFORE, BEHIND = ("facts",), ("conduct", "attribution", "corroboration", "contrary", "assessment")


def views(part: str, snapshot: Snapshot) -> Iterator[Snapshot]:
    """The snapshot as each piece of the part sees it: with the rows of that piece alone."""
    names = ROWS.get(part, ())
    pieces = [(name, piece) for name in names for piece in divide(rows_of(part, name, snapshot))]
    if sum(weight(piece) for _name, piece in pieces) < MOST or len(pieces) < 2:
        yield snapshot
        return
    empty: dict[str, Any] = dict.fromkeys(names, ())
    for name, piece in pieces:
        yield dataclasses.replace(snapshot, **(empty | {name: piece}))


def rows_of(part: str, name: str, snapshot: Snapshot) -> Sequence[Any]:
    """The rows of a list; of the lists of victims, an incident with very many is several rows."""
    rows: Sequence[Any] = getattr(snapshot, name)
    return [one for row in rows for one in by_victims(row)] if part in WITH_VICTIMS else rows


def by_victims(incident: Incident) -> Iterator[Incident]:
    """The incident as it is, or, with too many victims for one piece, in several: what stands before the list is in the
    first, what stands behind it in the last."""
    parts = list(divide(incident.victims))
    if len(parts) < 2 or sum(weight(part) for part in parts) < MOST:
        yield incident
        return
    nothing: dict[str, Any] = dict.fromkeys((*BEFORE, *BEHIND), ())
    for at, part in enumerate(parts):
        kept = BEFORE if at == 0 else BEHIND if at == len(parts) - 1 else ()
        told = nothing | {name: getattr(incident, name) for name in kept}
        yield dataclasses.replace(incident, victims=part, is_continued=at > 0, **told)


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
