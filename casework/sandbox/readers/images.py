"""Photographs and drawings: size, what the camera wrote, and a small picture drawn anew."""

import io
from typing import BinaryIO

import pillow_heif
from PIL import Image, ImageFile, ImageOps

from casework.sandbox.findings import Inspection, Problem, Value, both
from casework.sandbox.likeness import likeness_of
from casework.sandbox.readers import exif, traces

MOST_PIXELS = 120_000_000
PREVIEW_SIDE = 1024
_WANTED = ("JPEG", "PNG", "GIF", "TIFF", "BMP", "WEBP", "AVIF", "JPEG2000", "HEIF")

pillow_heif.options.DECODE_THREADS = 1  # the child may start no process, and needs no second thread
pillow_heif.register_heif_opener()
Image.init()
FORMATS = [name for name in _WANTED if name in Image.OPEN]
Image.MAX_IMAGE_PIXELS = None  # compared by hand below, so that the size is still reported


def read(source: BinaryIO, seen: str) -> Inspection:
    """Size, what was written into it, preview and likeness. A damaged picture gives what can still be seen of it."""
    with Image.open(source, formats=FORMATS) as image:
        metadata: dict[str, Value] = {"width": image.width, "height": image.height}
        if image.width * image.height > MOST_PIXELS:
            return Inspection(seen, metadata, problem=Problem.TOO_MANY_PIXELS)
        metadata |= both(exif.facts(image), traces.facts(image))
        try:
            image.draft("RGB", (PREVIEW_SIDE * 2, PREVIEW_SIDE * 2))
            image.load()
        except (OSError, SyntaxError, ValueError):
            return Inspection(seen, metadata, _what_is_left(source), Problem.DAMAGED)
        return Inspection(seen, metadata, preview_of(image), likeness=likeness_of(image))


def preview_of(image: Image.Image, side: int = PREVIEW_SIDE) -> bytes:
    """A JPEG of at most `side` pixels a side, upright, on white, without a word of metadata."""
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((side, side))
    layered = upright.convert("RGBA")
    picture = Image.new("RGB", layered.size, "white")
    picture.paste(layered, mask=layered.getchannel("A"))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82)
    return out.getvalue()


def _what_is_left(source: BinaryIO) -> bytes | None:
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    source.seek(0)
    try:
        with Image.open(source, formats=FORMATS) as image:
            return preview_of(image)
    except (OSError, SyntaxError, ValueError):
        return None
