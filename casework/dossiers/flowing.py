"""Which pages of two editions differ when their text is laid side by side: a line that moved to the next page does not.

Pure. Pages that are the same as they stand are set aside first; what is left is compared word by word (`aligning`).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

from casework.dossiers import aligning
from casework.dossiers.aligning import Same

Words = Sequence[str]
Span = tuple[int, int]
LEAST_ANCHOR = 40  # blanks in the text of a page that may be recognised as it stands
LEAST_MOVED = 4  # words: fewer that vanish here and stand there are not taken for a line that moved
_DIGITS = re.compile(r"\d+")


class Kind(StrEnum):
    """How two pages differ."""

    CHANGED = "changed"
    NUMBERS = "numbers"  # nothing but numbers: of notes, of pages, or figures
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Pair:
    """Two pages (from 1) that stand for each other and differ; one of them can be missing (added, removed)."""

    before: int | None
    after: int | None
    numbers: bool = False

    @property
    def kind(self) -> Kind:
        """How they differ."""
        if self.before is None or self.after is None:
            return Kind.ADDED if self.before is None else Kind.REMOVED
        return Kind.NUMBERS if self.numbers else Kind.CHANGED


@dataclass
class Compared:
    """The pairs in order; and for each page that differs, the runs of its words that the other edition has not."""

    pairs: list[Pair] = field(default_factory=list)
    gone: dict[int, list[Span]] = field(default_factory=dict)
    new: dict[int, list[Span]] = field(default_factory=dict)


def compare(before: Sequence[Words], after: Sequence[Words]) -> Compared:
    """Two editions, each as the words of its pages."""
    found = Compared()
    old, new = _anchors(before, after)
    for kind, low, high, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            _Stretch(_Side(before[low:high], low), _Side(after[start:end], start)).into(found)
    return found


def _anchors(before: Sequence[Words], after: Sequence[Words]) -> tuple[list[object], list[object]]:
    """What is laid side by side page for page: the text of a page that is long enough and stands once in each edition.
    Any other page is like no other here, and compared word by word: a short one that comes again would be taken for its
    like elsewhere, and all between them for new."""
    sides = [[" ".join(page) for page in pages] for pages in (before, after)]
    counts = [Counter(side) for side in sides]

    def is_known(text: str) -> bool:
        return text.count(" ") >= LEAST_ANCHOR and all(count[text] == 1 for count in counts)

    found: list[list[object]] = [[text if is_known(text) else (number, at) for at, text in enumerate(side)] for number, side in enumerate(sides)]  # fmt: skip
    return found[0], found[1]


class _Side:
    """Some pages of one edition as one run of words."""

    def __init__(self, pages: Sequence[Words], first: int) -> None:
        self.words = [word for page in pages for word in page]
        self.first, self.starts = first, [0]
        for page in pages:
            self.starts.append(self.starts[-1] + len(page))
        self.page_of = [first + number for number, page in enumerate(pages, 1) for _word in page]
        self.numbers = range(first + 1, first + len(pages) + 1)

    def spans(self, low: int, high: int) -> list[tuple[int, Span]]:
        """A run of words by page, counted from the beginning of each."""
        found = []
        for number in dict.fromkeys(self.page_of[low:high]):
            start, end = self.starts[number - self.first - 1], self.starts[number - self.first]
            found.append((number, (max(low, start) - start, min(high, end) - start)))
        return found


class _Stretch:
    """A stretch of pages that are not the same in both editions."""

    def __init__(self, before: _Side, after: _Side) -> None:
        self.before, self.after = before, after
        self.same = aligning.same(before.words, after.words)
        self.together: Counter[tuple[int, int]] = Counter()
        for one in self.same:
            pages = zip(
                before.page_of[one.before : one.before + one.length],
                after.page_of[one.after : one.after + one.length],
                strict=True,
            )
            self.together.update(pages)

    def into(self, found: Compared) -> None:
        """Add what differs."""
        gone: dict[int, list[tuple[Span, bool]]] = defaultdict(list)
        new: dict[int, list[tuple[Span, bool]]] = defaultdict(list)
        for (low, high), (start, end) in _without_moved(self._gaps(), self.before.words, self.after.words):
            alike = _differ_in_numbers(self.before.words[low:high], self.after.words[start:end])
            for side, into, one in ((self.before, gone, (low, high)), (self.after, new, (start, end))):
                for number, span in side.spans(*one):
                    into[number].append((span, alike))
        found.pairs += self._pairs(gone, new)
        found.gone |= {number: [span for span, _alike in spans] for number, spans in gone.items()}
        found.new |= {number: [span for span, _alike in spans] for number, spans in new.items()}

    def _gaps(self) -> list[tuple[Span, Span]]:
        at = to = 0
        gaps = []
        for one in [*self.same, Same(len(self.before.words), len(self.after.words), 0)]:
            if one.before > at or one.after > to:
                gaps.append(((at, one.before), (to, one.after)))
            at, to = one.before + one.length, one.after + one.length
        return gaps

    def _pairs(self, gone: dict[int, list[tuple[Span, bool]]], new: dict[int, list[tuple[Span, bool]]]) -> list[Pair]:
        """Each page that differs beside the one with which it has most words in common."""
        to_after, to_before = (
            _partners(self.together),
            _partners(Counter({(b, a): n for (a, b), n in self.together.items()})),
        )
        pairs: dict[tuple[int | None, int | None], bool] = {}
        for number in gone:
            if number in to_after:
                pairs[number, to_after[number]] = True
        for number in new:
            if number in to_before:
                pairs[to_before[number], number] = True
        alone = ([one for one in self.before.numbers if one not in to_after and one in gone],
                 [one for one in self.after.numbers if one not in to_before and one in new])  # fmt: skip
        pairs |= dict.fromkeys(zip_longest(*alone), True)
        found = [
            Pair(one, other, all(alike for _span, alike in [*gone.get(one or 0, []), *new.get(other or 0, [])]))
            for one, other in pairs
        ]
        return sorted(found, key=lambda pair: self._place(pair, to_after))

    def _place(self, pair: Pair, to_after: dict[int, int]) -> tuple[float, int]:
        """Where a pair belongs: by its later page; a page that was removed, behind the one before it."""
        if pair.after is not None:
            return pair.after, pair.before or 0
        earlier = [other for one, other in to_after.items() if one < (pair.before or 0)]
        return max(earlier, default=self.after.first) + 0.5, pair.before or 0


def _partners(together: Counter[tuple[int, int]]) -> dict[int, int]:
    most: dict[int, tuple[int, int]] = {}
    for (one, other), count in together.items():
        if count > most.get(one, (0, 0))[0]:
            most[one] = count, other
    return {one: other for one, (_count, other) in most.items()}


def _differ_in_numbers(before: Words, after: Words) -> bool:
    """Whether two runs are the same but for their digits."""
    return len(before) == len(after) and all(
        _DIGITS.sub("0", one) == _DIGITS.sub("0", other) for one, other in zip(before, after, strict=True)
    )


def _without_moved(gaps: Sequence[tuple[Span, Span]], before: Words, after: Words) -> list[tuple[Span, Span]]:
    """Without lines that stand elsewhere: notes at the foot of a page come between its text and the next page's."""
    taken, put = Counter[str](), Counter[str]()
    for (low, high), (start, end) in gaps:
        taken[_text(before[low:high])] += 1
        put[_text(after[start:end])] += 1
    moved = {text for text in taken if text in put and text and taken[text] == put[text]}
    found = []
    for (low, high), (start, end) in gaps:
        span = (low, low) if _text(before[low:high]) in moved else (low, high)
        other = (start, start) if _text(after[start:end]) in moved else (start, end)
        if span[0] < span[1] or other[0] < other[1]:
            found.append((span, other))
    return found


def _text(words: Words) -> str:
    return " ".join(words) if len(words) >= LEAST_MOVED else ""
