"""Draw the link graph: boxes in columns, ties as lines. Which kind a box is, its colour says and its words repeat."""

from collections.abc import Callable

from casework.analysis.graph import BOX, HEIGHT, Graph, Node, NodeKind, Placed, layout, size
from casework.analysis.svg import ACCENT, PAPER, RULE, SOFT, WARM, Picture
from casework.i18n import _, current_language
from casework.i18n.labels import label

COLOURS = {
    NodeKind.UNIT: ACCENT, NodeKind.INDIVIDUAL: "#6b4e9b", NodeKind.INCIDENT: WARM, NodeKind.ALLEGATION: "#8a5a00",
    NodeKind.VICTIM: "#7a1f45", NodeKind.TESTIMONY: "#1d6f42", NodeKind.EXHIBIT: "#2b6777",
    NodeKind.WITHHELD: "#4a4a4a", NodeKind.MORE: "#4a4a4a",
}  # fmt: skip
Address = Callable[[Node], str | None]


def draw_graph(graph: Graph, address: Address | None = None) -> Picture | None:
    """The graph as a picture, or None when there is nothing in it."""
    if not graph.nodes:
        return None
    placed = layout(graph)
    width, height = size(placed)
    picture = Picture(
        width,
        height,
        _("Links of the case"),
        _("Records in columns, by how many ties lead to them."),
        current_language(),
    )
    picture.rect(0, 0, width, height, fill=PAPER)
    at = {one.node.ref: one for one in placed}
    for edge in graph.edges:
        draw_tie(picture, at[edge.start], at[edge.end], edge.is_sure)
    for one in placed:
        draw_node(picture, one, address)
    return picture


def draw_tie(picture: Picture, one: Placed, other: Placed, is_sure: bool) -> None:
    """A line from side to side; between two of one column it bows out."""
    left, right = sorted((one, other), key=lambda end: end.x)
    stroke: dict[str, object] = {"stroke": SOFT, "stroke_width": 1, "stroke_dasharray": None if is_sure else "4 3"}
    if left.column == right.column:
        x = left.x + BOX
        picture.line(x, left.y, x + 14, (left.y + right.y) / 2, **stroke)
        picture.line(x + 14, (left.y + right.y) / 2, x, right.y, **stroke)
    else:
        picture.line(left.x + BOX, left.y, right.x, right.y, **stroke)


def draw_node(picture: Picture, one: Placed, address: Address | None) -> None:
    start, node, top = picture.mark(), one.node, one.y - HEIGHT / 2
    colour = COLOURS[node.kind]
    is_record = node.kind not in (NodeKind.MORE, NodeKind.WITHHELD)
    dashes = None if is_record else "3 2"
    picture.rect(one.x, top, BOX, HEIGHT, rx=3, fill=PAPER, stroke=colour if node.is_open else RULE, stroke_width=1.4, stroke_dasharray=dashes)  # fmt: skip
    picture.rect(one.x, top, 4, HEIGHT, fill=colour)
    if is_record:
        picture.text(one.x + 11, one.y - 2, node.label or label(node.kind), most=30, size=9.5, bold=True)
        picture.text(one.x + 11, one.y + 10, f"{node.ref} · {label(node.kind)}", size=8, fill=SOFT)
    else:
        picture.text(one.x + 11, one.y + 4, node.label, most=30, size=9, fill=SOFT)
    picture.link(address(node) if address else None, start)
