"""The child process: give up every right, look into the file that is served to it, answer on standard output, end."""

import importlib
import json
import os
import struct
import sys
from typing import Any, BinaryIO, cast

from casework.sandbox import confine, signatures
from casework.sandbox.findings import Inspection, Notice, Problem
from casework.sandbox.served import open_served

_BY_TYPE = {
    "application/pdf": "documents",
    "text/html": "captures",
    "application/warc": "captures",
    "application/gzip": "captures",
    "message/rfc822": "messages",
}
HEAD = 64 * 1024
TAIL = 64 * 1024


def reader_of(media_type: str) -> str:
    """Name of the module that knows this kind of file; "none" for what is only stored."""
    if media_type in (signatures.PLAYLIST, "image/svg+xml"):
        return "none"
    if media_type in signatures.ZIPPED:
        return "archives"
    if media_type in _BY_TYPE:
        return _BY_TYPE[media_type]
    kind = media_type.partition("/")[0]
    return {"image": "images", "audio": "recordings", "video": "recordings", "text": "texts"}.get(kind, "none")


def notices_of(name: str, seen: str, head: bytes, tail: bytes) -> list[Notice]:
    """What the type and the ends of the file already tell."""
    found = []
    if signatures.extension_differs(name, seen):
        found.append(Notice.EXTENSION_DIFFERS)
    if seen in signatures.ACTIVE_TEXT or (seen == "application/pdf" and b"/JavaScript" in head + tail):
        found.append(Notice.ACTIVE_CONTENT)
    if seen == signatures.PLAYLIST:
        found.append(Notice.PLAYLIST)
    if seen in signatures.PROGRAMS:
        found.append(Notice.PROGRAM)
    if signatures.hides_a_second_format(head, tail, seen):
        found.append(Notice.SECOND_FORMAT)
    return found


def look(source: BinaryIO, seen: str, reader: Any) -> Inspection:
    """Run the reader; whatever goes wrong inside it is an answer, never a traceback."""
    source.seek(0)
    try:
        return cast(Inspection, reader.read(source, seen))
    except MemoryError:
        return Inspection(seen, problem=Problem.LIMITS)
    except Exception:
        return Inspection(seen, problem=Problem.UNREADABLE)


def answer(inspection: Inspection, notices: list[Notice], held: dict[str, bool]) -> None:
    """Write four bytes of length, that much JSON, and the preview."""
    body = {
        "media_type": inspection.media_type,
        "metadata": inspection.metadata,
        "problem": inspection.problem,
        "notices": [*notices, *inspection.notices],
        "likeness": inspection.likeness,
        "isolation": held,
    }
    text = json.dumps(body).encode()
    with os.fdopen(1, "wb", closefd=False) as out:
        out.write(struct.pack(">I", len(text)) + text + (inspection.preview or b""))


def main() -> None:
    """Order matters: limits, our own code, the remaining rights, and only then the file's parser."""
    held = confine.before_imports()
    source = open_served()
    head = source.read(HEAD)
    source.seek(max(0, source.seek(0, os.SEEK_END) - TAIL))
    tail = source.read(TAIL)
    seen = signatures.media_type(head)
    name = reader_of(seen)
    reader = None if name == "none" else importlib.import_module(f"casework.sandbox.readers.{name}")
    held |= confine.before_reading()
    notices = notices_of(sys.argv[-1], seen, head, tail)
    answer(Inspection(seen) if reader is None else look(source, seen, reader), notices, held)
