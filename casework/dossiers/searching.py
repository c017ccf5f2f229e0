"""Look for names in all that one build makes, and not a second time in what was found free of the same names (ADR 44).

What is known to be free is remembered as digests, in the cache of fragments: sealed, for some days, and for these names and
this release of the search alone.
"""

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TypeVar

import pypdfium2

from casework.config import ROOT
from casework.dossiers import leak
from casework.dossiers.cache import FragmentCache
from casework.dossiers.content import Snapshot
from casework.dossiers.snapshot import texts
from casework.leaks import matching
from casework.leaks.matching import Name
from casework.printing.pieces import Fragment
from casework.printing.press import BEAT_SECONDS

SEARCH = ("leaks/matching.py", "leaks/transliteration.py", "dossiers/leak.py", "dossiers/searching.py", "dossiers/redaction.py")  # fmt: skip
SIZE = 16  # bytes of a digest: two texts with the same one are not to be found by trying (2^64)
Found = TypeVar("Found")


class Search:
    """These names, and what is known to be free of them: of builds before, if there is a cache, and of this one.

    `about` tells apart what is remembered: a dossier has few texts in common with others. `beat` is called now and then
    while it reads, so that a job keeps its lease.
    """

    def __init__(self, names: Iterable[Name], cached: FragmentCache | None = None, about: str = "") -> None:
        self.names = tuple(names)
        self.beat: Callable[[], None] = lambda: None
        self._beaten = time.monotonic()
        self.forms = leak.wanted(self.names)
        self._cache = cached
        self._place = f"free of names {_release()} {about} {_digest_of(self.names)}"
        kept = (cached.find_bytes(self._place) if cached and self.forms else None) or b""
        self._before = frozenset(kept[at : at + SIZE] for at in range(0, len(kept), SIZE))
        self._free: set[bytes] = set()

    def once(self, kind: str, text: str | bytes, look: Callable[[], Sequence[Found]]) -> Sequence[Found]:
        """What `look` finds in this text; it is not called when it is known to find nothing. `kind`: in which way it
        looks."""
        data = text.encode() if isinstance(text, str) else text
        digest = hashlib.sha256(f"{kind}\0".encode() + data).digest()[:SIZE]
        found = () if digest in self._free or digest in self._before else self._looked(look)
        if not found:
            self._free.add(digest)
        return found

    def _looked(self, look: Callable[[], Sequence[Found]]) -> Sequence[Found]:
        if time.monotonic() - self._beaten > BEAT_SECONDS:
            self._beaten = time.monotonic()
            self.beat()
        return look()

    def spans(self, text: str) -> Sequence[tuple[int, int, str]]:
        """Where a name stands in a text that somebody wrote, and whose it is."""
        return self.once("written", text, lambda: matching.spans(text, self.forms))

    def remember(self) -> None:
        """Keep what this build was found free of; what it did not hold is forgotten."""
        if self._cache and self.forms and self._free != self._before:
            self._cache.keep_bytes(self._place, b"".join(sorted(self._free)))

    def hits(self, snapshot: Snapshot, fragments: Sequence[Fragment]) -> list[leak.Hit]:
        """Every place where a name stands: in what was given to be typeset, because vowel signs do not always leave a PDF
        in order, and in what came out, with bookmarks, links and alternative texts; each once."""
        if not self.forms:
            return []
        found = [hit for text in texts(snapshot) for hit in self._given(text)]
        first = 0
        for fragment in fragments:
            found += self.once("fragment", fragment.pdf, lambda: self._printed(fragment, first))  # noqa: B023 - called at once
            first += fragment.pages
        return list(dict.fromkeys(found))

    def _given(self, text: str) -> list[leak.Hit]:
        return [leak.Hit(owner, "content") for _start, _end, owner in self.spans(text)]

    def _printed(self, fragment: Fragment, first: int) -> list[leak.Hit]:
        hits: list[leak.Hit] = []
        for place, text in leak.texts(fragment.pdf, first):
            hits += self.once("printed", text, lambda: leak.find(text, self.forms, place))  # noqa: B023 - called at once
        return hits


def _digest_of(names: Iterable[Name]) -> str:
    listed = sorted((name.owner, name.text) for name in names)
    return hashlib.sha256(repr(listed).encode()).hexdigest()


@cache
def _release() -> str:
    """The search, by what it is: another one has not looked at anything yet."""
    sources = [hashlib.sha256((ROOT / "casework" / name).read_bytes()).hexdigest() for name in SEARCH]
    return hashlib.sha256(
        " ".join([*sources, str(pypdfium2.PYPDFIUM_INFO), str(pypdfium2.PDFIUM_INFO)]).encode()
    ).hexdigest()
