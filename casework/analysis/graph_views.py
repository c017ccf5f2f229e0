"""The link graph of a case: opened step by step, each step an address."""

from typing import Any

from flask import g, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from casework.access import Permission
from casework.analysis.blueprint import bp
from casework.analysis.graph import BOX, HEIGHT, Graph, Node, NodeKind, layout
from casework.analysis.graph_asked import parse_graph
from casework.analysis.graph_drawing import COLOURS, draw_graph
from casework.analysis.links import Asked, graph_of
from casework.i18n.labels import choices, label
from casework.vocabulary import Confidence
from casework.web import current_actor, get_session, needs, render

PAGES = {
    NodeKind.UNIT: "units.show", NodeKind.INDIVIDUAL: "individuals.show", NodeKind.INCIDENT: "incidents.show",
    NodeKind.ALLEGATION: "allegations.show", NodeKind.VICTIM: "victims.show", NodeKind.TESTIMONY: "testimonies.show",
    NodeKind.EXHIBIT: "evidence.show",
}  # fmt: skip
OFFERED = [kind for kind in NodeKind if kind in PAGES]


@bp.get("/graph", endpoint="graph")
@needs(Permission.ANALYSIS_VIEW)
def show_graph(case_ref: str) -> ResponseReturnValue:
    """What is tied to what."""
    asked = parse_graph(request.args)
    graph, _masks = graph_of(get_session(), current_actor(), g.case, asked)
    picture = draw_graph(graph, lambda node: opening(asked, node))
    return render(
        "analysis/graph.html",
        asked=asked,
        graph=graph,
        picture=Markup(picture.markup()) if picture else None,  # noqa: S704 - Picture escapes every text and attribute
        kinds=[(kind.value, label(kind)) for kind in OFFERED],
        standards=choices(Confidence),
        ties=ties(graph),
        record=record,
        opening=lambda node: opening(asked, node),
        closing=lambda node: closing(asked, node),
    )


@bp.get("/graph/data")
@needs(Permission.ANALYSIS_VIEW)
def graph_data(case_ref: str) -> ResponseReturnValue:
    """The same graph for the script that moves it: words, numbers and places; no markup."""
    asked = parse_graph(request.args)
    graph, _masks = graph_of(get_session(), current_actor(), g.case, asked)
    nodes = [
        {
            "id": one.node.ref,
            "label": f"{one.node.label or label(one.node.kind)}\n{one.node.ref if one.node.kind in PAGES else ''}".strip(),
            "kind": label(one.node.kind),
            "colour": COLOURS[one.node.kind],
            "is_open": one.node.is_open,
            "x": one.x + BOX / 2,
            "y": one.y * 1.25,
            "open": opening(asked, one.node, "analysis.graph_data"),
            "page": opening(asked, one.node),
            "href": record(one.node),
        }
        for one in layout(graph)
    ]
    edges = [
        {"source": one.start, "target": one.end, "label": one.words, "is_sure": one.is_sure} for one in graph.edges
    ]
    return jsonify(nodes=nodes, edges=edges, box=[BOX, HEIGHT])


def record(node: Node) -> str | None:
    """The page of the record that a node is."""
    if node.kind not in PAGES:
        return None
    if node.kind in (NodeKind.UNIT, NodeKind.INDIVIDUAL):
        return url_for(PAGES[node.kind], ref=node.ref)
    return url_for(PAGES[node.kind], case_ref=g.case.reference, ref=node.ref)


def opening(asked: Asked, node: Node, endpoint: str = "analysis.graph") -> str | None:
    """Where one gets when a node is opened; the node "more" opens further the node that it hangs on."""
    if node.kind is NodeKind.WITHHELD:
        return None
    if node.kind is not NodeKind.MORE and node.is_open:
        return record(node) if endpoint == "analysis.graph" else None
    following = asked.opening(node.ref.partition("+")[0])
    return url_for(endpoint, case_ref=g.case.reference, **following.query())  # type: ignore[arg-type]


def closing(asked: Asked, node: Node) -> str | None:
    """Where one gets when an opened node is closed; the first one stays open."""
    if not node.is_open or node.ref == asked.start:
        return None
    return url_for("analysis.graph", case_ref=g.case.reference, **asked.closing(node.ref).query())  # type: ignore[arg-type]


def ties(graph: Graph) -> dict[str, list[tuple[str, Any]]]:
    """For each node the words and the other end of each of its ties, for the table."""
    found: dict[str, list[tuple[str, Any]]] = {ref: [] for ref in graph.nodes}
    for edge in graph.edges:
        found[edge.start].append((edge.words, graph.nodes[edge.end]))
        found[edge.end].append((edge.words, graph.nodes[edge.start]))
    return found
