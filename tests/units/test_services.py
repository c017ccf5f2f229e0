"""Units: references, names, stale saves, who may."""

import pytest
from sqlmodel import select

from casework import audit
from casework.errors import Forbidden, Invalid, NotFound, Stale
from casework.subjects import Actor, Role
from casework.units import services
from casework.units.models import Unit
from casework.units.services import UnitFacts
from casework.vocabulary import UnitNameKind
from tests.factories import make_account
from tests.units.world import World


def test_units_are_numbered_once_and_for_all_cases(world: World) -> None:
    assert [world.unit().reference, world.unit().reference] == ["U-0001", "U-0002"]
    assert audit.entries(world.session, action="unit.added")[0].facts == {"kind": "unknown"}


def test_a_unit_without_a_name_is_refused_beside_the_field(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        world.unit("  ")
    assert set(refused.value.fields) == {"name"}


def test_an_area_keeps_its_dates_in_stored_form_and_a_bad_one_is_refused(world: World) -> None:
    area = {"place": "Baniyas", "place_ar": "بانياس", "from": " ٢٠٢٥-٠٣ ", "to": ""}
    assert world.unit(areas=[area]).areas[0]["from"] == "2025-03"
    with pytest.raises(Invalid) as refused:
        world.unit(areas=[area | {"to": "soon"}])
    assert "areas" in refused.value.fields


def test_a_stale_save_is_refused_and_changes_nothing(world: World) -> None:
    unit = world.unit("First")
    services.change_unit(world.session, world.actor, unit, UnitFacts(name="Second"), version=1)
    with pytest.raises(Stale):
        services.change_unit(world.session, world.actor, unit, UnitFacts(name="Third"), version=1)
    assert (unit.name, unit.version) == ("Second", 2)


def test_a_name_that_stays_keeps_its_kind(world: World) -> None:
    unit = world.unit(aliases=["Old name", "الاسم"])
    kept = services.names_of(world.session, unit)[0]
    kept.kind = UnitNameKind.FORMER
    services.change_unit(world.session, world.actor, unit, UnitFacts(name="N", aliases=["Old name", "New"]), version=1)
    assert [(n.name, n.kind) for n in services.names_of(world.session, unit)] == [
        ("Old name", "former"),
        ("New", "alias"),
    ]


def test_a_unit_is_found_by_any_of_its_names(world: World) -> None:
    world.unit("Noise")
    unit = world.unit("62nd", name_ar="الفرقة ٦٢", aliases=["Sultan Suleiman Shah 100%"])
    for q in ("suleiman", "الفرقة", "الفرقه 62", "0002", "100%"):
        found = world.session.exec(services.units_listed(world.session, world.actor, q=q)).all()
        assert found == [unit]
    assert not world.session.exec(services.units_listed(world.session, world.actor, q="%%%")).all()


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.AUDITOR, Role.ADMINISTRATOR])
def test_units_are_for_investigators_and_supervisors_alone(world: World, role: Role) -> None:
    unit, other = world.unit(), make_account(world.session, role).as_actor()
    with pytest.raises(Forbidden):
        services.get_unit(world.session, other, unit.reference)
    with pytest.raises(Forbidden):
        services.add_unit(world.session, other, UnitFacts(name="Mine"))
    assert len(world.session.exec(select(Unit)).all()) == 1


def test_an_unknown_reference_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        services.get_unit(world.session, Actor(None, "system", None, is_system=True), "U-9999")
