"""PDF: number of pages, what its writer noted, and the first page as a picture."""

import codecs
import re
from typing import Any, BinaryIO
from xml.etree import ElementTree  # its errors; nothing is parsed with it here

import pypdfium2
from PIL import Image  # noqa: F401 - pages become pictures through it; loaded before files are closed off

from casework.sandbox.findings import Inspection, Problem, Unreadable, Value
from casework.sandbox.readers import traces
from casework.sandbox.readers.images import PREVIEW_SIDE, preview_of

codecs.lookup("utf-16-le")  # pypdfium2's texts; loaded while files can still be opened

_open: Any = pypdfium2.PdfDocument  # the library is only half typed
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(Z|[+-]\d\d'\d\d)?")
MOST_READ = 32 * 1024 * 1024
_XMP = {"history", "history_steps", "document_id", "original_document_id", "metadata_at"}
_NOTES = {
    "Title": "title",
    "Author": "artist",
    "Producer": "software",
    "Creator": "creator_program",
    "CreationDate": "created_at",
    "ModDate": "modified_at",
}


def read(source: BinaryIO, seen: str) -> Inspection:
    """Pages and notes; scripts and forms in the file are not run (no form environment is made)."""
    try:
        document = open_document(source)
    except Unreadable as reason:
        return Inspection(seen, problem=reason.problem)
    metadata: dict[str, Value] = {"pages": len(document)}
    for note, name in _NOTES.items():
        if value := document.get_metadata_value(note):
            metadata[name] = _when(value) if name.endswith("_at") else value
    metadata |= _structure(document, source)
    try:
        return Inspection(seen, metadata, page_picture(document, 1, PREVIEW_SIDE))
    except Unreadable:
        return Inspection(seen, metadata, problem=Problem.DAMAGED)


def _structure(document: Any, source: BinaryIO) -> dict[str, Value]:
    """Version, attachments, how often the file was saved on top of itself, and its XMP when that lies open."""
    found: dict[str, Value] = {}
    if version := document.get_version():
        found["pdf_version"] = f"{version // 10}.{version % 10}"
    if attachments := document.count_attachments():
        found["attachments"] = attachments
    width, height = document.get_page_size(0) if len(document) else (0, 0)
    found["page_size"] = f"{width * 0.352778:.0f} × {height * 0.352778:.0f} mm"
    source.seek(0)
    content = source.read(MOST_READ)
    found["revisions"] = content.count(b"%%EOF")
    if b"/ByteRange" in content:
        found["signatures"] = content.count(b"/ByteRange")
    try:
        return found | {name: value for name, value in traces.xmp(content).items() if name in _XMP}
    except ElementTree.ParseError:
        return found


def open_document(source: BinaryIO) -> Any:
    """The document without its scripts and forms. Raises Unreadable."""
    try:
        return _open(source)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise Unreadable(Problem.ENCRYPTED if locked else Problem.UNREADABLE) from error


def page_picture(document: Any, number: int, side: int) -> bytes:
    """A page (from 1) as a JPEG of `side` pixels on its longer side. Raises Unreadable."""
    try:
        page = document[number - 1]
        longest = max(page.get_width(), page.get_height(), 1.0)
        return preview_of(page.render(scale=min(side / longest, 4.0)).to_pil(), side)
    except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
        raise Unreadable(Problem.DAMAGED) from error


def _when(text: str) -> str:
    """A PDF date (ISO 32000-1, 7.9.4: `D:20250308101112+03'00'`) as ISO 8601; anything else as it stands."""
    match = _DATE.match(text)
    if not match:
        return text
    year, month, day, hour, minute, second, zone = match.groups()
    offset = "Z" if zone == "Z" else f"{zone[:3]}:{zone[4:6]}" if zone else ""
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{offset}"
