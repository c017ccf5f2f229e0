"""Black boxes on a picture, given in per cent so that they fit every size of it."""

import io
import math
from collections.abc import Iterable, Sequence

from PIL import Image

GRID = 8
"""JPEG works in squares of eight pixels: boxes grow outwards to them, so that no square mixes box and picture."""
QUALITY = 90

Box = Sequence[float]


def pixels_of(box: Box, width: int, height: int, grid: int = GRID) -> tuple[int, int, int, int]:
    """Left, top, right, bottom in pixels (right and bottom outside): grown outwards, cut at the edges."""
    left, top, wide, high = (max(0.0, min(100.0, float(value))) for value in box)
    return (
        math.floor(width * left / 100 / grid) * grid,
        math.floor(height * top / 100 / grid) * grid,
        min(width, math.ceil(width * min(100.0, left + wide) / 100 / grid) * grid),
        min(height, math.ceil(height * min(100.0, top + high) / 100 / grid) * grid),
    )


def black_out(picture: Image.Image, boxes: Iterable[Box]) -> None:
    """Replace the pixels of each box by black."""
    for box in boxes:
        place = pixels_of(box, picture.width, picture.height)
        if place[0] < place[2] and place[1] < place[3]:
            picture.paste((0, 0, 0), place)


def encode(picture: Image.Image) -> bytes:
    """A JPEG with no metadata and full colour resolution: the same picture gives the same bytes."""
    out = io.BytesIO()
    clean = Image.frombytes("RGB", picture.size, picture.tobytes())
    clean.save(out, "JPEG", quality=QUALITY, subsampling=0)
    return out.getvalue()
