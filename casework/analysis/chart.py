"""Draw units as an indented tree: who stands under whom, how surely, and who is alleged to have commanded."""

from collections.abc import Sequence
from dataclasses import dataclass

from casework.analysis.svg import ACCENT, INK, PAPER, RULE, SOFT, WARM, Picture

WIDTH, ROW, INDENT, BOX, TOP = 628.0, 40.0, 26.0, 300.0, 12.0
DASHES = {"command": None, "attached": "5 3", "operational_control": "8 3", "successor": "2 2"}


@dataclass(frozen=True)
class UnitBox:
    """A unit: reference, name as the source gives it, and a line about who is alleged to have commanded it."""

    ref: str
    label: str
    detail: str = ""
    note: str = ""
    href: str | None = None


@dataclass(frozen=True)
class UnitEdge:
    """`child` is said to stand under `parent`; not certain: drawn in grey with a question mark."""

    parent: str
    child: str
    kind: str
    words: str
    is_certain: bool = True


@dataclass(frozen=True)
class Placed:
    box: UnitBox
    depth: int
    row: int
    edge: UnitEdge | None
    above: int | None


def arrange(boxes: Sequence[UnitBox], edges: Sequence[UnitEdge]) -> list[Placed]:
    """Rows in reading order. A unit with two parents stands under the first; a ring is cut."""
    by_ref = {box.ref: box for box in boxes}
    usable = [edge for edge in edges if edge.parent in by_ref and edge.child in by_ref]
    children: dict[str, list[UnitEdge]] = {}
    first: dict[str, UnitEdge] = {}
    for edge in usable:
        if edge.child not in first and edge.child != edge.parent:
            first[edge.child] = edge
            children.setdefault(edge.parent, []).append(edge)
    placed: list[Placed] = []
    seen: set[str] = set()

    def put(ref: str, depth: int, edge: UnitEdge | None, above: int | None) -> None:
        if ref in seen:
            return
        seen.add(ref)
        row = len(placed)
        placed.append(Placed(by_ref[ref], depth, row, edge, above))
        for below in children.get(ref, []):
            put(below.child, depth + 1, below, row)

    for box in boxes:
        if box.ref not in first:
            put(box.ref, 0, None, None)
    for box in boxes:
        put(box.ref, 0, None, None)
    return placed


def draw_edge(picture: Picture, item: Placed, x: float, y: float) -> None:
    """An elbow from the parent's box down and across to the child's."""
    if item.edge is None or item.above is None:
        return
    line: dict[str, object] = {
        "stroke": INK if item.edge.is_certain else SOFT,
        "stroke_width": 1.1 if item.edge.is_certain else 0.8,
        "stroke_dasharray": DASHES.get(item.edge.kind, "2 3") if item.edge.is_certain else "2 3",
    }
    stem = x - INDENT + 12
    picture.line(stem, TOP + ROW * item.above + 30, stem, y + 15, **line)
    picture.line(stem, y + 15, x, y + 15, **line)
    if not item.edge.is_certain:
        picture.text(stem + 7, y + 11, "?", size=9, anchor="middle", fill=WARM)


def draw_box(picture: Picture, item: Placed) -> None:
    start = picture.mark()
    x, y = 10 + INDENT * item.depth, TOP + ROW * item.row
    draw_edge(picture, item, x, y)
    picture.rect(x, y, BOX, 30, rx=2, fill=PAPER, stroke=ACCENT if item.depth == 0 else RULE, stroke_width=1)
    picture.rect(x, y, 3, 30, fill=ACCENT)
    picture.text(x + 10, y + 13, item.box.label, most=46, size=10.5, bold=True)
    words = " · ".join(part for part in (item.box.ref, item.edge.words if item.edge else item.box.detail) if part)
    picture.text(x + 10, y + 25, words, most=62, size=8.5, fill=SOFT)
    lines = [part for part in item.box.note.split("\n") if part][:2]
    for number, words in enumerate(lines):
        picture.text(x + BOX + 10, y + (19 if len(lines) == 1 else 13) + 12 * number, words, most=62, size=9)
    picture.link(item.box.href, start)


def unit_chart(
    boxes: Sequence[UnitBox], edges: Sequence[UnitEdge], *, title: str, description: str, lang: str = "en"
) -> Picture:
    """A picture tree with one row a unit; parents above children, in the order given."""
    placed = arrange(boxes, edges)
    picture = Picture(WIDTH, TOP + ROW * len(placed) + 4, title, description, lang)
    picture.rect(0, 0, picture.width, picture.height, fill=PAPER)
    for item in placed:
        draw_box(picture, item)
    return picture
