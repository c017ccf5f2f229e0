"""Figures: pure functions of plain data."""

import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest

from casework.analysis.chart import UnitBox, UnitEdge, arrange, unit_chart
from casework.analysis.map import MapPlace, place_map
from casework.analysis.shapes import Window, cut, window_around
from casework.analysis.svg import Picture
from casework.analysis.timeline import TimelineItem, ticks, timeline, window

DAY = date(2025, 3, 7)
SVG = "{http://www.w3.org/2000/svg}"


def parsed(markup: str) -> ET.Element:
    return ET.fromstring(markup)  # noqa: S314 - our own text


def draw(items: list[TimelineItem], lang: str = "en") -> Picture:
    return timeline(items, title="Timeline", description="Three incidents", lang=lang)


def test_an_exact_day_is_a_dot_and_an_open_end_is_an_arrow() -> None:
    exact = parsed(draw([TimelineItem("I-0001", "Jableh", DAY, DAY)]).markup())
    vague = parsed(draw([TimelineItem("I-0001", "Jableh", None, DAY)]).markup())
    assert len(exact.findall(f"{SVG}circle")) == 1
    assert not exact.findall(f"{SVG}polygon")
    assert len(vague.findall(f"{SVG}polygon")) == 1


def test_an_approximate_day_never_looks_exact() -> None:
    drawn = draw([TimelineItem("I-0001", "Jableh", DAY, DAY, is_approximate=True)])
    assert "<circle" not in drawn.markup()
    assert "stroke-dasharray" in drawn.markup()


def test_time_runs_from_right_to_left_in_arabic() -> None:
    items = [TimelineItem("I-0001", "Jableh", DAY, DAY), TimelineItem("I-0002", "Baniyas", DAY, date(2025, 3, 9))]
    english = parsed(draw(items).markup()).find(f"{SVG}circle")
    arabic = parsed(draw(items, "ar").markup()).find(f"{SVG}circle")
    assert english is not None
    assert arabic is not None
    assert float(english.attrib["cx"]) + float(arabic.attrib["cx"]) == pytest.approx(628, abs=0.1)


def test_a_timeline_without_any_known_date_is_refused() -> None:
    with pytest.raises(ValueError, match="no item"):
        window([TimelineItem("I-0001", "Jableh", None, None)])


@pytest.mark.parametrize("days", [1, 10, 40, 79, 100, 400, 4000])
def test_ticks_stay_few_and_inside(days: int) -> None:
    last = date.fromordinal(DAY.toordinal() + days)
    found = ticks(DAY, last)
    assert 1 <= len(found) <= 14
    assert all(DAY <= day <= last for day in found)


def test_a_figure_says_what_it_shows() -> None:
    root = parsed(draw([TimelineItem("I-0001", "<Jableh> & more", DAY, DAY)]).markup())
    assert root.findtext(f"{SVG}title") == "Timeline"
    assert root.findtext(f"{SVG}desc") == "Three incidents"
    assert root.attrib["role"] == "img"
    assert "<Jableh> & more" in [text.text for text in root.iter(f"{SVG}text")]


def test_figures_carry_no_style_attribute_and_no_script() -> None:
    markup = draw([TimelineItem("I-0001", "Jableh", DAY, DAY, href="/cases/x")]).markup()
    assert " style=" not in markup
    assert "<script" not in markup
    assert re.findall(r'<a href="/cases/x"( tabindex="-1" aria-hidden="true")?', markup).count("") == 1, "one stop"
    assert 'role="group"' in markup


def test_the_circle_on_the_map_is_as_wide_as_the_place_is_uncertain() -> None:
    near = place_map([MapPlace("I-0001", "Jableh", 35.362, 35.926, 5)], title="Map", description="")
    around = window_around([(35.362, 35.926, 5)], 628)
    circle = parsed(near.markup()).find(f"{SVG}circle")
    assert circle is not None
    assert float(circle.attrib["r"]) == pytest.approx(5 * around.pixels_per_km, abs=0.01)


def test_a_map_is_not_mirrored_in_arabic() -> None:
    places = [MapPlace("I-0001", "x", 35.362, 35.926, 5), MapPlace("I-0002", "y", 35.6, 36.2, 5)]
    arabic = parsed(place_map(places, title="", description="", lang="ar").markup())
    first, second = (circle for circle in list(arabic.iter(f"{SVG}circle"))[:2])
    # Places are drawn from north to south; the northern one lies further east.
    assert float(first.attrib["cx"]) > float(second.attrib["cx"])


def test_two_incidents_at_one_place_share_one_mark() -> None:
    places = [MapPlace(f"I-000{n}", "Jableh", 35.362, 35.926, n) for n in (1, 2)]
    labels = [label.words for label in place_map(places, title="", description="").labels]
    assert "I-0001, I-0002" in labels


def test_a_ring_is_cut_at_the_window() -> None:
    square = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]
    inside = cut(square, Window(1, 1, 2, 2, 100))
    assert {(round(x), round(y)) for x, y in inside} == {(1, 1), (1, 2), (2, 1), (2, 2)}


def test_a_ring_of_commands_is_cut_and_every_unit_stands_once() -> None:
    boxes = [UnitBox(ref, ref) for ref in "ABC"]
    edges = [UnitEdge(a, b, "command", "") for a, b in ("AB", "BC", "CA")]
    placed = arrange(boxes, edges)
    assert sorted(item.box.ref for item in placed) == ["A", "B", "C"]


def test_an_uncertain_relation_is_drawn_with_a_question_mark() -> None:
    boxes = [UnitBox("U-1", "One"), UnitBox("U-2", "Two")]
    sure = unit_chart(boxes, [UnitEdge("U-1", "U-2", "command", "under")], title="", description="")
    unsure = unit_chart(boxes, [UnitEdge("U-1", "U-2", "command", "under", False)], title="", description="")
    assert "?" not in [label.words for label in sure.labels]
    assert "?" in [label.words for label in unsure.labels]
