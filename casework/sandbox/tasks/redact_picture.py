"""A photograph with boxes: pixels are replaced, never covered, and nothing but pixels is kept."""

from collections.abc import Mapping
from typing import Any, BinaryIO

from PIL import Image, ImageOps

from casework.sandbox.findings import Problem, Unreadable
from casework.sandbox.readers.images import FORMATS, MOST_PIXELS
from casework.sandbox.tasks.boxes import black_out, encode


def produce(source: BinaryIO, options: Mapping[str, Any], out: BinaryIO) -> dict[str, Any]:
    """Options: `boxes` ([left, top, width, height] in per cent of the upright picture), `side` for a preview (0: full
    size), `show` (outline the boxes as well, for a preview). Writes an upright JPEG without a word of metadata.

    Whatever lies under transparency, in further frames or in an embedded thumbnail is not carried over.
    """
    with Image.open(source, formats=FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Unreadable(Problem.TOO_MANY_PIXELS)
        frames = int(getattr(image, "n_frames", 1))
        picture = flat(image)
    side = int(options.get("side", 0))
    if side:
        picture.thumbnail((side, side))
    black_out(picture, options["boxes"])
    out.write(encode(picture))
    return {"width": picture.width, "height": picture.height, "frames": frames}


def flat(image: Image.Image) -> Image.Image:
    """Upright, on white, in plain RGB."""
    upright = ImageOps.exif_transpose(image)
    if upright.mode == "RGB":
        return upright.copy()
    layered = upright.convert("RGBA")
    picture = Image.new("RGB", layered.size, "white")
    picture.paste(layered, mask=layered.getchannel("A"))
    return picture
