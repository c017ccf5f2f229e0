"""Highlights on the text as it was written, never on the folded one. Pure; the template escapes each piece."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from casework.search.fold import tokens

# A word as written: letters and digits with the marks that folding takes away.
_WRITTEN = re.compile(
    "[^\\W_](?:[^\\W_]|[\u0610-\u061a\u064b-\u065f\u0670\u0640\u06d6-\u06ed]|(?<=[A-Za-z0-9])-(?=\\d))*"
)
LENGTH = 240


class Piece(NamedTuple):
    """A stretch of text; `is_hit`: it is one of the words looked for."""

    text: str
    is_hit: bool


def _spans(
    text: str, wanted: Callable[[str], bool], start: int = 0, end: int | None = None
) -> Iterator[tuple[int, int]]:
    """The words looked for, in order. Folding words one by one is dear: nobody reads further than they need."""
    for found in _WRITTEN.finditer(text, start):
        if end is not None and found.start() >= end:
            return
        if any(wanted(word) for word in tokens(found.group())):
            yield found.span()


def snippet(text: str, wanted: Callable[[str], bool], length: int = LENGTH) -> list[Piece]:
    """About `length` characters around the first hit, in pieces; the beginning where there is none."""
    first, _end = next(_spans(text, wanted), (0, 0))
    start = max(0, first - length // 3)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = min(len(text), start + length)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + length // 2)
    pieces = [Piece("… ", False)] if start else []
    at = start
    for left, right in _spans(text, wanted, start, end):
        if right > end:
            continue
        pieces += [Piece(text[at:left], False), Piece(text[left:right], True)]
        at = right
    pieces.append(Piece(text[at:end] + (" …" if end < len(text) else ""), False))
    return [piece for piece in pieces if piece.text]
