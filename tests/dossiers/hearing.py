"""Read a dossier as a screen reader does: by its tags, in their order (ISO 32000-1, 14.8; ISO 14289-1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Pdf

FORWARD = re.compile(r"[A-Za-z0-9\u0660-\u0669]+(?:[-.,:/ ]+[A-Za-z0-9\u0660-\u0669]+)*")
CODES = re.compile(r"<([0-9a-f]{4})> <([0-9a-f]+)>")


@dataclass
class Element:
    """A tag: what it says itself and what is in it, in order; `lang` is the language that holds for it."""

    role: str
    lang: str
    page: int
    known: dict[str, Any]
    kids: list["Element | str"] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(kid if isinstance(kid, str) else kid.text for kid in self.kids)

    @property
    def own(self) -> str:
        return " ".join(kid for kid in self.kids if isinstance(kid, str))

    def walk(self) -> Iterator["Element"]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    def inside(self) -> list["Element"]:
        return [kid for kid in self.kids if isinstance(kid, Element)]


class Heard:
    """All tags of a document. `untagged` are words that are neither tagged nor marked as an artifact."""

    def __init__(self, pdf: Pdf) -> None:
        self._pages = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
        self.untagged: list[str] = []
        self._texts = [self._read(page) for page in pdf.pages]
        self.top = self._element(pdf.Root.StructTreeRoot.K[0], str(pdf.Root.Lang), 0)

    def _element(self, made: Any, lang: str, page: int) -> Element:
        lang = str(made.get("/Lang", lang))
        if "/Pg" in made:
            page = self._pages[made.Pg.objgen]
        found = Element(str(made.S), lang, page, _known(made))
        kids = made.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, int):
                found.kids.append(_in_order(self._texts[page].get(kid, "")))
            elif kid.get("/Type") == "/OBJR":
                found.links.append(str(kid.Obj.get("/Contents", "")))
            else:
                found.kids.append(self._element(kid, lang, page))
        return found

    def _read(self, page: Any) -> dict[int, str]:
        """What each piece of marked content of a page says."""
        fonts = {name: _codes(font) for name, font in page.obj.Resources.get("/Font", {}).items()}
        said: dict[int, str] = {}
        open_marks: list[Any] = []
        font: dict[int, str] = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name == "Tf":
                font = fonts[str(operands[0])]
            elif name in ("BDC", "BMC"):
                open_marks.append(operands)
                if (instead := _property(operands, "/ActualText")) is not None:
                    self._say(said, open_marks, str(instead))
            elif name == "EMC":
                open_marks.pop()
            elif name == "TJ" and not any(_property(mark, "/ActualText") is not None for mark in open_marks):
                self._say(said, open_marks, "".join(_letters(font, part) for part in operands[0]))
        return said

    def _say(self, said: dict[int, str], marks: list[Any], text: str) -> None:
        number = next((int(one) for mark in marks if (one := _property(mark, "/MCID")) is not None), None)
        if number is not None:
            said[number] = said.get(number, "") + text
        elif not any(str(mark[0]) == "/Artifact" for mark in marks):
            self.untagged.append(text)


def _known(made: Any) -> dict[str, Any]:
    about = made.get("/A", Dictionary())
    return {
        "name": str(made.get("/ID", "")),
        "instead": str(made.get("/Alt", "")),
        "scope": str(about.get("/Scope", "")),
        "headers": [str(one) for one in about.get("/Headers", ())],
    }


def _in_order(text: str) -> str:
    """A line as it is read: glyphs of Arabic are drawn from left to right, too."""
    if not any("\u0620" <= letter <= "\u064a" for letter in text):
        return text
    return FORWARD.sub(lambda found: found[0][::-1], text[::-1])


def _property(mark: Any, name: str) -> Any:
    return mark[1].get(name) if len(mark) > 1 and isinstance(mark[1], Dictionary) else None


def _codes(font: Any) -> dict[int, str]:
    listed = CODES.findall(font.ToUnicode.read_bytes().decode())
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in listed}


def _letters(font: dict[int, str], part: Any) -> str:
    if not isinstance(part, pikepdf.String):
        return ""
    shown = bytes(part)
    return "".join(font.get(int.from_bytes(shown[at : at + 2], "big"), "") for at in range(0, len(shown), 2))
