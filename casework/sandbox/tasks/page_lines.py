"""What tells the lines of each page of a PDF from others: a number for every long piece of a line (see `line_words`)."""

import json
from collections.abc import Mapping
from typing import Any, BinaryIO

import pypdfium2
from PIL import Image, ImageOps

from casework.sandbox.findings import Problem, Unreadable
from casework.sandbox.line_words import pieces
from casework.sandbox.readers.documents import open_document

MOST_PAGES = 500
MOST_SIDE = 1700.0


def produce(source: BinaryIO, options: Mapping[str, Any], out: BinaryIO) -> dict[str, Any]:
    """Options: `first` (from 0) and `pages`, how many at most. Writes a line of JSON a page: its numbers from top to
    bottom."""
    document = open_document(source)
    first = int(options["first"])
    last = min(len(document), first + min(int(options["pages"]), MOST_PAGES))
    try:
        for at in range(first, last):
            page = document[at]
            out.write(json.dumps([one.bits for one in pieces(ink_of_page(page, 1.0))]).encode() + b"\n")
            page.close()
    except pypdfium2.PdfiumError as error:
        raise Unreadable(Problem.DAMAGED) from error
    return {"pages": len(document)}


def ink_of_page(page: Any, scale: float, finer: int = 1) -> Image.Image:
    """The ink of a typeset page, so many pixels a point; drawn larger first, because letters are set down on whole
    pixels."""
    scale = min(scale, MOST_SIDE * 2 / max(page.get_width(), page.get_height(), 1.0))
    drawn = page.render(scale=scale * finer, grayscale=True).to_pil().convert("L")
    return ImageOps.invert(drawn.reduce(finer) if finer > 1 else drawn)
