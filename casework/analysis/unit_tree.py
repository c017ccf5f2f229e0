"""Draw where a unit stands: its superiors above it, what stands under it below, and how surely on the day asked for.

A link that is only possible is grey and carries a question mark; a disputed one is red. A large tree is cut, and says
how much of it is not drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from casework.analysis.chart import DASHES, UnitBox, UnitEdge, arrange
from casework.analysis.svg import ACCENT, INK, PAPER, RULE, SOFT, WARM, Picture

WIDTH, ROW, INDENT, BOX, TOP, FOOT = 628.0, 44.0, 24.0, 300.0, 12.0, 22.0
MOST_BOXES, MOST_DEPTH = 60, 10


@dataclass(frozen=True)
class TreeEdge(UnitEdge):
    """A link of the tree; disputed ones are drawn apart from those that are merely possible."""

    is_disputed: bool = False


@dataclass(frozen=True)
class Tree:
    """The picture, and how many units found no room in it."""

    picture: Picture
    left_out: int


def unit_tree(
    boxes: Sequence[UnitBox],
    edges: Sequence[TreeEdge],
    *,
    here: str,
    title: str,
    description: str,
    lang: str = "en",
    more: str = "+%d",
) -> Tree:
    """One row a unit, superiors first; `here` is the unit of the page; `more` says how many are not drawn."""
    every = arrange(boxes, edges)
    placed, left_out = every[:MOST_BOXES], max(0, len(every) - MOST_BOXES)
    picture = Picture(WIDTH, TOP + ROW * len(placed) + (FOOT if left_out else 4), title, description, lang)
    picture.rect(0, 0, picture.width, picture.height, fill=PAPER)
    for item in placed:
        x, y = 10 + INDENT * min(item.depth, MOST_DEPTH), TOP + ROW * item.row
        start = picture.mark()
        if item.edge is not None and item.above is not None:
            _draw_edge(picture, item.edge, x, y, TOP + ROW * item.above + 32)
        _draw_box(picture, item.box, item.edge, x, y, is_here=item.box.ref == here)
        picture.link(item.box.href, start)
    if left_out:
        picture.text(10, picture.height - 7, more % left_out, size=10, fill=WARM, bold=True)
    return Tree(picture, left_out)


def _draw_edge(picture: Picture, edge: UnitEdge, x: float, y: float, above: float) -> None:
    """An elbow from the superior's box down and across to the subordinate's."""
    is_disputed = isinstance(edge, TreeEdge) and edge.is_disputed
    line: dict[str, object] = {
        "stroke": WARM if is_disputed else INK if edge.is_certain else SOFT,
        "stroke_width": 1.1 if edge.is_certain or is_disputed else 0.8,
        "stroke_dasharray": DASHES.get(edge.kind, "2 3"),
    }
    stem = x - INDENT + 12
    picture.line(stem, above, stem, y + 16, **line)
    picture.line(stem, y + 16, x, y + 16, **line)
    if not edge.is_certain:
        picture.text(stem + 7, y + 12, "!" if is_disputed else "?", size=9, anchor="middle", fill=WARM)


def _draw_box(picture: Picture, box: UnitBox, edge: UnitEdge | None, x: float, y: float, *, is_here: bool) -> None:
    fill, stroke = ("#eaf1f8", ACCENT) if is_here else (PAPER, RULE)
    picture.rect(x, y, BOX, 32, rx=2, fill=fill, stroke=stroke, stroke_width=1.6 if is_here else 1)
    picture.rect(x, y, 3, 32, fill=ACCENT)
    picture.text(x + 10, y + 14, box.label, most=44, size=10.5, bold=True)
    words = " · ".join(part for part in (box.ref, edge.words if edge else box.detail) if part)
    picture.text(x + 10, y + 26, words, most=58, size=8.5, fill=SOFT)
    room = int((WIDTH - x - BOX - 18) / 5)
    lines = [part for part in box.note.split("\n") if part][:2]
    for number, words in enumerate(lines):
        picture.text(x + BOX + 10, y + (20 if len(lines) == 1 else 14) + 12 * number, words, most=room, size=9)
