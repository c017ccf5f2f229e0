"""From a snapshot to the body of a dossier: fragments, typeset side by side or found again, put together and numbered.

Contents and index come after everything else, because only then it is known what stands on which page; what is laid over
the pages comes last, because it says how many there are.
"""

import hashlib
import io
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version

import pikepdf

from casework.config import ROOT
from casework.dossiers import furniture, html, indexing
from casework.dossiers.cache import FragmentCache
from casework.dossiers.content import Snapshot
from casework.dossiers.html import Page, Phrases
from casework.dossiers.outline import outline
from casework.printing import is_arabic
from casework.printing.merging import merge
from casework.printing.pieces import Fragment, Sheet
from casework.printing.press import Answered, Press, unheard

STYLE = "print.css"
LONGEST_RUNNING = 48  # letters; what stands in the middle has its own room
LONGEST_LATIN = 36  # in an Arabic edition, where Latin letters are set larger
# With what fragments are made, besides their HTML: of another release none is found again.
FORMAT = f"2 WeasyPrint {version('weasyprint')} pikepdf {pikepdf.__version__}"


@dataclass(frozen=True)
class Body:
    """A dossier without its mark, and the fragments it was put together from: those of its pages in order, last what is
    laid over them."""

    data: bytes
    fragments: tuple[Fragment, ...]


@dataclass
class Typesetter:
    """Typesets in `press`, and looks into `cache` first."""

    press: Press
    cache: FragmentCache | None = None
    answered: Answered = unheard
    found: int = field(default=0, init=False)

    def fragments(self, pages: Sequence[Page], answered: Answered = unheard) -> list[Fragment]:
        """Each page typeset, in their order."""
        digests = [digest_of(page) for page in pages]
        made = {at: kept for at, one in enumerate(digests) if (kept := self.cache.find(one) if self.cache else None)}
        self.found += len(made)
        missing = [at for at in range(len(pages)) if at not in made]
        sheets = [Sheet(pages[at].html, STYLE, tag_of(digests[at]), pages[at].resources) for at in missing]
        for place, fragment in self.press.typeset(sheets, answered):
            made[missing[place]] = fragment
            if self.cache:
                self.cache.keep(digests[missing[place]], fragment)
        return [made[at] for at in range(len(pages))]

    def body(self, snapshot: Snapshot, phrases: Phrases, pictures: Mapping[str, bytes]) -> Body:
        """Everything but the copy's mark, the attachments and the seal; the same snapshot gives the same bytes.

        Raises Unavailable when a part cannot be typeset.
        """
        pages = html.compose(snapshot, phrases, pictures)
        cover, *parts = self.fragments(pages, self.answered)

        def beat(_done: int, _total: int) -> None:
            """What comes last is not counted, but takes its time, too."""
            self.answered(len(pages), len(pages))

        placed = Placed(parts)
        headed = indexing.index(snapshot, placed.spoken(), placed.pages, phrases.gettext)
        page_of = {name: str(page) for name, page in placed.pages.items()}
        if headed:
            parts += self.fragments([html.compose_index(snapshot, phrases, headed)], beat)
            page_of["part-index"] = str(placed.total + 1)
        [contents] = self.fragments([html.compose_contents(snapshot, phrases, page_of)], beat)
        front = cover.pages + contents.pages
        layout = laid_out(snapshot, phrases, front, Placed(parts))
        numbers = [furniture.roman(number) for number in range(1, front + 1)]
        laid = html.compose_furniture(snapshot, phrases, layout.running, numbers, layout.body)
        [over] = self.fragments([laid], beat)
        with merge([cover, contents, *parts]) as whole:
            furniture.lay_over(whole, layout, over)
            out = io.BytesIO()
            whole.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return Body(out.getvalue(), (cover, contents, *parts, over))


class Placed:
    """Where the anchors of the parts come to stand; pages from 1."""

    def __init__(self, parts: Sequence[Fragment]) -> None:
        self.parts = parts
        self.total = 0
        self.pages: dict[str, int] = {}
        self._firsts: list[int] = []
        for part in parts:
            self._firsts.append(self.total + 1)
            for name, (page, _x, _y) in part.anchors.items():
                self.pages.setdefault(name, self.total + 1 + page)
            self.total += part.pages

    def spoken(self) -> indexing.Spoken:
        """On which pages something stands or is cited."""
        spoken = indexing.Spoken()
        for name, page in self.pages.items():
            spoken.add(name, page)
        for part, first in zip(self.parts, self._firsts, strict=True):
            for at, names in enumerate(part.links):
                for name in names:
                    spoken.add(name, first + at)
        return spoken


def laid_out(snapshot: Snapshot, phrases: Phrases, front: int, placed: Placed) -> furniture.Layout:
    """The words under each page: the title of the dossier, then of the first part that begins on the page, or the one that
    goes on from the page before."""
    plan = outline(snapshot, phrases.gettext)
    running = [shortened(snapshot.cover.title, snapshot.lang)]
    begins: dict[int, list[int]] = {}
    named = [(part.anchor, f"{part.number}{html.after_number(snapshot.lang)} {part.title}") for part in plan.sections]
    named += [(part.anchor, f"{phrases.gettext('Annex %(letter)s') % {'letter': part.number}}. {part.title}") for part in plan.annexes]  # fmt: skip
    for anchor, words in [*named, ("part-index", phrases.gettext("Index"))]:
        if anchor in placed.pages:
            begins.setdefault(placed.pages[anchor], []).append(len(running))
            running.append(words)
    under, current = [0] * front, 0
    for page in range(1, placed.total + 1):
        under.append(begins.get(page, [current])[0])
        current = begins.get(page, [current])[-1]
    return furniture.Layout(running, under, front)


def shortened(title: str, lang: str) -> str:
    """As many whole words as have room at the foot of a page."""
    most = LONGEST_LATIN if lang == "ar" and not is_arabic(title) else LONGEST_RUNNING
    words = textwrap.shorten(title, most, placeholder=" …")
    return words if len(words) > most // 2 or words == title else f"{title[: most - 1]}…"


def digest_of(page: Page) -> str:
    """Of everything that a fragment is made from."""
    digest = hashlib.sha256(f"{FORMAT}\0{_style()}\0".encode())
    for text in (page.html.encode(), *(part for name in sorted(page.resources) for part in (name.encode(), page.resources[name][1]))):  # fmt: skip
        digest.update(hashlib.sha256(text).digest())
    return digest.hexdigest()


def tag_of(digest: str) -> str:
    """Six letters, as the subsets of fonts are told apart."""
    number = int(digest, 16)
    return "".join(chr(65 + number // 26**place % 26) for place in range(6))


@cache
def _style() -> str:
    """The style sheet and the fonts, by what they are."""
    files = [*sorted((ROOT / "static" / "fonts").glob("*.ttf")), ROOT / "templates" / "dossiers" / "print" / STYLE]
    return " ".join(hashlib.sha256(path.read_bytes()).hexdigest() for path in files)
