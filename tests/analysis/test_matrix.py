"""The matrix: grouped by the database, narrowed to its reader, cut with a word, as many statements for few as for many."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from casework.allegations.links import SourceNamed
from casework.allegations.narrowing import Narrowed
from casework.analysis import matrix
from casework.analysis.matrix import Cell, Matrix, matrix_of
from casework.cases import compartments
from casework.config import Settings
from casework.db import read_as
from casework.errors import Forbidden
from casework.units.models import Unit
from casework.vocabulary import Act, Confidence
from casework.witnesses.models import Witness
from tests.allegations.test_services import make
from tests.units.world import World, make_world


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    made = make_world(session, settings)
    made.testimony(1)
    made.exhibit(3)
    return made


@contextmanager
def counting(session: Session) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(*call: Any) -> None:
        seen.append(call[2])

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def of(world: World, *, by_incident: bool = False, **asked: Any) -> Matrix:
    return matrix_of(world.session, world.actor, world.case, Narrowed(**asked), by_incident=by_incident)


def filled(world: World) -> Unit:
    unit = world.unit("62nd")
    both = [SourceNamed("T-0001", "9"), SourceNamed("EX-0003", is_contrary=True)]
    one, two = world.victim(), world.victim()
    make(world, unit=unit, victims=[one, two], sources=both, confidence=Confidence.REASONABLE_SUSPICION)
    make(world, unit=unit, victims=[two], confidence=Confidence.CLEAR_AND_CONVINCING, is_refuted=True)
    make(world, unit=unit, act=Act.LOOTING, is_refuted=True, sources=[SourceNamed("EX-0003")])
    make(world, unit=None, individual=world.person())
    return unit


def test_a_cell_counts_what_hangs_on_it_and_a_refuted_link_lends_no_confidence(world: World) -> None:
    unit = filled(world)
    found = of(world)
    assert (list(found.rows), list(found.columns), found.total) == ([Act.KILLING, Act.LOOTING], [unit, None], 4)
    assert found.cells == {
        (0, 0): Cell(2, 1, Confidence.REASONABLE_SUSPICION, 2, 1, 0),
        (0, 1): Cell(1, 0, Confidence.UNASSESSED, 0, 1, 0),
        (1, 0): Cell(1, 1, None, 0, 0, 1),
    }
    assert of(world, act=Act.LOOTING).total == 1
    assert list(of(world, by_incident=True).rows) == [None]


def test_what_its_reader_may_not_see_is_not_counted_and_strangers_see_nothing(world: World) -> None:
    filled(world)
    witness = world.session.exec(select(Witness)).one()
    compartments.restrict(world.session, world.supervisor, subject=witness.subject, accounts=[], reason="threats")
    with pytest.raises(Forbidden):
        matrix_of(world.session, world.stranger, world.case, Narrowed(), by_incident=False)
    read_as(world.session, world.actor)
    assert of(world).cells[0, 0] == Cell(2, 1, Confidence.REASONABLE_SUSPICION, 2, 0, 0)


def test_it_costs_the_same_for_few_and_many_and_says_what_it_cut(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrix, "MOST_COLUMNS", 3)
    filled(world)
    with counting(world.session) as few:
        of(world, by_incident=True)
    for place in range(6):
        make(world, unit=world.unit(f"Unit {place}"), incident=world.incident())
    with counting(world.session) as many:
        found = of(world, by_incident=True)
    assert (len(found.columns), found.more_columns, found.more_rows) == (3, 5, 0)
    assert len(many) - len(few) <= 1  # the names of the incidents
    assert len(many) <= 10
