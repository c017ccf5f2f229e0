"""One page of a PDF as a picture."""

from collections.abc import Mapping
from typing import Any, BinaryIO

from casework.sandbox.findings import Problem, Unreadable
from casework.sandbox.readers.documents import open_document, page_picture

MOST_SIDE = 2400


def produce(source: BinaryIO, options: Mapping[str, Any], out: BinaryIO) -> dict[str, Any]:
    """Options: `number` (from 1) and `side`, the pixels of the longer side. Writes a JPEG."""
    document = open_document(source)
    pages, number = len(document), int(options["number"])
    if not 0 < number <= pages:
        raise Unreadable(Problem.DAMAGED)
    out.write(page_picture(document, number, min(int(options["side"]), MOST_SIDE)))
    return {"pages": pages}
