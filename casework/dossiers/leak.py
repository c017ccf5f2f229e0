"""Look for names of the vault in what is about to leave: page text, outline, metadata, links and attachments (pure).

The same matcher as on every save (`casework.leaks.matching`). Text is read in both directions, because text set inside
figures can come out reversed.
"""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdfium2

from casework.leaks.matching import Name as Name
from casework.leaks.matching import Wanted, spans
from casework.leaks.matching import fold as fold
from casework.leaks.matching import wanted as wanted

ARABIC = re.compile("[\u0600-\u06ff]")
JPEG_SCAN = b"\xff\xda"  # the pixels follow


@dataclass(frozen=True)
class Hit:
    """A name was found. Says whose and where, never the name itself."""

    owner: str
    place: str


def find(text: str, looked_for: Wanted, place: str) -> list[Hit]:
    """Hits in one text: as it stands; and its lines with Arabic letters also letter by letter backwards, and word by word
    backwards (Arabic inside lines in Latin letters leaves a PDF in that order, and "and" stands before the name that
    comes last)."""
    ways, lines = [text], [line for line in text.splitlines() if ARABIC.search(line)]
    if lines:
        ways += ["\n".join(lines)[::-1], "\n".join(" ".join(reversed(line.split())) for line in lines)]
    return [Hit(owner, place) for way in ways for _start, _end, owner in spans(way, looked_for)]


def scan(data: bytes, names: Iterable[Name], words: str = "") -> list[Hit]:
    """Every place of a PDF where one of the names appears, each once. `words`: what was typeset, as text: vowel signs do
    not always leave a PDF in order."""
    forms = wanted(names)
    if not forms:
        return []
    found: dict[Hit, None] = {}
    for place, text in [*texts(data), ("content", words)]:
        for hit in find(text, forms, place):
            found[hit] = None
    return list(found)


def texts(data: bytes, before: int = 0) -> Iterator[tuple[str, str]]:
    """All readable text of a PDF with where it stands, when so many pages come `before` it."""
    document = pypdfium2.PdfDocument(data)
    try:
        for at in range(len(document)):
            yield f"page {before + at + 1}", document[at].get_textpage().get_text_range()
        for bookmark in document.get_toc():
            yield "bookmarks", bookmark.get_title()
    finally:
        document.close()
    with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
        yield "metadata", re.sub(r"<[^>]*>", " ", pdf.Root.Metadata.read_bytes().decode("utf-8", "replace"))
        yield "document information", " ".join(str(value) for value in pdf.docinfo.values())
        for name, spec in pdf.attachments.items():
            yield f"attachment {name}", f"{name} {spec.description}"
            yield f"attachment {name}", spec.get_file().read_bytes().decode("utf-8", "replace")
        for at, page in enumerate(pdf.pages):
            yield f"links of page {before + at + 1}", " ".join(annotation_words(page.obj))
        yield "alternative texts", " ".join(structure_words(pdf))
        yield "pictures", " ".join(picture_words(pdf))


def annotation_words(page: Any) -> Iterator[str]:
    for note in page.get("/Annots", []):
        for key in ("/Contents", "/T", "/TU"):
            if key in note:
                yield str(note[key])
        if "/A" in note and "/URI" in note.A:
            yield str(note.A.URI)


def structure_words(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Texts for screen readers that stand in the structure tree and on no page."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary):
            for key in ("/Alt", "/ActualText", "/E"):
                if key in item and isinstance(item[key], pikepdf.String):
                    yield str(item[key])


def picture_words(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What photographs carry beside their pixels (EXIF, XMP, IPTC, comments): a PDF holds a JPEG as it came. What stands
    before the picture itself is read in each way in which it may be written, from even and from odd places."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and "/DCTDecode" in str(item.get("/Filter", "")):
            head = item.read_raw_bytes().partition(JPEG_SCAN)[0]
            yield head.decode("utf-8", "ignore")
            for way in ("utf-16-le", "utf-16-be"):
                yield from (head[start:].decode(way, "ignore") for start in (0, 1))
