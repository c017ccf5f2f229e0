"""The words of one page of a PDF, head and foot left aside."""

from collections.abc import Mapping
from typing import Any, BinaryIO

import pypdfium2

from casework.sandbox.findings import Problem, Unreadable
from casework.sandbox.readers.documents import open_document
from casework.sandbox.tasks.page_content import content_words


def produce(source: BinaryIO, options: Mapping[str, Any], out: BinaryIO) -> dict[str, Any]:
    """Option `number` (from 1). Writes UTF-8, a word on each line."""
    document = open_document(source)
    try:
        for word, _place in content_words(document[int(options["number"]) - 1]):
            out.write(word.encode("utf-8", "replace") + b"\n")
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise Unreadable(Problem.DAMAGED) from error
    return {"pages": len(document)}
