"""One page of a PDF as a picture in which some of its words are marked, by their numbers."""

from collections.abc import Mapping
from typing import Any, BinaryIO

import pypdfium2
from PIL import ImageDraw

from casework.sandbox.findings import Problem, Unreadable
from casework.sandbox.readers.documents import open_document
from casework.sandbox.readers.images import preview_of
from casework.sandbox.tasks.page_content import content_words

MOST_SIDE = 2400
# A line under the word: seen in grey as well, and by who does not tell red from green.
COLOUR = (176, 64, 0)


def produce(source: BinaryIO, options: Mapping[str, Any], out: BinaryIO) -> dict[str, Any]:
    """Options: `number` (from 1), `side` (pixels of the longer side), `spans`: [first, last] of the words (from 0) to be
    marked. Writes a JPEG."""
    document = open_document(source)
    wanted = {at for first, last in options["spans"] for at in range(int(first), min(int(last), 100_000))}
    try:
        page = document[int(options["number"]) - 1]
        width, height = page.get_size()
        scale = min(min(int(options["side"]), MOST_SIDE) / max(width, height, 1.0), 4.0)
        picture = page.render(scale=scale).to_pil().convert("RGB")
        pencil = ImageDraw.Draw(picture)
        for at, (_word, (left, bottom, right, _top)) in enumerate(content_words(page)):
            if at in wanted:
                y = (height - bottom + 1) * scale
                pencil.line((left * scale, y, right * scale, y), fill=COLOUR, width=max(2, round(scale * 1.2)))
    except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
        raise Unreadable(Problem.DAMAGED) from error
    out.write(preview_of(picture, max(picture.size)))
    return {"pages": len(document)}
