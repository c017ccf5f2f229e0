"""Look for names of the vault in what is about to leave: page text, outline, metadata, links and attachments (pure).

Names are compared letter by letter after folding: case, accents, Arabic vowel signs, alef, ya, ta marbuta and hamza
forms, spaces and signs. Text is read in both directions, because text set inside figures can come out reversed.
"""

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdfium2

ALIKE = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ة": "ه", "ؤ": "و"})


@dataclass(frozen=True)
class Name:
    """A name that must not appear, and whose it is, by reference ("W-0003")."""

    owner: str
    text: str


@dataclass(frozen=True)
class Hit:
    """A name was found. Says whose and where, never the name itself."""

    owner: str
    place: str


def fold(text: str) -> str:
    """Letters and digits only, lower case, without marks, Arabic forms alike, words parted by one space."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(" " if not letter.isalnum() else letter for letter in plain if not skipped(letter))
    return " ".join(letters.translate(ALIKE).split())


def skipped(letter: str) -> bool:
    """Combining marks, tatweel and invisible direction marks part no words."""
    return unicodedata.combining(letter) > 0 or letter == "ـ" or unicodedata.category(letter) == "Cf"


def wanted(names: Iterable[Name]) -> dict[str, str]:
    """Folded forms to look for, with their owner: the whole name, and first with last name where it has more parts.

    Also with the words the other way round: Latin words inside Arabic lines come out of a PDF in that order.
    """
    forms: dict[str, str] = {}
    for name in names:
        parts = fold(name.text).split()
        if sum(map(len, parts)) < 3:
            continue
        for words in (parts, [parts[0], parts[-1]]) if len(parts) > 1 else (parts,):
            forms.setdefault(" ".join(words), name.owner)
            forms.setdefault(" ".join(reversed(words)), name.owner)
    return forms


def spans(text: str, forms: dict[str, str]) -> list[tuple[int, int, str]]:
    """Where in a text a name stands: start, end and owner. A long name of several parts is found without its spaces
    too, and behind a prefix written together with it (Arabic: "to Ahmad"); a short one only as whole words."""
    letters, places, starts = squeeze(text)
    found = []
    for form, owner in forms.items():
        joined = form.replace(" ", "")
        at = letters.find(joined)
        while at >= 0:
            whole = at in starts and at + len(joined) in starts
            if whole or (" " in form and len(joined) > 6):
                found.append((places[at], places[at + len(joined) - 1] + 1, owner))
            at = letters.find(joined, at + 1)
    return sorted(found)


def squeeze(text: str) -> tuple[str, list[int], set[int]]:
    """Folded letters without anything between them, the place of each in the text, and where words start and end."""
    letters: list[str] = []
    places: list[int] = []
    starts = {0}
    for place, letter in enumerate(text):
        if skipped(letter):
            continue
        folded = fold(letter)
        if not folded:
            starts.add(len(letters))
        for one in folded.replace(" ", ""):
            letters.append(one)
            places.append(place)
    starts.add(len(letters))
    return "".join(letters), places, starts


def find(text: str, forms: dict[str, str], place: str) -> list[Hit]:
    """Hits in one text, read in both directions."""
    return [Hit(owner, place) for way in (text, text[::-1]) for _start, _end, owner in spans(way, forms)]


def scan(data: bytes, names: Iterable[Name]) -> list[Hit]:
    """Every place of a PDF where one of the names appears, each once."""
    forms = wanted(names)
    if not forms:
        return []
    found: dict[Hit, None] = {}
    for place, text in texts(data):
        for hit in find(text, forms, place):
            found[hit] = None
    return list(found)


def texts(data: bytes) -> Iterator[tuple[str, str]]:
    """All readable text of a PDF with where it stands."""
    document = pypdfium2.PdfDocument(data)
    try:
        for at in range(len(document)):
            yield f"page {at + 1}", document[at].get_textpage().get_text_range()
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
            yield f"links of page {at + 1}", " ".join(annotation_words(page.obj))
        yield "alternative texts", " ".join(structure_words(pdf))


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
