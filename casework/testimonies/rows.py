"""Rows of the account while it is written: add, insert, remove, split, and bring two people's rows together. Pure."""

from collections.abc import Collection, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from casework.testimonies.content import Paragraph
from casework.testimonies.numbering import split_paragraphs

Pair = tuple[Paragraph | None, Paragraph | None]


def operate(rows: Sequence[Paragraph], do: str, permanent: Collection[str]) -> tuple[tuple[Paragraph, ...], int]:
    """Carry out what a button of the form asks (`add`, `insert:2`, `remove:2`, else save); the row to go to next.

    A row that was submitted before is withdrawn instead of removed.
    """
    verb, _colon, place_text = do.partition(":")
    place = int(place_text) if place_text.lstrip("-").isdecimal() else len(rows) - 1
    place = max(-1, min(place, len(rows) - 1))
    if verb == "add":
        return (*rows, Paragraph()), len(rows)
    if verb == "insert":
        return (*rows[: place + 1], Paragraph(), *rows[place + 1 :]), place + 1
    if verb == "remove" and rows and place >= 0:
        return _without(rows, place, permanent), max(0, place - 1)
    return tuple(row for row in rows if row.number in permanent or not row.is_blank), 0


def _without(rows: Sequence[Paragraph], place: int, permanent: Collection[str]) -> tuple[Paragraph, ...]:
    gone = rows[place]
    instead = (gone.model_copy(update={"is_withdrawn": True}),) if gone.number in permanent else ()
    return (*rows[:place], *instead, *rows[place + 1 :])


def paste(rows: Sequence[Paragraph], original: str, translation: str) -> tuple[Paragraph, ...]:
    """Add a pasted text at the end, one row for each of its paragraphs."""
    written = [row for row in rows if row.number or not row.is_blank]
    if len(written) == 1 and written[0].is_blank:
        written = []
    return (*written, *split_paragraphs(original, translation))


def bring_together(stored: Sequence[Paragraph], typed: Sequence[Paragraph]) -> list[Pair]:
    """Two people's rows side by side; a row that only one of them has stands alone, so that nothing is lost."""
    matcher = SequenceMatcher(None, [row.original for row in stored], [row.original for row in typed], autojunk=False)
    pairs: list[Pair] = []
    for _tag, a, b, c, d in matcher.get_opcodes():
        pairs.extend(zip_longest(stored[a:b], typed[c:d]))
    return pairs


def same_text(left: Paragraph, right: Paragraph) -> bool:
    """True when two rows differ in nothing but their number."""
    return left.model_copy(update={"number": right.number}) == right
