"""The link graph: places that are the same each time, ties read at a constant price, nothing restricted in it."""

from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from casework.access import Membership
from casework.allegations import services as allegations
from casework.allegations.links import SourceNamed
from casework.allegations.models import Allegation
from casework.allegations.services import AllegationFacts
from casework.analysis.graph import Edge, Graph, Node, NodeKind, distances, layout
from casework.analysis.graph_asked import parse_graph
from casework.analysis.graph_drawing import draw_graph
from casework.analysis.links import STEP, Asked, graph_of
from casework.cases import compartments
from casework.db.reading import read_as
from casework.errors import Forbidden
from casework.vocabulary import Act, Confidence, LinkBasis
from tests.analysis.test_events import many
from tests.factories import make_account
from tests.units.world import World


def small() -> Graph:
    graph = Graph(roots=("U-0001",))
    kinds = {
        "U-0001": NodeKind.UNIT,
        "I-0002": NodeKind.INCIDENT,
        "I-0001": NodeKind.INCIDENT,
        "T-0001": NodeKind.TESTIMONY,
    }
    for ref, kind in kinds.items():
        graph.add(Node(kind, ref, f"label {ref}"))
    for start, end in (("U-0001", "I-0002"), ("U-0001", "I-0001"), ("I-0001", "T-0001")):
        graph.tie(Edge(start, end, "tied"))
    return graph


def test_nodes_stand_in_columns_by_distance_and_in_the_order_of_what_they_hang_on() -> None:
    placed = [(one.node.ref, one.column) for one in layout(small())]
    assert placed == [("U-0001", 0), ("I-0001", 1), ("I-0002", 1), ("T-0001", 2)]
    assert layout(small()) == layout(small())
    picture = draw_graph(small())
    assert picture is not None
    assert picture.markup() == (draw_graph(small()) or picture).markup()
    assert draw_graph(Graph()) is None


def test_what_hung_on_a_node_that_must_stay_alone_goes_with_it() -> None:
    left = small().without({"I-0001"})
    assert set(left.nodes) == {"U-0001", "I-0002"}
    assert distances(left.nodes, left.edges, left.roots) == {"U-0001": 0, "I-0002": 1}


def test_an_address_says_what_was_opened_and_nonsense_is_left_out() -> None:
    typed = MultiDict(
        [("from", " i-0001 "), ("open", "U-0001*3"), ("open", "x' OR 1"), ("hide", "victim"), ("least", "?")]
    )
    assert parse_graph(typed) == Asked("I-0001", (("U-0001", 3),), frozenset({"victim"}), None)
    assert parse_graph(typed).opening("U-0001").step("U-0001") == 4
    assert parse_graph(typed).closing("U-0001").opened == ()


def alleged(world: World, **facts: Any) -> Allegation:
    values = {
        "act": Act.KILLING,
        "bases": [next(iter(LinkBasis))],
        "contrary": "Nothing found.",
        "contrary_searched": True,
    }
    sources = facts.pop("sources", [SourceNamed("T-0001", "9")])
    return allegations.make_allegation(
        world.session, world.actor, world.case, AllegationFacts(**(values | {"sources": sources} | facts))
    )


def refs(world: World, asked: Asked = Asked(), **opened: int) -> dict[str, str]:
    graph, _masks = graph_of(world.session, world.actor, world.case, asked)
    return {ref: node.label for ref, node in graph.nodes.items()}


def test_it_begins_with_units_and_incidents_and_opens_step_by_step(world: World) -> None:
    unit, incident, victim = world.unit(), world.incident(), world.victim()
    world.testimony()
    row = alleged(world, unit=unit, incident=incident, victims=[victim], confidence=Confidence.REASONABLE_GROUNDS)
    assert set(refs(world)) == {unit.reference, incident.reference}
    opened = Asked(opened=((incident.reference, 1), (row.reference, 1)))
    assert set(refs(world, opened)) == {unit.reference, incident.reference, row.reference, victim.reference, "T-0001"}
    without = Asked(opened=opened.opened, hidden=frozenset({"victim"}))
    assert victim.reference not in refs(world, without)
    weak = Asked(opened=opened.opened, least=Confidence.CLEAR_AND_CONVINCING)
    assert row.reference not in refs(world, weak)
    assert refs(world, Asked("I-9999")) == {}
    assert refs(world, Asked("nonsense")) == {}


def test_a_stranger_is_refused_and_sees_no_record_of_the_case_from_another(world: World) -> None:
    with pytest.raises(Forbidden):
        graph_of(world.session, world.stranger, world.case, Asked())


def test_of_many_neighbours_the_first_stand_there_and_the_rest_as_a_number(world: World) -> None:
    incident = world.incident()
    for _ in range(STEP + 3):
        world.victim(incident=incident)
    found = refs(world, Asked(incident.reference))
    assert found[f"{incident.reference}+victim"] == "+3 · Victim"
    assert len(found) == STEP + 2
    further = refs(world, Asked(incident.reference).opening(incident.reference))
    assert len(further) == STEP + 4
    assert f"{incident.reference}+victim" not in further


def test_what_is_restricted_has_no_reference_and_an_allegation_says_how_many_sources_it_has(world: World) -> None:
    told, shown = world.testimony(), world.exhibit()
    row = alleged(world, unit=world.unit(), sources=[SourceNamed("T-0001", "9"), SourceNamed("EX-0001")])
    compartments.restrict(world.session, world.supervisor, subject=shown.subject, accounts=[], reason="threats")
    other = make_account(world.session)
    world.session.add(Membership(case_id=world.case.key, account_id=other.key, reason="test"))
    world.session.flush()
    read_as(world.session, other.as_actor())
    graph, _masks = graph_of(world.session, other.as_actor(), world.case, Asked(row.reference))
    assert told.reference in graph.nodes
    assert "EX-0001" not in graph.nodes
    assert graph.nodes[f"{row.reference}+withheld"].label == "1 source withheld"
    closed, _masks = graph_of(world.session, other.as_actor(), world.case, Asked("EX-0001"))
    assert closed.nodes == {}


def test_the_number_of_statements_does_not_grow_with_the_case_nor_with_what_is_opened(world: World) -> None:
    seen: list[str] = []
    incident, unit = world.incident(), world.unit()
    world.testimony()
    rows = [alleged(world, unit=unit, incident=incident, victims=[world.victim(incident=incident)]) for _ in range(4)]
    event.listen(world.session.get_bind().engine, "before_cursor_execute", lambda *call: seen.append(call[2]))
    counts = []
    for size, opened in ((0, rows[:1]), (5_000, rows)):
        _enlarge(world.session, world, size)
        seen.clear()
        refs(world, Asked(incident.reference, tuple((row.reference, 1) for row in opened)))
        counts.append(len(seen))
    assert counts[0] == counts[1] < 40


def _enlarge(session: Session, world: World, size: int) -> None:
    if size:
        many(session, world, size, size * 4)
