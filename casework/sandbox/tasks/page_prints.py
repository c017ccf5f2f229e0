"""A fingerprint of the text of every page of a PDF, so that two files can be laid side by side without their texts."""

import hashlib
from collections.abc import Mapping
from typing import Any, BinaryIO

import pypdfium2

from casework.sandbox.findings import Problem, Unreadable
from casework.sandbox.readers.documents import open_document
from casework.sandbox.tasks.page_content import content_text

MOST_PAGES = 20_000


def produce(source: BinaryIO, _options: Mapping[str, Any], out: BinaryIO) -> dict[str, Any]:
    """Writes a line of 32 hexadecimal digits for each page, head and foot left aside. One page is in memory at a time."""
    document = open_document(source)
    pages = len(document)
    try:
        for at in range(min(pages, MOST_PAGES)):
            page = document[at]
            digest = hashlib.sha256(content_text(page).encode("utf-8", "replace")).hexdigest()
            out.write(digest[:32].encode() + b"\n")
            page.close()
    except pypdfium2.PdfiumError as error:
        raise Unreadable(Problem.DAMAGED) from error
    return {"pages": pages}
