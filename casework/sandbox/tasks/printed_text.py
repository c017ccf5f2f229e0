"""The text that is printed on the pages of a PDF, from the first page on, until there is enough of it."""

from collections.abc import Mapping
from typing import Any, BinaryIO

import pypdfium2

from casework.sandbox.findings import Problem, Unreadable
from casework.sandbox.readers.documents import open_document

MOST_PAGES = 400


def produce(source: BinaryIO, options: Mapping[str, Any], out: BinaryIO) -> dict[str, Any]:
    """Options: `pages`, how many at most. Writes UTF-8, a form feed after each page."""
    document = open_document(source)
    pages = len(document)
    try:
        for at in range(min(pages, int(options["pages"]), MOST_PAGES)):
            text = document[at].get_textpage().get_text_range()
            out.write(text.encode("utf-8", "replace") + b"\f")
    except pypdfium2.PdfiumError as error:
        raise Unreadable(Problem.DAMAGED) from error
    return {"pages": pages}
