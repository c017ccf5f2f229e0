"""Say in the tags what who hears a document needs to know and WeasyPrint leaves out (ISO 14289-1, clause 7): in which
language a passage is, that a note is a note, over what a header stands, and what numbers an entry of a list.

Tags and boxes are walked side by side: the leaves of both are the same pieces of text, in the same order.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

Elements = Mapping[bytes, Any]
CALL, MARKER = "::footnote-call", "::footnote-marker"


def complete_tags(document: Any, elements: Elements) -> None:
    """Add to the tags of a document that WeasyPrint is about to write."""
    top = next(one for one in elements.values() if one.get("S") == "/Document")
    shown = [box for page in document.pages for box in _shown(page._page_box)]
    said = document.metadata.lang or ""
    spoken: dict[int, str] = {}
    for at, (element, box) in enumerate(zip(list(_leaves(top, elements)), shown, strict=True)):
        spoken[id(element)] = box.style["lang"] or said
        _name(element, box, elements, at)
    for one in elements.values():
        if one.get("S") == "/TH":
            above = elements[elements[one["P"]]["P"]]
            one["A"]["Scope"] = "/Column" if above["S"] == "/THead" else "/Row"
        elif one.get("S") == "/P" and elements[one["P"]]["S"] == "/P":
            one["S"] = "/NonStruct"  # what stands beside a hanging number is no paragraph of its own
    _say_languages(top, elements, spoken, said)


def _leaves(element: Any, elements: Elements) -> Iterator[Any]:
    """The element that each piece of marked content stands in, in the order of reading."""
    for kid in element["K"]:
        if isinstance(kid, int):
            yield element
        elif kid in elements:
            yield from _leaves(elements[kid], elements)


def _shown(box: Any) -> Iterator[Any]:
    """The boxes that became marked content, in the same order."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if isinstance(box, boxes.MarginBox):
        return
    if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
        yield box
    for child in getattr(box, "children", ()):
        yield from _shown(child)


def _name(element: Any, box: Any, elements: Elements, at: int) -> None:
    """Notes with a name of their own and the places that call them; the number of an entry is its label."""
    pseudo = str(box.element_tag)
    if pseudo.endswith(CALL):
        element["S"] = "/Reference"
    elif pseudo.endswith(MARKER):
        element["S"] = "/Lbl"
        note = elements[element["P"]]
        note["S"], note["ID"] = "/Note", pydyf.String(f"note-{at}")
    elif box.element is not None and box.element.get("class") == "numeral" and elements[element["P"]]["S"] == "/LBody":
        _label(element, elements)


def _label(element: Any, elements: Elements) -> None:
    body = elements[element["P"]]
    entry = elements[body["P"]]
    element["S"], element["P"] = "/Lbl", entry.reference
    body["K"].remove(element.reference)
    entry["K"].insert(entry["K"].index(body.reference), element.reference)


def _say_languages(element: Any, elements: Elements, spoken: Mapping[int, str], around: str) -> None:
    """Name the language of an element's own text where it changes."""
    own = spoken.get(id(element), around)
    if own != around:
        element["Lang"] = pydyf.String(own)
    for kid in element["K"]:
        if not isinstance(kid, int) and kid in elements:
            _say_languages(elements[kid], elements, spoken, own)
