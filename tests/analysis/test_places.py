"""Places of a case: what is drawn where, what is kept rough, and many as few marks."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from casework.analysis.case_map import draw_map
from casework.analysis.clusters import gather, mercator
from casework.analysis.filters import Filters
from casework.analysis.gazetteer import governorate_at, governorates_in, kilometres, outlines_of, region
from casework.analysis.places import Area, PlaceKind, Places, Spot, places_of
from casework.errors import Forbidden
from casework.vocabulary import ProtectionMeasure
from tests.analysis.test_events import many, shown
from tests.testimonies.building import make_witness
from tests.units.world import World

JABLEH = {"latitude": 35.362, "longitude": 35.926, "precision_m": 1000}


def spot(number: int, north: float = 35.362, east: float = 35.926) -> Spot:
    return Spot(PlaceKind.INCIDENT, f"I-{number:04d}", "x", north, east, 1.0)


def read(world: World, **asked: Any) -> Places:
    return places_of(world.session, world.actor, world.case, Filters(**asked))


def test_coming_closer_takes_a_cluster_apart_and_one_place_stays_one() -> None:
    spots = [spot(1), spot(2, 35.40), spot(3, 36.2, 37.16), spot(4)]
    far, near = gather(spots, mercator(5)), gather(spots, mercator(12))
    assert [one.number for one in far] == [1, 3]
    assert [(one.number, one.is_one_place) for one in near] == [(1, True), (1, True), (2, True)]
    assert gather(spots, mercator(5)) == gather(spots[::-1], mercator(5))


@pytest.mark.parametrize(
    ("texts", "codes"),
    [
        (("Latakia and Tartous governorates, 2025", ""), ["SY-LA", "SY-TA"]),
        (("", "محافظتا اللاذقية وطرطوس"), ["SY-LA", "SY-TA"]),
        (("Latakia, the port", ""), []),  # the city
        (("Homsi governorate", ""), []),
    ],
)
def test_words_shade_a_governorate_only_when_they_name_it_as_one(texts: tuple[str, str], codes: list[str]) -> None:
    assert sorted(governorates_in(*texts)) == codes


def test_the_circle_of_a_governorate_holds_every_corner_of_it() -> None:
    for properties, drawn in outlines_of():
        around = region(properties["code"])
        assert around is not None
        farthest = max(kilometres((around.longitude, around.latitude), corner) for ring in drawn for corner in ring)
        assert abs(farthest - around.radius_km) < 2  # the middle is rounded to a hundredth of a degree
    assert region("SY-LA", "ar").name == "اللاذقية"  # type: ignore[union-attr]
    assert region("XX-YY") is None


def test_a_point_lies_in_the_governorate_around_it() -> None:
    assert governorate_at(35.52, 35.99) == "Latakia"
    assert governorate_at(35.52, 35.99, "ar") == "اللاذقية"
    assert governorate_at(48.85, 2.35) == ""


def test_the_same_places_give_the_same_bytes_and_many_become_numbers() -> None:
    few = Places(spots=[spot(1)], areas=[Area("U-0001", "Unit", "Latakia", "", ("SY-LA",))])
    assert draw_map(few).markup() == draw_map(few).markup()
    assert "#b7791f" in draw_map(few).markup()
    crowd = Places(spots=[spot(n, 35 + n % 50 / 100, 36 + n % 40 / 100) for n in range(400)])
    words = [label.words for label in draw_map(crowd).labels]
    assert not [text for text in words if text.startswith("I-")]
    assert draw_map(Places()).height > 100  # the whole country


def test_places_are_read_for_members_by_kind_period_and_place(world: World) -> None:
    world.incident(starts="2025-03-07", place="Jableh", **JABLEH)
    world.incident(starts="2025-03-07")
    shown(world, captured_claimed="2025-04", place_claimed="Baniyas", **JABLEH)
    found = read(world)
    assert ([one.kind for one in found.spots], found.nowhere) == ([PlaceKind.INCIDENT, PlaceKind.CLAIMED], 1)
    assert len(read(world, kinds=frozenset({"claimed"})).spots) == 1
    assert [one.place for one in read(world, first=date(2025, 4, 1)).spots] == ["Baniyas"]
    assert [one.place for one in read(world, place="jab").spots] == ["Jableh"]
    with pytest.raises(Forbidden):
        places_of(world.session, world.stranger, world.case, Filters())


def test_protection_keeps_a_place_rough_or_off_the_map(world: World) -> None:
    rough, silent = make_witness(world.session, world.case), make_witness(world.session, world.case, number=2)
    rough.protection_measures = [ProtectionMeasure.GENERALISED_PLACE_OR_DATE.value]
    silent.embargo_until = date(2999, 1, 1)
    shown(world, source="W-0001", latitude=35.52, longitude=35.99)
    shown(world, 2, source="W-0002", latitude=35.52, longitude=35.99)
    found = read(world)
    assert (found.spots, found.rough, found.withheld) == ([], [("EX-0001", "Latakia")], 1)


def test_the_number_of_statements_does_not_grow_with_the_case(world: World) -> None:
    seen: list[str] = []
    event.listen(world.session.get_bind().engine, "before_cursor_execute", lambda *call: seen.append(call[2]))
    counts = []
    for size in (1, 5_000):
        many(world.session, world, size, size * 4) if size > 1 else world.incident(**JABLEH)
        seen.clear()
        found = read(world)
        counts.append((len(found.spots), len(seen)))
    assert [spots for spots, _statements in counts] == [1, 5_001]
    assert counts[0][1] == counts[1][1] < 10
    assert len(gather(found.spots, mercator(6))) < 20
