"""The plot of competing figures: each drawn as its source gives it, none joined with another, none added up."""

import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from casework.analysis.casualties import MOST_ROWS, draw_casualties
from casework.analysis.casualty_plot import (
    PRINTED,
    Band,
    Counted,
    casualty_plot,
    scale_for,
    sheets,
)
from casework.analysis.extents import of_day
from casework.analysis.svg import ACCENT, SOFT, Picture
from casework.incidents import figures
from casework.incidents.figures import FigureGiven
from casework.incidents.models import CasualtyFigure
from casework.vocabulary import FigureCategory
from tests.units.world import World

SVG = "{http://www.w3.org/2000/svg}"


def row(lowest: int = 803, highest: int | None = None, at_least: bool = False, as_of: str = "2025-03-11") -> Counted:
    return Counted("I-0001", "A monitor", f"{lowest}", lowest, highest, at_least, of_day(as_of))


def plot(*rows: Counted, lang: str = "en") -> Picture:
    return casualty_plot([Band("Civilians killed", rows)], title="Figures", description="Never added up.", lang=lang)


def shapes(picture: Picture, tag: str, **wanted: str) -> list[ET.Element]:
    root = ET.fromstring(picture.markup())  # noqa: S314 - our own text
    return [one for one in root.iter(SVG + tag) if wanted.items() <= one.attrib.items()]


def dots(picture: Picture) -> list[ET.Element]:
    return shapes(picture, "circle", fill=ACCENT)


def test_the_same_figures_make_the_same_bytes() -> None:
    rows = [row(), row(973, 1383), row(111, at_least=True, as_of="2025-03~")]
    assert plot(*rows, lang="ar").markup() == plot(*rows, lang="ar").markup()


def test_one_number_is_a_dot_where_it_lies_on_the_axis() -> None:
    picture, scale = plot(row(803)), scale_for(803)
    assert [float(dot.attrib["cx"]) for dot in dots(picture)] == [pytest.approx(scale.at(803), abs=0.01)]
    assert not shapes(picture, "polygon")


def test_a_range_is_a_bar_from_its_lower_to_its_upper_end() -> None:
    picture, scale = plot(row(800, 1300)), scale_for(1300)
    (bar,) = shapes(picture, "rect", stroke=ACCENT)
    assert float(bar.attrib["x"]) == pytest.approx(scale.at(800), abs=0.01)
    assert float(bar.attrib["width"]) == pytest.approx(scale.at(1300) - scale.at(800), abs=0.01)
    assert not dots(picture)


def test_at_least_is_an_arrow_that_leads_away_from_nought_in_both_directions_of_reading() -> None:
    tips = {}
    for lang in ("en", "ar"):
        picture = plot(row(803, at_least=True), lang=lang)
        assert not dots(picture)
        (arrow,) = shapes(picture, "polygon")
        base, tip, _other = (float(point.split(",")[0]) for point in arrow.attrib["points"].split())
        tips[lang] = tip - base
    assert tips["en"] == -tips["ar"] == 8


@pytest.mark.parametrize(
    ("as_of", "days", "bars", "arrows", "dashed"),
    [
        ("2025-03-11", 1, 0, 0, False),
        ("2025-03", 0, 1, 0, False),
        ("2025-03-11~", 0, 1, 0, True),
        ("2025-03-11/", 0, 1, 1, True),
    ],
)
def test_a_date_is_drawn_no_closer_than_its_source_says(
    as_of: str, days: int, bars: int, arrows: int, dashed: bool
) -> None:
    picture = plot(row(as_of=as_of), row())
    assert len(shapes(picture, "circle", fill=SOFT)) == days + 1
    assert len(shapes(picture, "rect", stroke=ACCENT)) == bars
    assert len(shapes(picture, "polygon")) == arrows
    assert ("stroke-dasharray" in picture.markup()) is dashed


@pytest.mark.parametrize("most", [0, 1, 4, 5, 9, 10, 41, 803, 1426, 99_999, 10**9])
def test_an_axis_is_round_and_holds_every_number(most: int) -> None:
    scale = scale_for(most)
    assert scale.top >= most
    assert scale.top % scale.step == 0
    assert scale.top // scale.step <= 4
    assert str(scale.step).rstrip("0") in {"1", "2", "5"}


def add(world: World, source: str, lowest: int, **given: Any) -> CasualtyFigure:
    category = given.pop("category", FigureCategory.KILLED_CIVILIANS)
    said = FigureGiven(source, given.pop("as_of", "2025-03-11"), category, lowest, **given)
    return figures.add_figure(world.session, world.actor, world.case, said)


def drawn(world: World) -> Picture | None:
    return draw_casualties(figures.figures_of(world.session, world.case.key), {})


def words(picture: Picture | None) -> list[str]:
    assert picture is not None
    return [label.words for label in picture.labels]


def test_what_was_taken_back_is_not_drawn(world: World) -> None:
    add(world, "Monitor", 803)
    wrong = add(world, "Slip", 8030)
    figures.withdraw_figure(world.session, world.actor, world.case, wrong.key, reason="a nought too many")
    said = words(drawn(world))
    assert "Monitor" in said
    assert "Slip" not in said
    figures.withdraw_figure(
        world.session, world.actor, world.case, figures.figures_of(world.session, world.case.key)[0].key, reason="x"
    )
    assert drawn(world) is None


def test_no_number_stands_in_the_picture_but_those_of_the_sources_and_the_axis(world: World) -> None:
    given = {"803", "1,383", "at least 111", "300–400"}
    add(world, "A", 803)
    add(world, "B", 1383)
    add(world, "C", 111, is_at_least=True)
    add(world, "D", 300, highest=400, category=FigureCategory.INJURED)
    numbers = {text for text in words(drawn(world)) if re.search(r"\d", text) and "2025" not in text}
    axes = {f"{n:,}" for most in (1383, 400) for n in range(0, scale_for(most).top + 1, scale_for(most).step)}
    assert numbers == given | axes


def test_of_very_many_figures_the_picture_says_how_many_are_not_drawn(world: World) -> None:
    for number in range(MOST_ROWS + 2):
        add(world, f"Source {number:02}", number)
    said = words(drawn(world))
    assert f"Source {MOST_ROWS - 1:02}" in said
    assert f"Source {MOST_ROWS:02}" not in said
    assert "Civilians killed (2 more, not drawn)" in said


def test_a_printed_plot_stays_inside_its_paper_and_no_row_is_lost_between_sheets() -> None:
    bands = [Band(f"Category {number}", [row(803)] * rows) for number, rows in enumerate((3, 61, 20, 1))]
    made = sheets(bands, 800.0)
    assert sum(len(band.rows) for some in made for band in some) == 85
    for some in made:
        for lang in ("en", "ar"):
            picture = casualty_plot(some, title="Figures", description="d", lang=lang, layout=PRINTED)
            assert picture.height <= 800
            assert picture.width == 628
            assert all(0 <= label.x <= 628 for label in picture.labels)
