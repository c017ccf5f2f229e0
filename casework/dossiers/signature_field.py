"""The place of the electronic signature in a dossier: a box in the part on certification, drawn before it is signed.

The body holds a link there, which typesetting tags and places; in a copy it becomes the signature's field, in a file
that is not signed it goes away. A field is read aloud by its alternative text (ISO 14289-1, 7.18.4).
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from casework.signing.names import FIELD

PLACE = "casework:signature"
PRINTED_AND_LOCKED = 4 | 128


@dataclass(frozen=True)
class Drawn:
    """How the signature looks on paper (a PDF of one page), and what is read aloud in its place."""

    appearance: bytes
    spoken: str


def prepare(pdf: Pdf, drawn: Drawn) -> None:
    """Make the field. A body that was typeset before there was a box gets one that is not seen."""
    found = _place(pdf)
    if found is None:
        field = _unseen(pdf)
    else:
        page, field = found
        left, low, right, high = (float(number) for number in field.Rect)
        field.Rect = Array([min(left, right), min(low, high), max(left, right), max(low, high)])
        with Pdf.open(io.BytesIO(drawn.appearance)) as source:
            picture = pdf.copy_foreign(source.pages[0].as_form_xobject())
        field.AP = Dictionary(N=pdf.make_indirect(picture))
        field.P = page.obj
        _retag(pdf, field, Name.Form, drawn.spoken)
    for key in ("/A", "/BS", "/Border", "/H"):
        if key in field:
            del field[key]
    field.Subtype, field.FT, field.F = Name.Widget, Name.Sig, PRINTED_AND_LOCKED
    field.T, field.TU, field.Contents = FIELD, pikepdf.String(drawn.spoken), pikepdf.String(drawn.spoken)
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)


def remove(pdf: Pdf) -> None:
    """Leave the box empty: a draft, or the file of the case."""
    found = _place(pdf)
    if found is None:
        return
    page, link = found
    _retag(pdf, link, Name.P, "")
    page.obj.Annots = Array([one for one in page.obj.Annots if one.objgen != link.objgen])


def _place(pdf: Pdf) -> tuple[pikepdf.Page, Any] | None:
    """The page and the link; the part on certification is nearer to the end than to the beginning."""
    for page in reversed(pdf.pages):
        for one in page.obj.get("/Annots", ()):
            if str(one.get("/A", {}).get("/URI", "")) == PLACE:
                return page, one
    return None


def _retag(pdf: Pdf, annotation: Any, kind: Name, spoken: str) -> None:
    """The element of the tags that the link belonged to says what is there now."""
    tree = pdf.Root.get("/StructTreeRoot")
    number = int(annotation.get("/StructParent", -1))
    element = next((one for key, one in _numbered(tree) if key == number), None) if tree is not None else None
    if element is None:
        return
    element.S = kind
    if spoken:
        element.Alt = pikepdf.String(spoken)
        element.K = Array([one for one in element.K if _refers_to(one, annotation)])
    else:
        element.K = Array([one for one in element.K if not _refers_to(one, annotation)])
        for leaf in _leaves(tree.ParentTree):
            _forget(leaf, number)


def _forget(leaf: Any, number: int) -> None:
    numbers = list(leaf.Nums)
    keys = [int(key) for key in numbers[::2]]
    if number in keys:
        at = 2 * keys.index(number)
        leaf.Nums = Array(numbers[:at] + numbers[at + 2 :])
        if "/Limits" in leaf:
            keys.remove(number)
            leaf.Limits = Array([keys[0], keys[-1]])


def _leaves(node: Any) -> Iterator[Any]:
    """The parts of a tree of numbers that hold them (ISO 32000-1, 7.9.7)."""
    if "/Nums" in node:
        yield node
    for kid in node.get("/Kids", ()):
        yield from _leaves(kid)


def _numbered(tree: Any) -> Iterator[tuple[int, Any]]:
    for leaf in _leaves(tree.ParentTree):
        for at in range(0, len(leaf.Nums), 2):
            yield int(leaf.Nums[at]), leaf.Nums[at + 1]


def _refers_to(kid: Any, annotation: Any) -> bool:
    return isinstance(kid, Dictionary) and "/Obj" in kid and kid.Obj.objgen == annotation.objgen


def _unseen(pdf: Pdf) -> Any:
    page = pdf.pages[0]
    field = pdf.make_indirect(Dictionary(Type=Name.Annot, Rect=Array([0, 0, 0, 0]), P=page.obj))
    page.obj.Annots = Array([*page.obj.get("/Annots", ()), field])
    return field
