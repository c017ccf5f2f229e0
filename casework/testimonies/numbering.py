"""Paragraph numbers. Pure.

A reference such as `T-0001 ¶9` is cited in allegations and dossiers, so a number that was once submitted is permanent: a
correction keeps it, an inserted paragraph is `9a`, a removed one stays in its place as withdrawn. Numbers of a draft that
was never submitted follow the order of the text.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import zip_longest

from casework.testimonies.content import Paragraph

_BLANK_LINES = re.compile(r"\n[ \t\u00a0\u200e\u200f]*(?:\n[ \t\u00a0\u200e\u200f]*)+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def number_paragraphs(paragraphs: Iterable[Paragraph], permanent: Collection[str] = ()) -> tuple[Paragraph, ...]:
    """Give every paragraph its number; `permanent` are those of the versions submitted so far.

    Raises ValueError when a permanent number occurs twice or is missing: such a paragraph is withdrawn, never dropped.
    """
    rows = list(paragraphs)
    kept = [row.number for row in rows if row.number in permanent]
    if sorted(kept) != sorted(permanent):
        raise ValueError("a submitted paragraph number is missing or doubled")
    if not permanent:
        return tuple(row.model_copy(update={"number": str(place)}) for place, row in enumerate(rows, 1))
    return tuple(_with_insertions(rows, set(permanent)))


def _with_insertions(rows: Sequence[Paragraph], used: set[str]) -> Iterable[Paragraph]:
    last_kept = max(place for place, row in enumerate(rows) if row.number in used)
    permanent, base = frozenset(used), "0"
    for place, row in enumerate(rows):
        if row.number in permanent:
            base = _base(row.number)
            yield row
            continue
        number = _inserted(base, used) if place < last_kept else _appended(used)
        used.add(number)
        yield row.model_copy(update={"number": number})


def _base(number: str) -> str:
    return number.rstrip(_LETTERS) or "0"


def _inserted(base: str, used: Collection[str]) -> str:
    suffixes: list[str] = [*_LETTERS, *(first + second for first in _LETTERS for second in _LETTERS)]
    return next(base + suffix for suffix in suffixes if base + suffix not in used)


def _appended(used: Collection[str]) -> str:
    return str(1 + max(int(_base(number)) for number in used))


def without_blank_rows(paragraphs: Iterable[Paragraph], permanent: Collection[str] = ()) -> tuple[Paragraph, ...]:
    """Drop rows in which nothing was written; a permanent one that was emptied is withdrawn instead."""
    kept = []
    for row in paragraphs:
        if row.number in permanent and row.is_blank:
            kept.append(row.model_copy(update={"is_withdrawn": True}))
        elif not row.is_blank:
            kept.append(row)
    return tuple(kept)


def split_text(text: str) -> list[str]:
    """A long text cut at its blank lines."""
    flat = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return [part.strip() for part in _BLANK_LINES.split(flat) if part.strip()]


def split_paragraphs(original: str, translation: str) -> tuple[Paragraph, ...]:
    """Paragraphs of a pasted text, each beside its translation in the order in which they come."""
    pairs = zip_longest(split_text(original), split_text(translation), fillvalue="")
    return tuple(Paragraph(original=one, translation=other) for one, other in pairs)


def moved(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> dict[str, str]:
    """Where each number of a draft went when the rows were numbered anew (the same rows, in the same order)."""
    return {old.number: new.number for old, new in zip(before, after, strict=True) if old.number}
