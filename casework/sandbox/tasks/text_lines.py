"""Where the pieces of text of a PDF stand: to find out which copy its lines were moved for."""

import json
import zlib
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import pypdfium2

from casework.sandbox.findings import Problem, Unreadable
from casework.sandbox.readers.documents import open_document

MOST_PAGES = 2_000
MOST_ON_A_PAGE = 400
SHORTEST = 12  # letters; what is shorter stands on many pages


def produce(source: BinaryIO, options: Mapping[str, Any], out: BinaryIO) -> dict[str, Any]:
    """Options: `pages`, how many at most. Writes one line of JSON a page: [checksum of the text, lower edge in points]."""
    document = open_document(source)
    pages = min(len(document), int(options["pages"]), MOST_PAGES)
    try:
        for at in range(pages):
            page = document[at]
            out.write(json.dumps(list(_pieces(page)), separators=(",", ":")).encode() + b"\n")
            page.close()
    except pypdfium2.PdfiumError as error:
        raise Unreadable(Problem.DAMAGED) from error
    return {"pages": pages}


def _pieces(page: Any) -> Iterator[tuple[int, float]]:
    text, height = page.get_textpage(), page.get_height()
    for at in range(min(text.count_rects(), MOST_ON_A_PAGE)):
        left, bottom, right, top = text.get_rect(at)
        words = "".join(text.get_text_bounded(left, bottom, right, top).split())
        if len(words) >= SHORTEST:
            yield zlib.crc32(words.encode("utf-8", "replace")), round(height - bottom, 3)
    text.close()
