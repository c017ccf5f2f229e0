"""Where two long texts are the same, word by word, however their lines and pages break. Pure.

Runs of words that stand once in each text are found by their hashes and put in order (patience diff, after Bram Cohen);
what lies between two of them is short, and compared word by word. A thousand pages cost a second, not minutes.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

WINDOW = 4  # words in a run by which two places are recognised
STRIDE = 6  # every so-manieth run of the earlier text is looked for
MOST_COMPARED = 250_000  # words of one side times words of the other: more is said to differ as a whole


class Same(NamedTuple):
    """A run of words that both texts have: where it begins in each, and how long it is."""

    before: int
    after: int
    length: int


def same(before: Sequence[str], after: Sequence[str]) -> list[Same]:
    """The runs that both have, in order."""
    found: list[Same] = []
    at = to = 0
    for one, other in [*_anchors(before, after), (len(before), len(after))]:
        if one < at or other < to:
            continue  # inside a run that was followed already
        found += _between(before, after, (at, one), (to, other))
        length = 0
        while (
            one + length < len(before) and other + length < len(after) and before[one + length] == after[other + length]
        ):
            length += 1
        if length:
            found.append(Same(one, other, length))
        at, to = one + length, other + length
    return found


def _anchors(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Places of runs that stand once in the later text, as many as keep their order in both."""
    there = _once(after)
    runs = ((at, tuple(before[at : at + WINDOW])) for at in range(0, len(before) - WINDOW + 1, STRIDE))
    pairs = [(at, there[run]) for at, run in runs if there.get(run, -1) >= 0]
    ends: list[int] = []  # the longest rising series of places in `after`, by patience sorting
    last: list[int] = []
    earlier: list[int] = []
    for number, (_at, to) in enumerate(pairs):
        pile = bisect_left(ends, to)
        earlier.append(last[pile - 1] if pile else -1)
        if pile == len(ends):
            ends.append(to)
            last.append(number)
        else:
            ends[pile], last[pile] = to, number
    series, number = [], last[-1] if last else -1
    while number >= 0:
        series.append(pairs[number])
        number = earlier[number]
    return reversed(series)


def _once(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    """Where each run stands; -1 for one that stands there more than once."""
    found: dict[tuple[str, ...], int] = {}
    for at, run in enumerate(zip(*(words[offset:] for offset in range(WINDOW)), strict=False)):
        found[run] = -1 if run in found else at
    return found


def _between(
    before: Sequence[str], after: Sequence[str], span: tuple[int, int], other: tuple[int, int]
) -> Iterator[Same]:
    """What is the same between two anchors."""
    (low, high), (start, end) = span, other
    if low == high or start == end or (high - low) * (end - start) > MOST_COMPARED:
        return
    matcher = SequenceMatcher(None, before[low:high], after[start:end], autojunk=False)
    for one in matcher.get_matching_blocks():
        if one.size:
            yield Same(low + one.a, start + one.b, one.size)
