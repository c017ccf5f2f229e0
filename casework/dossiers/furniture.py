"""Running heads, page numbers and labels of the merged pages, as artifacts: seen, and not read aloud (ISO 14289-1, 7.1).

Pages before the first part are numbered i, ii … and the others 1, 2 …, so that no number depends on how long the
contents are; both say of how many.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf

from casework.printing.pieces import Fragment

SLOT, DIGIT = "slot-", "digit-"
DIGIT_WIDTH = 4.4  # points, as in print.css
NUMERALS = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class Layout:
    """Which words run under which pages: for each page of the front, then for each of the body, a place in `running`."""

    running: Sequence[str]
    under: Sequence[int]
    front: int

    @property
    def body(self) -> int:
        return len(self.under) - self.front


def roman(number: int) -> str:
    """4 → iv."""
    words = ""
    for value, letters in NUMERALS:
        while number >= value:
            words, number = words + letters, number - value
    return words


def lay_over(whole: Pdf, layout: Layout, furniture: Fragment) -> None:
    """Put the furniture over every page, and say in the file how pages are numbered."""
    with Pdf.open(io.BytesIO(furniture.pdf)) as source:
        forms = [whole.make_indirect(whole.copy_foreign(page.as_form_xobject())) for page in source.pages]
    drawn = Drawn(forms, furniture.anchors, layout)
    for at, page in enumerate(whole.pages):
        over = drawn.over(at)
        resources = page.obj.Resources
        if "/XObject" not in resources:
            resources.XObject = Dictionary()
        for place, *_where in over:
            resources.XObject[f"/CwF{place}"] = forms[place]
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(_artifact(over))
    labels = [0, Dictionary(S=Name.r), layout.front, Dictionary(S=Name.D)]
    whole.Root.PageLabels = Dictionary(Nums=Array(labels))


@dataclass(frozen=True)
class Drawn:
    """The pages of the furniture in their order: running heads, "page … of …" for one digit and more, the digits, the
    numbers of the front."""

    forms: Sequence[Any]
    anchors: Mapping[str, tuple[int, float, float]]
    layout: Layout

    def over(self, at: int) -> list[tuple[int, float, float]]:
        """What lies over a page: (form, moved right, moved up) each."""
        found = [(self.layout.under[at], 0.0, 0.0)]
        if at < self.layout.front:
            return [*found, (len(self.forms) - self.layout.front + at, 0.0, 0.0)]
        number = str(at - self.layout.front + 1)
        page, x, y = self.anchors[f"{SLOT}{len(number)}"]
        found.append((page, 0.0, 0.0))
        for place, digit in enumerate(number):
            form, from_x, from_y = self.anchors[f"{DIGIT}{digit}"]
            found.append((form, x + place * DIGIT_WIDTH - from_x, y - from_y))
        return found


def _artifact(over: Sequence[tuple[int, float, float]]) -> bytes:
    drawn = "".join(f"q 1 0 0 1 {right:.2f} {up:.2f} cm /CwF{form} Do Q\n" for form, right, up in over)
    return f"Q\n/Artifact <</Type /Pagination>> BDC\n{drawn}EMC\n".encode()
