"""Pages saved from the web: HTML as text, and WARC (ISO 28500). Read, never shown, never run."""

import gzip
import html
import re
import zlib
from typing import BinaryIO

from casework.sandbox.findings import Inspection, Value

MOST = 1024 * 1024
_HTML = {
    "title": re.compile(r"<title[^>]*>([^<]{1,500})", re.I),
    "saved_from": re.compile(r"<!--\s*saved from url=\(\d+\)(\S{1,500})", re.I),
    "canonical": re.compile(r"<link[^>]+rel=[\"']?canonical[\"']?[^>]+href=[\"']([^\"']{1,500})", re.I),
    "software": re.compile(r"<meta[^>]+name=[\"']generator[\"'][^>]+content=[\"']([^\"']{1,300})", re.I),
    "artist": re.compile(r"<meta[^>]+name=[\"']author[\"'][^>]+content=[\"']([^\"']{1,300})", re.I),
    "published_at": re.compile(
        r"<meta[^>]+property=[\"'](?:article|og):published_time[\"'][^>]+content=[\"']([^\"']{1,60})", re.I
    ),
    "modified_at": re.compile(
        r"<meta[^>]+property=[\"'](?:article|og):modified_time[\"'][^>]+content=[\"']([^\"']{1,60})", re.I
    ),
}
_SINGLE_FILE = re.compile(r"Page saved with SingleFile\s+url:\s*(\S{1,500})\s+saved date:\s*([^\n]{1,80})", re.I)
_HEADERS = {
    "warc-target-uri": "saved_from",
    "warc-date": "captured_at",
    "software": "software",
    "isPartOf".lower(): "title",
    "warc-record-id": "document_id",
}


def read(source: BinaryIO, seen: str) -> Inspection:
    """Where the page was, when it was saved, with what."""
    content = source.read(MOST)
    if seen == "application/gzip":
        content = _inside(content)
        if not content.startswith(b"WARC/1."):
            return Inspection(seen)
        seen = "application/warc"
    if seen == "application/warc":
        return Inspection(seen, _warc(content))
    text = content.decode("utf-8", "replace")
    found: dict[str, Value] = {}
    for name, pattern in _HTML.items():
        if match := pattern.search(text):
            found[name] = html.unescape(match.group(1)).strip()
    if match := _SINGLE_FILE.search(text):
        found |= {"saved_from": match.group(1), "captured_at": match.group(2).strip(), "software": "SingleFile"}
    return Inspection(seen, found)


def _inside(packed: bytes) -> bytes:
    """The beginning of what is packed: at most a megabyte, whatever it claims."""
    try:
        return zlib.decompressobj(wbits=31).decompress(packed, MOST)
    except (zlib.error, gzip.BadGzipFile):
        return b""


def _warc(content: bytes) -> dict[str, Value]:
    found: dict[str, Value] = {"entries": content.count(b"WARC/1.")}
    for line in content.decode("utf-8", "replace").splitlines():
        header, _colon, value = line.partition(":")
        if (name := _HEADERS.get(header.strip().lower())) and value.strip():
            found.setdefault(name, value.strip())
    return found
