"""Put fragments together to one tagged, linked document: pages, tags, destinations, bookmarks (ISO 32000-1).

Pages are copied before the tags, which point at them; both in qpdf, piece by piece, without a tree in Python.
"""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf

from casework.printing.pieces import Fragment

CLOSED_FROM = 12  # headings under one heading: more than these are folded away


def merge(fragments: Sequence[Fragment]) -> Pdf:
    """One document, with the metadata of the first fragment. The caller saves and closes it."""
    whole = Pdf.open(io.BytesIO(fragments[0].pdf))
    root = whole.Root.StructTreeRoot
    document = root.K[0]
    numbers, names = [_leaf(root.ParentTree, 0)], [root.IDTree] if "/IDTree" in root else []
    shared = {"/ColorSpace": _resources(whole)["/ColorSpace"]}
    for fragment in fragments[1:]:
        with Pdf.open(io.BytesIO(fragment.pdf)) as part:
            base = int(numbers[-1].Limits[1]) + 1
            first = len(whole.pages)
            for page in part.pages:
                whole.pages.append(page)
            copied = whole.copy_foreign(part.Root.StructTreeRoot)
        _move_pages(whole, first, base)
        for kid in copied.K[0].K:
            kid.P = document
            document.K.append(kid)
        _resources(whole, first).update(shared)
        numbers.append(_leaf(copied.ParentTree, base))
        if "/IDTree" in copied:
            names.append(copied.IDTree)
    root.ParentTree = whole.make_indirect(Dictionary(Kids=Array([whole.make_indirect(one) for one in numbers])))
    root.ParentTreeNextKey = int(numbers[-1].Limits[1]) + 1
    if names:
        ordered = sorted(names, key=lambda leaf: bytes(leaf.Limits[0]))
        root.IDTree = whole.make_indirect(Dictionary(Kids=Array([whole.make_indirect(one) for one in ordered])))
    _name_places(whole, fragments)
    _outline(whole, fragments)
    return whole


def _resources(whole: Pdf, page: int = 0) -> Any:
    """What the pages of a fragment share."""
    return whole.pages[page].obj.Resources


def _leaf(tree: Any, base: int) -> Any:
    """A leaf of the tree by which marked content finds its element, its keys moved up by `base`."""
    numbers = list(tree.Nums)
    numbers[::2] = [int(key) + base for key in numbers[::2]]
    return Dictionary(Limits=Array([numbers[0], numbers[-2]]), Nums=Array(numbers))


def _move_pages(whole: Pdf, first: int, base: int) -> None:
    """The keys of pages and links into that tree."""
    for at in range(first, len(whole.pages)):
        page = whole.pages[at].obj
        page.StructParents = int(page.StructParents) + base
        for note in page.get("/Annots", ()):
            if "/StructParent" in note:
                note.StructParent = int(note.StructParent) + base


def _name_places(whole: Pdf, fragments: Iterable[Fragment]) -> None:
    """Destinations that something leads to."""
    wanted = {name for one in fragments for names in one.links for name in names}
    found: dict[str, Any] = {}
    first = 0
    for one in fragments:
        for name, (page, x, y) in one.anchors.items():
            if name in wanted:
                found.setdefault(name, Array([whole.pages[first + page].obj, Name.XYZ, x, y, None]))
        first += one.pages
    if missing := wanted - set(found):
        raise ValueError(f"nothing is called {min(missing)}")
    listed = [part for name in sorted(found) for part in (pikepdf.String(name), found[name])]
    if "/Names" not in whole.Root:
        whole.Root.Names = Dictionary()
    whole.Root.Names.Dests = whole.make_indirect(Dictionary(Names=Array(listed)))


def _outline(whole: Pdf, fragments: Iterable[Fragment]) -> None:
    """Bookmarks of all headings, one below the other by their level."""
    if "/Outlines" in whole.Root:
        del whole.Root.Outlines
    first = 0
    with whole.open_outline() as outline:
        above: list[tuple[int, OutlineItem]] = []
        for one in fragments:
            for level, words, page, x, y in one.headings:
                item = OutlineItem(words)
                item.destination = Array([whole.pages[first + page].obj, Name.XYZ, x, y, None])
                while above and above[-1][0] >= level:
                    above.pop()
                (above[-1][1].children if above else outline.root).append(item)
                above.append((level, item))
            first += one.pages
        for item in outline.root:
            item.is_closed = len(item.children) >= CLOSED_FROM
