"""A page that we typeset ourselves as PNG, without loss: a figure's letters stay sharp."""

from collections.abc import Mapping
from typing import Any, BinaryIO

from casework.sandbox.readers.documents import open_document

CSS_PIXEL = 96 / 72


def produce(source: BinaryIO, options: Mapping[str, Any], out: BinaryIO) -> dict[str, Any]:
    """Options: `scale` (pixels for a CSS pixel) and `side`, the most pixels of the longer side. Writes a PNG."""
    page = open_document(source)[0]
    longest = max(page.get_width(), page.get_height(), 1.0)
    scale = min(float(options["scale"]) * CSS_PIXEL, float(options["side"]) / longest)
    page.render(scale=scale).to_pil().save(out, "PNG", optimize=False)
    return {"pages": 1}
