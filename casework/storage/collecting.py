"""What lies in the store and is named by nothing: left by a process that was killed, or by a commit that failed.

A file is in use when its digest or handle stands in any column of any row, text and JSON included. Nobody can forget to
say so: a new table needs no registration, and what is too cautious only keeps a file too long.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import sqlalchemy as sa

from casework.storage.store import FileStore

BATCH = 500
SHORTEST, LONGEST = 32, 64  # letters of a handle and of a digest
_WORD = re.compile(r"[0-9a-f]{32,64}")
_NO_TEXT = (sa.Integer, sa.Numeric, sa.Boolean, sa.Date, sa.DateTime, sa.Time, sa.Interval, sa.LargeBinary, sa.Enum)

InUse = Callable[[set[str]], set[str]]
"""Which of these digests or handles some row names, asked anew each time."""


@dataclass(frozen=True)
class Collected:
    """Handles of uploads that nobody came back for, digests of kept files that no row names, ids of keys without file."""

    staged: tuple[str, ...]
    kept: tuple[str, ...]
    keys: tuple[str, ...] = ()


def named_in(connection: sa.Connection, tables: Iterable[sa.Table], words: set[str]) -> set[str]:
    """Which of these words stand anywhere in these tables. Short columns are asked, long texts and JSON are read."""
    found: set[str] = set()
    for table in tables if words else ():
        for column in table.columns:
            length = _most_letters(column.type)
            if length is None:
                for value in connection.execution_options(yield_per=BATCH).scalars(sa.select(column)):
                    found |= words.intersection(_WORD.findall(_text(value)))
            elif length >= SHORTEST:
                found |= set(connection.scalars(sa.select(column).where(column.in_(words)).distinct()))
    return found


def _most_letters(kind: sa.types.TypeEngine[Any]) -> int | None:
    """How many letters a column can hold when it can hold one word alone; None when it has to be read through.

    Asked the careful way round: what is not known to hold no text is read.
    """
    if isinstance(kind, _NO_TEXT):
        return 0
    inner = kind.impl_instance if isinstance(kind, sa.types.TypeDecorator) else kind
    if isinstance(inner, _NO_TEXT):
        return 0
    length = inner.length if isinstance(inner, sa.String) else None
    return length if length is not None and length <= LONGEST else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str)


def look(store: FileStore, in_use: InUse, older_than: float) -> Collected:
    """What could be removed, and was not touched for so many seconds."""
    backend = store.backend
    staged = [one for batch in _batches(backend.list_staged(older_than)) for one in _unused(batch, in_use)]
    kept = [one for batch in _batches(backend.list_kept(older_than)) for one in _unused(batch, in_use)]
    return Collected(tuple(staged), tuple(kept))


def remove(store: FileStore, found: Collected, in_use: InUse, older_than: float) -> Collected:
    """Remove it, keys included; what a row names by now, or was touched meanwhile, stays. Returns what went."""
    staged = [one for batch in _batches(found.staged) for one in _unused(batch, in_use)]
    for handle in staged:
        store.forget(handle)
    kept = [one for batch in _batches(found.kept) for one in _unused(batch, in_use) if store.remove(one, older_than)]
    return Collected(tuple(staged), tuple(kept))


def keys_without_files(store: FileStore, known: Iterable[str]) -> tuple[str, ...]:
    """Ids of files that have a key and are nowhere in the store; `known` is listed before the store is looked at."""
    asked = list(known)
    there = set(store.backend.list_ids())
    return tuple(one for one in asked if one not in there)


def _unused(batch: list[str], in_use: InUse) -> Iterator[str]:
    used = in_use(set(batch))
    return (one for one in batch if one not in used)


def _batches(names: Iterable[str]) -> Iterator[list[str]]:
    walk = iter(names)
    while batch := list(islice(walk, BATCH)):
        yield batch
