"""Accounts that share more wording than two people who saw the same thing would: found without keeping any text. Pure.

From the folded words of the witness (questions of the interviewer and withdrawn paragraphs left out) every run of five
words is hashed, and of each window of hashes the smallest is kept: winnowing (Schleimer, Wilkerson, Aiken, 2003). Two
accounts that share a passage of `WORDS + WINDOW - 1` words share a print. A print is a number; no word can be read in it.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casework.search.fold import fold
from casework.testimonies.content import Content

WORDS, WINDOW = 5, 4
FEWEST_SHARED, LEAST_SHARE = 5, 0.15
_WORD = re.compile(r"[^\W_][\w\u0610-\u061a\u064b-\u065f\u0670\u0640]*")


@dataclass(frozen=True)
class Word:
    """A word as it is compared, and where it stands in the text."""

    folded: str
    start: int
    end: int


def own_words(content: Content) -> str:
    """What the witness said, in the language it was said in."""
    said = (row.original for row in content.paragraphs if not row.is_question and not row.is_withdrawn)
    return "\n".join(text for text in said if text)


def words_of(text: str) -> list[Word]:
    """The words of a text, folded, with their places."""
    found = ((match, fold(match.group())) for match in _WORD.finditer(text))
    return [Word(folded, match.start(), match.end()) for match, folded in found if folded]


def prints_of(text: str) -> frozenset[int]:
    """The prints of an account: about one for every three words."""
    words = [word.folded for word in words_of(text)]
    hashes = [_hash(words[place : place + WORDS]) for place in range(len(words) - WORDS + 1)]
    windows = range(max(1, len(hashes) - WINDOW + 1)) if hashes else ()
    return frozenset(min(hashes[place : place + WINDOW]) for place in windows)


def share(shared: int, own: int, other: int) -> float:
    """How much of the shorter account stands in the other one, from 0 to 1."""
    return shared / min(own, other) if own and other else 0.0


def is_alike(shared: int, own: int, other: int) -> bool:
    """Whether somebody should look: enough in number and in share."""
    return shared >= FEWEST_SHARED and share(shared, own, other) >= LEAST_SHARE


def common_passages(one: str, other: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The places (start, end) in each text of what both say in the same words."""
    ours, theirs = words_of(one), words_of(other)
    both = _runs(ours) & _runs(theirs)
    return _spans(ours, both), _spans(theirs, both)


def _hash(words: Sequence[str]) -> int:
    return int.from_bytes(hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest(), "big") >> 1


def _runs(words: Sequence[Word]) -> set[tuple[str, ...]]:
    return {tuple(word.folded for word in words[at : at + WORDS]) for at in range(len(words) - WORDS + 1)}


def _spans(words: Sequence[Word], both: Iterable[tuple[str, ...]]) -> list[tuple[int, int]]:
    shared, marked = set(both), [False] * len(words)
    for at in range(len(words) - WORDS + 1):
        if tuple(word.folded for word in words[at : at + WORDS]) in shared:
            marked[at : at + WORDS] = [True] * WORDS
    spans: list[tuple[int, int]] = []
    for place, word in enumerate(words):
        if marked[place] and place and marked[place - 1]:
            spans[-1] = (spans[-1][0], word.end)
        elif marked[place]:
            spans.append((word.start, word.end))
    return spans
