"""What goes to a process that typesets, and what comes back: it needs no WeasyPrint, which takes a second to load."""

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from casework.config import ROOT

Resources = Mapping[str, tuple[str, bytes]]
Packed = Mapping[str, tuple[str, str]]
Place = tuple[int, float, float]


def packed(resources: Resources) -> Packed:
    """Resources as JSON holds them, on their way to a process that typesets."""
    return {name: (kind, base64.b64encode(data).decode()) for name, (kind, data) in resources.items()}


def unpacked(resources: Packed) -> Resources:
    """What `packed` was given."""
    return {name: (kind, base64.b64decode(data)) for name, (kind, data) in resources.items()}


def surroundings() -> dict[str, str]:
    """The environment of a process that typesets: it knows no setting and no key."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CASEWORK_")}
    return {**kept, "PYTHONPATH": str(ROOT)}


@dataclass(frozen=True)
class Sheet:
    """One fragment to be typeset; see `render_fragment`."""

    html: str
    style: str
    tag: str
    resources: Resources = field(default_factory=dict)

    def to_json(self) -> str:
        sent = {"html": self.html, "style": self.style, "tag": self.tag, "resources": packed(self.resources)}
        return json.dumps(sent)

    @classmethod
    def from_json(cls, text: str) -> "Sheet":
        read = json.loads(text)
        return cls(read["html"], read["style"], read["tag"], unpacked(read["resources"]))


@dataclass(frozen=True)
class Fragment:
    """A typeset part: `anchors` are (page from 0, x, y) in points from the bottom left, `headings` (level, words,
    page, x, y), `links` the anchors that each page leads to."""

    pdf: bytes
    pages: int
    anchors: dict[str, Place] = field(default_factory=dict)
    headings: list[tuple[int, str, int, float, float]] = field(default_factory=list)
    links: list[list[str]] = field(default_factory=list)

    def to_json(self) -> str:
        """One line of text."""
        return json.dumps(asdict(self) | {"pdf": base64.b64encode(self.pdf).decode()})

    @classmethod
    def from_json(cls, text: str) -> "Fragment":
        """Raises ValueError for anything else than what `to_json` gave."""
        read = json.loads(text)
        try:
            anchors = {name: (int(page), float(x), float(y)) for name, (page, x, y) in read["anchors"].items()}
            headings = [(int(level), str(words), int(page), float(x), float(y)) for level, words, page, x, y in read["headings"]]  # fmt: skip
            links = [[str(name) for name in names] for names in read["links"]]
            return cls(base64.b64decode(read["pdf"]), int(read["pages"]), anchors, headings, links)
        except (KeyError, TypeError, AttributeError) as problem:
            raise ValueError("not a fragment") from problem
