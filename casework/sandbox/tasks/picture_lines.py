"""The same numbers (see `page_lines`) for the lines that are seen in a picture, however it was held."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from PIL import Image

from casework.sandbox.findings import Problem, Unreadable
from casework.sandbox.flattening import Projection, clarity, ink_of, levelling, profile
from casework.sandbox.line_words import Piece, pieces, pitch_of
from casework.sandbox.tasks.page_symbols import LEAST_SIDE, upright

MOST_SIDE = 2000
TURNED = 1.5  # so much clearer have lines to be the other way


@dataclass(frozen=True)
class Level:
    """The ink of a picture, what makes its lines level, and the pieces of lines that are seen then."""

    ink: Image.Image
    by: Projection
    pieces: list[Piece]
    pitch: float


def produce(source: BinaryIO, _options: Mapping[str, Any], out: BinaryIO) -> dict[str, Any]:
    """Writes JSON: the numbers from top to bottom; how far the picture was turned (0 or 90 degrees); and what makes it
    level, for `pages_laid`."""
    picture, turned = standing(upright(source))
    seen = level(picture)
    found = {"lines": [one.bits for one in seen.pieces], "turned": turned, "by": seen.by}
    out.write(json.dumps(found).encode())
    return {"pieces": len(seen.pieces)}


def standing(picture: Image.Image, turned: int | None = None) -> tuple[Image.Image, int]:
    """The picture with its lines lying, no larger than is needed, and how far it was `turned` for that when it is not
    known. Raises Unreadable when it is too small."""
    if min(picture.size) < LEAST_SIDE:
        raise Unreadable(Problem.DAMAGED)
    picture.thumbnail((MOST_SIDE, MOST_SIDE), Image.Resampling.BOX)
    if turned is None:
        small = ink_of(picture)
        small.thumbnail((320, 320), Image.Resampling.BOX)
        turned = 90 if clarity(small.transpose(Image.Transpose.ROTATE_90)) > TURNED * clarity(small) else 0
    return picture.rotate(turned, expand=True) if turned else picture, turned


def level(picture: Image.Image, by: Projection | None = None) -> Level:
    """Make it level (`by`: with what, when that is known), and look for the pieces of its lines."""
    ink = ink_of(picture)
    by = by or levelling(ink)
    flat = ink.transform(ink.size, Image.Transform.PERSPECTIVE, by, Image.Resampling.BICUBIC)
    return Level(ink, by, pieces(flat), pitch_of(profile(flat), flat.width))
