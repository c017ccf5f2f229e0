"""The text of every page of a PDF with its printed number, so that two files can be laid side by side."""

from collections.abc import Mapping
from typing import Any, BinaryIO

import pypdfium2

from casework.sandbox.findings import Problem, Unreadable
from casework.sandbox.readers.documents import open_document
from casework.sandbox.tasks.page_content import content_text

MOST_PAGES = 20_000
_BROKEN = str.maketrans({"\x02": "-", "\t": " "})  # pdfium's sign for a hyphen at the end of a line


def produce(source: BinaryIO, _options: Mapping[str, Any], out: BinaryIO) -> dict[str, Any]:
    """Writes UTF-8, a line for each page: its printed number, a tab, its words with a space between; head and foot are
    left aside. One page is in memory at a time."""
    document = open_document(source)
    pages = len(document)
    try:
        for at in range(min(pages, MOST_PAGES)):
            page = document[at]
            label = " ".join(document.get_page_label(at).split()) or str(at + 1)
            out.write(f"{label}\t{content_text(page).translate(_BROKEN)}\n".encode("utf-8", "replace"))
            page.close()
    except pypdfium2.PdfiumError as error:
        raise Unreadable(Problem.DAMAGED) from error
    return {"pages": pages}
