"""What an office document says about itself: Open Packaging core properties, OpenDocument's meta.xml."""

import zipfile
from xml.etree import ElementTree  # untrusted XML, read only here: in the child, whose memory and time are limited

from casework.sandbox.findings import Value

MOST = 512 * 1024
_PARTS = ("docProps/core.xml", "docProps/app.xml", "meta.xml")
_WANTED = {
    "creator": "artist",
    "lastModifiedBy": "modified_by",
    "initial-creator": "first_artist",
    "created": "created_at",
    "creation-date": "created_at",
    "modified": "modified_at",
    "date": "modified_at",
    "lastPrinted": "printed_at",
    "print-date": "printed_at",
    "revision": "revisions",
    "editing-cycles": "revisions",
    "TotalTime": "editing_minutes",
    "editing-duration": "editing_time",
    "Application": "software",
    "generator": "software",
    "AppVersion": "software_version",
    "Company": "company",
    "Template": "template",
    "Pages": "pages",
    "Words": "words",
    "title": "title",
    "subject": "subject",
    "description": "description",
    "keywords": "keywords",
}


def facts(archive: zipfile.ZipFile) -> dict[str, Value]:
    """Author, times, program, revisions; at most half a megabyte of each part is unpacked."""
    found: dict[str, Value] = {}
    for part in _PARTS:
        try:
            with archive.open(part) as packed:
                root = ElementTree.fromstring(packed.read(MOST))  # noqa: S314 - see the import
        except (KeyError, RuntimeError, ElementTree.ParseError, zipfile.BadZipFile, NotImplementedError):
            continue
        for element in root.iter():
            name = _WANTED.get(element.tag.rpartition("}")[2])
            text = (element.text or "").strip()
            if name and text:
                found[name] = int(text) if text.isdigit() and len(text) < 12 else text
    return found
