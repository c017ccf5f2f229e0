"""A document with boxes: every page becomes a picture, so that no text, layer, note or earlier version is left."""

import io
from collections.abc import Mapping
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Dictionary, Name, Pdf, Stream

from casework.sandbox.findings import Problem, Unreadable
from casework.sandbox.readers.documents import open_document
from casework.sandbox.tasks.boxes import black_out, encode

SCALE = 150 / 72
MOST_SIDE = 3000
MOST_PAGES = 1000

pikepdf.settings.set_flate_compression_level(6)


def produce(source: BinaryIO, options: Mapping[str, Any], out: BinaryIO) -> dict[str, Any]:
    """Options: `boxes` ({page number as text: [[left, top, width, height], …]} in per cent of the page), `only` a page for
    a preview (then the product is its JPEG). Writes a PDF of pictures without a word of metadata."""
    document = open_document(source)
    if len(document) > MOST_PAGES:
        raise Unreadable(Problem.LIMITS)
    boxes, only = options["boxes"], int(options.get("only", 0))
    if only:
        if only > len(document):
            raise Unreadable(Problem.DAMAGED)
        out.write(drawn(document, only, boxes.get(str(only), []))[0])
        return {"pages": len(document)}
    with Pdf.new() as made:
        for number in range(1, len(document) + 1):
            add_page(made, *drawn(document, number, boxes.get(str(number), [])))
        held = io.BytesIO()
        made.save(held, deterministic_id=True)
    out.write(held.getbuffer())
    return {"pages": len(document)}


def drawn(document: Any, number: int, boxes: Any) -> tuple[bytes, tuple[int, int], tuple[float, float]]:
    """One page as a JPEG with its boxes, its size in pixels, and its size in points."""
    page = document[number - 1]
    width, height = page.get_size()
    scale = min(SCALE, MOST_SIDE / max(width, height, 1))
    picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    page.close()
    black_out(picture, boxes)
    return encode(picture), picture.size, (float(width), float(height))


def add_page(made: Pdf, jpeg: bytes, pixels: tuple[int, int], points: tuple[float, float]) -> None:
    """A page that holds one picture and nothing else."""
    made.add_blank_page(page_size=points)
    page = made.pages[-1]
    image = Stream(
        made, jpeg, Type=Name.XObject, Subtype=Name.Image, Width=pixels[0], Height=pixels[1],
        ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip
    page.obj.Resources = Dictionary(XObject=Dictionary(Page=image))
    page.obj.Contents = Stream(made, f"q {points[0]:.2f} 0 0 {points[1]:.2f} 0 0 cm /Page Do Q".encode())
