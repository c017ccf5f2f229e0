"""The small square symbols (Data Matrix) in the margins of a page: of a photograph, a screenshot, or a PDF's pages."""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import zxingcpp
from PIL import Image, ImageOps

from casework.sandbox.findings import Problem, Unreadable
from casework.sandbox.readers.documents import open_document
from casework.sandbox.readers.images import FORMATS, MOST_PIXELS

MOST_PAGES = 20
LEAST_SIDE = 300  # pixels: in fewer nothing of a page is told from anything
PAGE_SCALE = 200 / 72
# A symbol of 6 mm is some 25 pixels at 100 dpi: enlarged, it is found. What is large already is looked at as it is.
TRIES = (1, 2, 3, 4)
MOST_ENLARGED = 24_000_000


def produce(source: BinaryIO, options: Mapping[str, Any], out: BinaryIO) -> dict[str, Any]:
    """Options: `is_pdf`, and `pages`, how many of a PDF at most. Writes what the symbols say, a line each."""
    found: set[str] = set()
    is_small = False
    pictures = of_pages(source, int(options["pages"])) if options["is_pdf"] else iter([upright(source)])
    for picture in pictures:
        is_small = min(picture.size) < LEAST_SIDE
        found |= symbols(picture)
    out.write("\n".join(sorted(found)).encode())
    return {"found": len(found), "small": int(is_small)}


def upright(source: BinaryIO) -> Image.Image:
    """The picture in shades of grey, on white. Raises Unreadable when it has too many pixels."""
    with Image.open(source, formats=FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Unreadable(Problem.TOO_MANY_PIXELS)
        layered = ImageOps.exif_transpose(image).convert("LA")
    picture = Image.new("L", layered.size, 255)
    picture.paste(layered.convert("L"), mask=layered.getchannel("A"))
    return picture


def of_pages(source: BinaryIO, most: int) -> Iterator[Image.Image]:
    """The first pages, drawn."""
    document = open_document(source)
    for at in range(min(len(document), most, MOST_PAGES)):
        page = document[at]
        scale = min(PAGE_SCALE, 4000 / max(page.get_width(), page.get_height(), 1.0))
        yield page.render(scale=scale).to_pil().convert("L")


def symbols(picture: Image.Image) -> set[str]:
    """What every symbol says; the picture is enlarged until there is one."""
    for times in TRIES:
        if times > 1 and picture.width * picture.height * times**2 > MOST_ENLARGED:
            break
        size = (picture.width * times, picture.height * times)
        larger = picture if times == 1 else picture.resize(size, Image.Resampling.BICUBIC)
        read = zxingcpp.read_barcodes(larger, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.DataMatrix]))
        if found := {one.text for one in read if one.text and one.text.isascii() and one.text.isprintable()}:
            return found
    return set()
