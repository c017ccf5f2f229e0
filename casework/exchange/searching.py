"""Names in files that are text: a message export, a list, a page. What is text can be searched, so it is."""

import codecs
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from casework.evidence.models import Exhibit
from casework.leaks.matching import Wanted, spans
from casework.storage import AlteredContent, FileStore, MissingContent

MOST_SEARCHED = 64 * 1024 * 1024
_PIECE = 256 * 1024
_OVERLAP = 400
_TEXTS = {"application/json", "application/xml", "application/x-subrip", "application/rtf", "message/rfc822", "image/svg+xml"}  # fmt: skip
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def naming_files(store: FileStore, rows: Iterable[Exhibit], names: Wanted) -> set[str]:
    """References of the exhibits whose text names somebody, or is too long to be searched; metadata counts as text."""
    return {row.reference for row in rows if names and row.sha256 and names_somebody(store, row, names)}


def names_somebody(store: FileStore, row: Exhibit, names: Wanted) -> bool:
    """Whether a name stands in what the file says about itself or, when it is a text, anywhere in it."""
    if spans("\n".join(str(value) for value in row.embedded.values()), names):
        return True
    if not row.media_type.startswith("text/") and row.media_type not in _TEXTS:
        return False
    if (row.size or 0) > MOST_SEARCHED:
        return True
    try:
        return any(text_names(store, row.sha256, encoding, names) for encoding in encodings(store, row.sha256))
    except (MissingContent, AlteredContent):
        return False  # it is found again, and left out, when it is to be written


def text_names(store: FileStore, sha256: str, encoding: str, names: Wanted) -> bool:
    """Whether one of the names stands in a file that is read in this encoding."""
    return any(spans(piece, names) for piece in pieces(store, sha256, encoding))


def encodings(store: FileStore, sha256: str) -> list[str]:
    """What the bytes may be written in: as marked, else UTF-8 and the Arabic code page of old Windows."""
    with store.open_stream(sha256) as stream:
        head = stream.read(4)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    return [marked] if marked else ["utf-8", "cp1256"]


def pieces(store: FileStore, sha256: str, encoding: str) -> Iterator[str]:
    """The text in pieces that overlap, so that a name on a border is in one of them."""
    with store.open_stream(sha256) as stream:
        yield from overlapping(stream, codecs.getincrementaldecoder(encoding)("replace"))


def overlapping(stream: BinaryIO, decoder: codecs.IncrementalDecoder) -> Iterator[str]:
    before = ""
    while chunk := stream.read(_PIECE):
        text = before + decoder.decode(chunk)
        yield text
        before = text[-_OVERLAP:]
