"""The link graph of a case, read: what is shown at first, and what hangs on the nodes that were opened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col

from casework.access import Permission, require
from casework.allegations.models import Allegation
from casework.allegations.shown import sources_by_allegation, withheld_by_allegation
from casework.analysis import scope
from casework.analysis.graph import Edge, Graph, Node, NodeKind, by_kind, kind_of
from casework.analysis.masks import Masks, masks_of
from casework.analysis.ties import TIES, Tie, statement
from casework.cases.models import Case
from casework.evidence.models import Exhibit
from casework.i18n import _, current_language, format_number, ngettext
from casework.i18n.labels import label
from casework.incidents.models import Incident, Victim
from casework.subjects import Actor
from casework.testimonies.models import Testimony
from casework.units.models import Individual, Unit
from casework.vocabulary import Act, Confidence
from casework.witnesses.models import Witness

STEP, MOST_STEPS, MOST_OPEN, MOST_ROOTS = 12, 10, 20, 30


@dataclass(frozen=True)
class Asked:
    """Where the graph begins (nothing: the case's units and incidents), what was opened and how far, what is left out."""

    start: str = ""
    opened: tuple[tuple[str, int], ...] = ()
    hidden: frozenset[str] = frozenset()
    least: Confidence | None = None

    def step(self, ref: str) -> int:
        """How many steps of neighbours are shown of a node; 0: it is closed."""
        return dict(self.opened).get(ref, 1 if ref == self.start else 0)

    def opening(self, ref: str) -> "Asked":
        """The same, with a node opened, or opened further."""
        steps = dict(self.opened) | {ref: min(self.step(ref) + 1, MOST_STEPS)}
        return replace(self, opened=tuple(steps.items())[-MOST_OPEN:])

    def closing(self, ref: str) -> "Asked":
        return replace(self, opened=tuple(pair for pair in self.opened if pair[0] != ref))

    def query(self) -> dict[str, object]:
        """The address's query for this."""
        said = {"from": self.start, "least": self.least.value if self.least else ""}
        opened = [ref if step == 1 else f"{ref}*{step}" for ref, step in self.opened]
        return {name: value for name, value in said.items() if value} | {"open": opened, "hide": sorted(self.hidden)}


def graph_of(session: Session, actor: Actor, case: Case, asked: Asked) -> tuple[Graph, Masks]:
    """The graph, with labels. A start that is not there gives an empty graph. Raises Forbidden."""
    require(session, actor, Permission.ANALYSIS_VIEW, case.subject)
    graph = Graph()
    masks = masks_of(session, case, scope.parents_of(session, case))
    roots(session, case, asked, graph)
    known = [*([asked.start] if asked.start else []), *(ref for ref, _step in asked.opened if ref != asked.start)]
    open_all(session, case, asked, graph, known)
    add_withheld(session, case, graph, [ref for ref in known if ref in graph.nodes])
    name_all(session, case, graph, masks)
    return reached(graph, asked), masks


def roots(session: Session, case: Case, asked: Asked, graph: Graph) -> None:
    """What the graph begins with."""
    if asked.start:
        if kind := kind_of(asked.start):
            graph.add(Node(kind, asked.start))
            graph.roots = (asked.start,)
        return
    pairs = (
        scope.columns(Unit.reference, Incident.reference)
        .add_columns(func.count(col(Allegation.id)))
        .where(col(Allegation.case_id) == case.key, col(Allegation.unit_id) == Unit.id)
        .where(col(Allegation.incident_id) == Incident.id)
        .group_by(col(Unit.reference), col(Incident.reference))
        .order_by(col(Unit.reference), col(Incident.reference))
    )
    if asked.least is not None:
        pairs = pairs.where(col(Allegation.confidence).in_([c.value for c in Confidence if c.rank >= asked.least.rank]))
    found = session.execute(pairs.limit(400)).all()
    units = list(dict.fromkeys(unit for unit, _incident, _number in found))[:MOST_ROOTS]
    others = scope.columns(Incident.reference).where(col(Incident.case_id) == case.key).order_by(col(Incident.id))
    incidents = [incident for _unit, incident, _number in found] + list(
        session.execute(others.limit(MOST_ROOTS)).scalars()
    )
    for kind, refs in ((NodeKind.UNIT, units), (NodeKind.INCIDENT, list(dict.fromkeys(incidents))[:MOST_ROOTS])):
        for ref in refs:
            graph.add(Node(kind, ref))
    graph.is_cut = len(set(incidents)) > MOST_ROOTS
    tied = {incident for unit, incident, _number in found if unit in units}
    graph.roots = (*units, *(ref for ref in graph.nodes if ref not in units and ref not in tied))
    for unit, incident, number in found:
        words = ngettext("%(num)s allegation", "%(num)s allegations", number)
        graph.tie(Edge(unit, incident, words))


def open_all(session: Session, case: Case, asked: Asked, graph: Graph, known: Sequence[str]) -> None:
    """Put in what hangs on the opened nodes: each kind of tie is asked for once from either side."""
    sides = by_kind(known)
    most = STEP * max((asked.step(ref) for ref in known), default=0)
    for kind, opened in sides.items():
        for ref in opened:
            graph.add(Node(kind, ref))
    for tie in TIES:
        for from_left in (True, False):
            near, far = (tie.left, tie.right) if from_left else (tie.right, tie.left)
            if refs := sides.get(near):
                rows = session.execute(statement(tie, case, refs, from_left=from_left, most=most, least=asked.least))
                add_rows(graph, asked, tie, far, from_left, rows.all())


def add_rows(graph: Graph, asked: Asked, tie: Tie, far: NodeKind, from_left: bool, rows: Iterable[Any]) -> None:
    """Neighbours up to the step of their node, then one node for all that are not shown."""
    if far.value in asked.hidden:
        return
    for near, other, told, number, place in rows:
        most = STEP * asked.step(near)
        if place <= most and graph.add(Node(far, other)):
            words, is_sure = tie.say(told)
            graph.tie(Edge(*((near, other) if from_left else (other, near)), words, is_sure))
        if place == min(most, number) and number > most:
            more = f"{near}+{far.value}{'' if from_left or tie.left is not tie.right else '-'}"
            text = f"+{format_number(number - most)} · {label(far)}"
            if graph.add(Node(NodeKind.MORE, more, text)):
                graph.tie(Edge(near, more, _("more")))


def add_withheld(session: Session, case: Case, graph: Graph, opened: Iterable[str]) -> None:
    """Allegations say how many sources the reader may not see, not which: leaving them out would tell a lie."""
    refs = [ref for ref in opened if graph.nodes[ref].kind is NodeKind.ALLEGATION]
    if not refs:
        return
    columns = scope.columns(Allegation.id, Allegation.reference)
    rows = session.execute(
        columns.where(col(Allegation.case_id) == case.key, col(Allegation.reference).in_(refs))
    ).all()
    codes: dict[int, str] = dict(tuple(row) for row in rows)
    hidden = withheld_by_allegation(session, sources_by_allegation(session, list(codes)))
    for key, number in sorted(hidden.items()):
        if number:
            text = ngettext("%(num)s source withheld", "%(num)s sources withheld", number)
            graph.add(Node(NodeKind.WITHHELD, f"{codes[key]}+withheld", text))
            graph.tie(Edge(codes[key], f"{codes[key]}+withheld", _("restricted")))


def name_all(session: Session, case: Case, graph: Graph, masks: Masks) -> None:
    """Labels, one statement a kind; a reference that is not there, or not for this reader, leaves the graph."""
    refs = by_kind(ref for ref, node in graph.nodes.items() if node.kind not in (NodeKind.MORE, NodeKind.WITHHELD))
    named: dict[str, Node] = {}
    for kind, found in refs.items():
        rows = session.execute(_naming(kind, case).where(_REFERENCES[kind].in_(found))).all()
        named |= {row[0]: _node(kind, row, masks) for row in rows}
    for ref, node in list(graph.nodes.items()):
        if node.kind not in (NodeKind.MORE, NodeKind.WITHHELD):
            if ref in named:
                graph.nodes[ref] = named[ref]
            else:
                del graph.nodes[ref]
    graph.edges = [edge for edge in graph.edges if edge.start in graph.nodes and edge.end in graph.nodes]
    graph.roots = tuple(ref for ref in graph.roots if ref in graph.nodes)


_REFERENCES: dict[NodeKind, Any] = {
    NodeKind.UNIT: col(Unit.reference), NodeKind.INDIVIDUAL: col(Individual.reference),
    NodeKind.INCIDENT: col(Incident.reference), NodeKind.ALLEGATION: col(Allegation.reference),
    NodeKind.VICTIM: col(Victim.reference), NodeKind.TESTIMONY: col(Testimony.reference),
    NodeKind.EXHIBIT: col(Exhibit.reference),
}  # fmt: skip


def _naming(kind: NodeKind, case: Case) -> Any:
    """The statement of the labels of one kind; individuals and victims have none but their code."""
    if kind is NodeKind.UNIT:
        return scope.columns(Unit.reference, Unit.name, Unit.name_ar)
    if kind is NodeKind.INDIVIDUAL:
        return scope.columns(Individual.reference)
    if kind is NodeKind.INCIDENT:
        return scope.columns(Incident.reference, Incident.title, Incident.title_ar).where(
            col(Incident.case_id) == case.key
        )
    if kind is NodeKind.ALLEGATION:
        return scope.columns(Allegation.reference, Allegation.act).where(col(Allegation.case_id) == case.key)
    if kind is NodeKind.VICTIM:
        return scope.columns(Victim.reference).where(col(Victim.case_id) == case.key)
    if kind is NodeKind.TESTIMONY:
        told = scope.columns(Testimony.reference, Witness.reference)
        return told.where(col(Testimony.case_id) == case.key, col(Witness.id) == Testimony.witness_id)
    return scope.columns(Exhibit.reference, Exhibit.title, Exhibit.id).where(col(Exhibit.case_id) == case.key)


def _node(kind: NodeKind, row: Sequence[Any], masks: Masks) -> Node:
    if kind in (NodeKind.UNIT, NodeKind.INCIDENT):
        return Node(kind, row[0], row[2] if current_language() == "ar" and row[2] else row[1])
    if kind is NodeKind.ALLEGATION:
        return Node(kind, row[0], label(Act(row[1])))
    if kind is NodeKind.TESTIMONY:
        return Node(kind, row[0], row[1], givers=frozenset([row[1]]))
    if kind is NodeKind.EXHIBIT:
        return Node(kind, row[0], row[1], givers=masks.givers(row[2]))
    return Node(kind, row[0], label(kind))


def reached(graph: Graph, asked: Asked) -> Graph:
    """Only what is tied to where the graph begins, without the kinds that were left out; opened nodes marked."""
    hidden = [ref for ref, node in graph.nodes.items() if node.kind.value in asked.hidden and ref not in graph.roots]
    shown = graph.without(hidden)
    shown.nodes = {ref: replace(node, is_open=asked.step(ref) > 0) for ref, node in shown.nodes.items()}
    return shown
