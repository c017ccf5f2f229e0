"""Traces of editing in a picture: XMP (ISO 16684-1) with its history, IPTC, and how its JPEG was compressed."""

import contextlib
import hashlib
import re
from typing import Any
from xml.etree import ElementTree  # untrusted XML, read only here: in the child, whose memory and time are limited

from PIL import Image, IptcImagePlugin

from casework.sandbox.findings import Value, both

MOST_XMP = 512 * 1024
_SPACES = {
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "stEvt": "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
_WANTED = {
    "xmp:CreatorTool": "creator_program",
    "xmp:CreateDate": "created_at",
    "xmp:ModifyDate": "xmp_modified_at",
    "xmp:MetadataDate": "metadata_at",
    "xmpMM:DocumentID": "document_id",
    "xmpMM:OriginalDocumentID": "original_document_id",
    "photoshop:DateCreated": "date_created",
    "photoshop:City": "city",
    "photoshop:Country": "country",
    "photoshop:Credit": "credit",
    "photoshop:History": "history",
    "Iptc4xmpExt:DigitalSourceType": "digital_source_type",
    "dc:creator": "artist",
    "dc:description": "description",
    "dc:rights": "copyright",
    "dc:title": "title",
}
_IPTC = {
    (2, 5): "title", (2, 55): "date_created", (2, 65): "software", (2, 80): "artist", (2, 90): "city",
    (2, 101): "country", (2, 110): "credit", (2, 116): "copyright", (2, 120): "description", (2, 25): "keywords",
}  # fmt: skip
_TEXTS = {
    "comment": "comment", "Comment": "comment", "Software": "software", "Title": "title", "Author": "artist",
    "Description": "description", "Copyright": "copyright", "Creation Time": "created_at", "Source": "credit",
    "parameters": "generator_orders", "prompt": "generator_orders", "workflow": "generator_orders",
}  # fmt: skip
# The luminance table of the Independent JPEG Group at quality 50, in the order that the file stores it.
_IJG_50 = (16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61, 60, 57, 51,
           56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87, 95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120,
           92, 101, 103, 99)  # fmt: skip


def facts(image: Image.Image) -> dict[str, Value]:
    """XMP, IPTC and compression; whatever cannot be read is left out."""
    found: dict[str, Value] = {}
    for part in (_iptc, _compression, _xmp_of, _profile, _frames, _texts, _credentials):
        with contextlib.suppress(Exception):  # one broken block does not hide the others
            found = both(found, part(image))
    return found


def xmp(packet: bytes) -> dict[str, Value]:
    """The values of an XMP packet that tell who made it, when, with what, and what was done to it since."""
    start = packet.find(b"<x:xmpmeta")
    end = packet.rfind(b"</x:xmpmeta>")
    if start < 0 or end < 0 or end - start > MOST_XMP:
        return {}
    root = ElementTree.fromstring(packet[start : end + 12])  # noqa: S314 - see the import
    found: dict[str, Value] = {}
    for described in root.iter(_name("rdf:Description")):
        for wanted, name in _WANTED.items():
            text = described.get(_name(wanted)) or _text(described.find(_name(wanted)))
            if text and name not in found:
                found[name] = text
    if steps := _history(root):
        found |= {"history": "; ".join(steps), "history_steps": len(steps)}
    return found


def _name(short: str) -> str:
    prefix, _colon, local = short.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _history(root: Any) -> list[str]:
    """One line for each step: saved 2025-03-09T10:00:00+03:00 Adobe Photoshop 26.0."""
    steps = []
    for step in root.iter(_name("rdf:li")):
        words = [
            step.get(_name(f"stEvt:{part}")) or _text(step.find(_name(f"stEvt:{part}")))
            for part in ("action", "when", "softwareAgent")
        ]
        if words[0]:
            steps.append(" ".join(word for word in words if word))
    return steps[:50]


def _xmp_of(image: Image.Image) -> dict[str, Value]:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    return xmp(packet.encode() if isinstance(packet, str) else packet) if packet else {}


def _iptc(image: Any) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key, value in (IptcImagePlugin.getiptcinfo(image) or {}).items():
        if name := _IPTC.get(key):
            parts = value if isinstance(value, list) else [value]
            found[name] = ", ".join(part.decode("utf-8", "replace") for part in parts)
    return found


def _compression(image: Image.Image) -> dict[str, Value]:
    """Quality as libjpeg counts it, when the tables are its own; else only that a maker's tables were used.

    A camera's tables differ from those of the program that saves a picture anew (Farid, 2006).
    """
    tables = getattr(image, "quantization", None)
    if not tables:
        return {}
    flat = b"".join(bytes(min(value, 255) for value in table) for _number, table in sorted(tables.items()))
    found: dict[str, Value] = {"jpeg_tables": hashlib.sha256(flat).hexdigest()[:16]}
    for quality in range(1, 101):
        scale = 5000 // quality if quality < 50 else 200 - 2 * quality
        if _same(tables[0], [min(max((value * scale + 50) // 100, 1), 255) for value in _IJG_50]):
            return found | {"jpeg_quality": quality}
    return found


def _same(stored: Any, wanted: list[int]) -> bool:
    return sorted(stored) == sorted(wanted)


def _texts(image: Image.Image) -> dict[str, Value]:
    """Comments of JPEG, GIF and PNG; programs that invent pictures note their orders there."""
    found: dict[str, Value] = {}
    for key, name in _TEXTS.items():
        value = image.info.get(key)
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")
        if text.strip("\0 "):
            found.setdefault(name, text.strip("\0 "))
    return found


def _credentials(image: Image.Image) -> dict[str, Value]:
    """Whether Content Credentials (C2PA) are in it. They are not verified here."""
    parts = getattr(image, "applist", [])
    return {"content_credentials": "C2PA"} if any(b"c2pa" in part for name, part in parts if name == "APP11") else {}


def _profile(image: Image.Image) -> dict[str, Value]:
    profile = image.info.get("icc_profile") or b""
    named = re.search(rb"desc\0\0\0\0\0\0\0.([\x20-\x7e]{3,60})", profile)
    return {"colour_profile": named.group(1).decode()} if named else {"colour_profile": "ICC"} if profile else {}


def _frames(image: Image.Image) -> dict[str, Value]:
    count = int(getattr(image, "n_frames", 1))
    return {"frames": count} if count > 1 else {}
