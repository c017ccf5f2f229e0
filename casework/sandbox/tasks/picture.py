"""A picture drawn anew, large enough to look closely."""

from collections.abc import Mapping
from typing import Any, BinaryIO

from PIL import Image

from casework.sandbox.findings import Problem, Unreadable
from casework.sandbox.readers.images import FORMATS, MOST_PIXELS, preview_of

MOST_SIDE = 3000


def produce(source: BinaryIO, options: Mapping[str, Any], out: BinaryIO) -> dict[str, Any]:
    """Option `side`: pixels of the longer side at most. Writes an upright JPEG without metadata."""
    side = min(int(options["side"]), MOST_SIDE)
    with Image.open(source, formats=FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Unreadable(Problem.TOO_MANY_PIXELS)
        image.draft("RGB", (side, side))
        out.write(preview_of(image, side))
        return {"width": image.width, "height": image.height}
