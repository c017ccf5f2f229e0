"""Typeset a part of a long document by itself, ready to be merged with the others (`casework.printing.merging`).

A link to `casework:to/ID` leads to the anchor ID of whichever fragment has it; `casework:to/ID?words` says too what is
read aloud for it. Pages carry no running heads: they are laid over when the number of all pages is known.
"""

from functools import cache
from typing import Any
from urllib.parse import unquote

import pydyf
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from casework.printing.pieces import Fragment, Place, Resources
from casework.printing.rendering import LockedFetcher, RenderingRefused
from casework.printing.tagging import complete_tags
from casework.printing.vowels import join_vowels

TO = "casework:to/"
POINTS = 0.75  # of a CSS pixel
# Elements that may hold their text themselves (ISO 32000-1, 14.8.4.3 and 14.8.4.4).
HOLDERS = {f"/{name}" for name in ("P", "H1", "H2", "H3", "TH", "TD", "LBody", "Lbl", "Caption", "Span", "NonStruct")}
PLAIN = {"Type", "S", "K", "Pg", "P"}


@cache
def sheet(name: str) -> tuple[CSS, FontConfiguration]:
    """A vendored style sheet, read once in each process, with its fonts."""
    fonts = FontConfiguration()
    fetcher = LockedFetcher({})
    read = CSS(url=f"casework:{name}", url_fetcher=fetcher, base_url="casework:", font_config=fonts)
    return read, fonts


def render_fragment(html: str, resources: Resources, *, style: str, tag: str) -> Fragment:
    """The fragment; `style` names the style sheet, and `tag` (letters, digits) is unlike that of every other fragment.

    The same page gives the same bytes. Raises RenderingRefused for an unregistered resource.
    """
    css, fonts = sheet(style)
    try:
        page = HTML(string=html, url_fetcher=LockedFetcher(resources), base_url="casework:")
        document = page.render(font_config=fonts, stylesheets=[css], pdf_variant="pdf/a-3a")
        # Whoever merges the fragments identifies the whole: this one needs no identifier of its own.
        written = document.write_pdf(
            pdf_variant="pdf/a-3a", pdf_identifier=False, finisher=lambda document, pdf: _finish(document, pdf, tag)
        )
    except FatalURLFetchingError as error:
        raise RenderingRefused(str(error)) from error
    return Fragment(written, len(document.pages), _anchors(document), _headings(document), _links(document))


def _anchors(document: Any) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for at, page in enumerate(document.pages):
        for name, (x, y, *_rest) in page.anchors.items():
            found.setdefault(name, (at, *_point(page, x, y)))
    return found


def _headings(document: Any) -> list[tuple[int, str, int, float, float]]:
    return [
        (level, words, at, *_point(page, x, y))
        for at, page in enumerate(document.pages)
        for level, words, (x, y), _state in page.bookmarks
    ]


def _links(document: Any) -> list[list[str]]:
    return [
        [_target(address)[0] for _kind, address, _where, _box in page.links if address.startswith(TO)]
        for page in document.pages
    ]


def _point(page: Any, x: float, y: float) -> tuple[float, float]:
    return round(x * POINTS, 2), round((page.height - y) * POINTS, 2)


def _finish(document: Any, pdf: Any, tag: str) -> None:
    """What makes the fragment fit to stand beside others: links, tags, names of headers and of fonts; and what lets its
    words be found."""
    elements = {}
    for one in pdf.objects:
        if not isinstance(one, pydyf.Dictionary):
            continue
        kind = one.get("Type")
        if kind == "/StructElem":
            elements[one.reference] = one
        elif kind == "/Annot":
            _relink(one)
        elif kind in ("/Font", "/FontDescriptor"):
            _rename(one, tag)
    _flatten(pdf, elements)
    complete_tags(document, elements)
    _name_headers(pdf, elements, tag)
    join_vowels(document, pdf)


def _relink(annotation: Any) -> None:
    """A link into the document becomes a named destination; what is read aloud for it is where it leads."""
    address = annotation.get("A", {}).get("URI")
    if address is not None and address.string.startswith(TO):
        target, words = _target(address.string)
        del annotation["A"]
        annotation["Dest"] = pydyf.String(target)
        annotation["Contents"] = pydyf.String(words or cited(target))


def _target(address: str) -> tuple[str, str]:
    name, _mark, words = address.removeprefix(TO).partition("?")
    return unquote(name), unquote(words)


def cited(target: str) -> str:
    """`t-T-0001-3` as a citation: T-0001 ¶3."""
    reference = target.split("-", 1)[-1]
    parts = reference.split("-")
    return f"{parts[0]}-{parts[1]} ¶{parts[2]}" if len(parts) == 3 else reference


def _rename(font: Any, tag: str) -> None:
    """Each subset of a font has a tag of its own (ISO 32000-1, 9.6.4)."""
    for key in ("BaseFont", "FontName"):
        if key in font and b"+" in _bytes(font[key]):
            font[key] = b"/" + tag.encode() + b"+" + _bytes(font[key]).split(b"+", 1)[1]


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _flatten(pdf: Any, elements: dict[bytes, Any]) -> None:
    """Give the text of a line to the element that it stands in: an element for each line says nothing, and two thirds
    of all elements are such."""
    gone: dict[bytes, Any] = {}
    for reference, one in elements.items():
        parent = elements.get(one["P"])
        if one["S"] == "/Span" and _is_a_line(one) and parent is not None and parent["S"] in HOLDERS and parent["Pg"] == one["Pg"]:  # fmt: skip
            gone[reference] = one
    for one in elements.values():
        one["K"] = pydyf.Array([gone[kid]["K"][0] if kid in gone else kid for kid in one["K"]])
    tree = next(one for one in pdf.objects if isinstance(one, pydyf.Dictionary) and "Nums" in one)
    for kids in tree["Nums"][1::2]:
        if isinstance(kids, list):
            kids[:] = [gone[kid]["P"] if kid in gone else kid for kid in kids]
    for one in gone.values():
        one.clear()


def _is_a_line(element: Any) -> bool:
    return set(element) == PLAIN and len(element["K"]) == 1 and isinstance(element["K"][0], int)


def _name_headers(pdf: Any, elements: dict[bytes, Any], tag: str) -> None:
    """Names of table headers, unlike those of other fragments, listed as a leaf of the tree of names (14.7.2)."""
    named = [(one["ID"], reference) for reference, one in elements.items() if "ID" in one]
    for name, _reference in named:
        name.string = f"{tag}-{name.string}"  # the cells hold the same object
    named.sort(key=lambda pair: pair[0].data)
    root = next(
        one for one in pdf.objects if isinstance(one, pydyf.Dictionary) and one.get("Type") == "/StructTreeRoot"
    )
    if named:
        names = pydyf.Array([part for pair in named for part in pair])
        limits = pydyf.Array([named[0][0], named[-1][0]])
        root["IDTree"] = pydyf.Dictionary({"Limits": limits, "Names": names})
