"""The link graph as plain data, and where its nodes stand: columns by distance, the same each time. Pure.

What is shown is decided by what was opened, so that an address says it all: the page without JavaScript, the one that
moves and the picture that leaves show the same graph in the same places.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from casework.vocabulary import N_, Term

COLUMN, ROW, BOX, HEIGHT, MARGIN = 230.0, 40.0, 180.0, 30.0, 14.0
MOST_NODES = 240


class NodeKind(Term):
    """What a node is. The order is the order within a column."""

    UNIT = "unit", N_("Unit")
    INDIVIDUAL = "individual", N_("Individual")
    INCIDENT = "incident", N_("Incident")
    ALLEGATION = "allegation", N_("Allegation")
    VICTIM = "victim", N_("Victim")
    TESTIMONY = "testimony", N_("Testimony")
    EXHIBIT = "exhibit", N_("Exhibit")
    WITHHELD = "withheld", N_("Not shown to you")
    MORE = "more", N_("More")


PREFIXES = {
    "U": NodeKind.UNIT, "P": NodeKind.INDIVIDUAL, "I": NodeKind.INCIDENT, "A": NodeKind.ALLEGATION,
    "V": NodeKind.VICTIM, "T": NodeKind.TESTIMONY, "EX": NodeKind.EXHIBIT,
}  # fmt: skip


@dataclass(frozen=True)
class Node:
    """One thing by its reference. `givers`: whose consent it needs to leave."""

    kind: NodeKind
    ref: str
    label: str = ""
    is_open: bool = False
    givers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Edge:
    """A tie between two nodes, in words; `is_sure` false: drawn dashed (weak, contrary, uncertain)."""

    start: str
    end: str
    words: str
    is_sure: bool = True


@dataclass(frozen=True)
class Placed:
    """A node and the middle of its left side, column by column."""

    node: Node
    column: int
    x: float
    y: float


@dataclass
class Graph:
    """Nodes by reference, and the ties between them."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    roots: tuple[str, ...] = ()
    is_cut: bool = False

    def add(self, node: Node) -> bool:
        """Put a node in, unless the graph is full."""
        if node.ref in self.nodes:
            return True
        if len(self.nodes) >= MOST_NODES:
            self.is_cut = True
            return False
        self.nodes[node.ref] = node
        return True

    def tie(self, edge: Edge) -> None:
        """Put a tie in, once, when both its ends are there."""
        if edge.start in self.nodes and edge.end in self.nodes and edge not in self.edges:
            self.edges.append(edge)

    def without(self, gone: Iterable[str]) -> "Graph":
        """The same graph without some nodes, their ties, and what hung on them alone."""
        left = set(self.nodes) - set(gone)
        edges = [edge for edge in self.edges if edge.start in left and edge.end in left]
        near = distances(left, edges, [root for root in self.roots if root in left])
        kept = {ref: node for ref, node in self.nodes.items() if ref in near}
        shown = [edge for edge in edges if edge.start in kept and edge.end in kept]
        return Graph(kept, shown, tuple(root for root in self.roots if root in kept), self.is_cut)


def kind_of(ref: str) -> NodeKind | None:
    """What a reference is of, by its letters."""
    return PREFIXES.get(ref.partition("-")[0])


def in_order(node: Node) -> tuple[int, int, str]:
    return node.kind.rank, len(node.ref), node.ref


def neighbours(refs: Iterable[str], edges: Iterable[Edge]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {ref: [] for ref in refs}
    for edge in edges:
        found[edge.start].append(edge.end)
        found[edge.end].append(edge.start)
    return found


def distances(refs: Iterable[str], edges: Sequence[Edge], roots: Iterable[str]) -> dict[str, int]:
    """How many ties lead from the nearest root to each node that can be reached."""
    ties, found = neighbours(refs, edges), dict.fromkeys(roots, 0)
    layer = list(found)
    while layer:
        reached = dict.fromkeys(other for ref in layer for other in ties[ref] if other not in found)
        found |= dict.fromkeys(reached, found[layer[0]] + 1)
        layer = list(reached)
    return found


def layout(graph: Graph) -> list[Placed]:
    """Columns by distance from the roots; in each, who hangs on whom decides the order, then kind and reference."""
    far = distances(graph.nodes, graph.edges, graph.roots)
    ties = neighbours(graph.nodes, graph.edges)
    columns: dict[int, list[Node]] = {}
    for ref, node in graph.nodes.items():
        columns.setdefault(far.get(ref, 0), []).append(node)
    tallest = max((len(nodes) for nodes in columns.values()), default=0)
    rank: dict[str, int] = {}
    placed = []
    for column, found in sorted(columns.items()):
        above = {ref for ref in rank if far.get(ref, 0) == column - 1}
        nodes = sorted(found, key=lambda node, above=above: (hung_on(node, ties, above, rank), *in_order(node)))  # type: ignore[misc]  # fmt: skip
        top = MARGIN + HEIGHT / 2 + (tallest - len(nodes)) * ROW / 2
        for number, node in enumerate(nodes):
            rank[node.ref] = number
            placed.append(Placed(node, column, MARGIN + column * COLUMN, top + number * ROW))
    return placed


def hung_on(node: Node, ties: Mapping[str, list[str]], above: Collection[str], rank: Mapping[str, int]) -> int:
    """The place of the first node of the column before that this one is tied to."""
    return min((rank[other] for other in ties[node.ref] if other in above), default=0)


def size(placed: Sequence[Placed]) -> tuple[float, float]:
    """Width and height of the picture that holds all of them."""
    width = max((one.x for one in placed), default=0.0) + BOX + MARGIN
    return max(width, 628.0), max((one.y for one in placed), default=0.0) + HEIGHT / 2 + MARGIN


def by_kind(refs: Iterable[str]) -> Mapping[NodeKind, list[str]]:
    """References sorted into their kinds; what is no reference is left out."""
    found: dict[NodeKind, list[str]] = {}
    for ref in refs:
        if kind := kind_of(ref):
            found.setdefault(kind, []).append(ref)
    return found
