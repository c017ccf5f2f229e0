"""Casualty figures: with source, date and category; side by side; never summed."""

from typing import Any

import pytest

from casework.errors import Invalid, NotFound
from casework.incidents import figures
from casework.incidents.figures import FigureGiven
from casework.incidents.models import CasualtyFigure
from casework.vocabulary import FigureCategory
from tests.factories import make_case
from tests.units.world import World


def add(world: World, **given: Any) -> CasualtyFigure:
    base = {"source": "SOHR", "as_of": "2025-03-10", "category": FigureCategory.KILLED_CIVILIANS, "lowest": 973}
    return figures.add_figure(world.session, world.actor, world.case, FigureGiven(**(base | given)))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"source": " "}, "source"),
        ({"as_of": ""}, "as_of"),
        ({"as_of": "March"}, "as_of"),
        ({"lowest": None}, "lowest"),
        ({"lowest": -1}, "lowest"),
        ({"highest": 900}, "highest"),
    ],
)
def test_a_figure_without_whose_when_or_how_many_is_refused(world: World, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        add(world, **given)
    assert set(refused.value.fields) == {field}


def test_figures_of_one_category_stand_together_by_date(world: World) -> None:
    later = add(world, source="SNHR", as_of="2025-03-11", lowest=803)
    total = add(world, category=FigureCategory.KILLED_ALL, lowest=1400, is_at_least=True)
    first = add(world)
    groups = figures.side_by_side(figures.figures_of(world.session, world.case.key))
    assert groups == [(FigureCategory.KILLED_ALL, [total]), (FigureCategory.KILLED_CIVILIANS, [first, later])]


def test_figures_of_an_incident_leave_out_those_of_the_case(world: World) -> None:
    add(world)
    incident = world.incident()
    given = FigureGiven(source="Officials", as_of="2025-03-09", category=FigureCategory.KILLED_SECURITY, lowest=13)
    mine = figures.add_figure(world.session, world.actor, world.case, given, incident=incident)
    assert list(figures.figures_of(world.session, world.case.key, incident_id=incident.key)) == [mine]


def test_a_figure_is_taken_back_with_a_reason_and_only_in_its_own_case(world: World) -> None:
    figure = add(world)
    with pytest.raises(Invalid):
        figures.withdraw_figure(world.session, world.actor, world.case, figure.key, reason="")
    other = make_case(world.session, [world.account])
    with pytest.raises(NotFound):
        figures.withdraw_figure(world.session, world.actor, other, figure.key, reason="not mine")
    figures.withdraw_figure(world.session, world.actor, world.case, figure.key, reason="mistyped")
    assert figures.figures_of(world.session, world.case.key)[0].withdrawn == "mistyped"
