"""Draw where things happened: every place with the circle within which it may lie, never a bare pin."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from casework.analysis.shapes import Window, middle, outlines, window_around
from casework.analysis.svg import ACCENT, INK, PAPER, SOFT, Picture

WIDTH = 628.0
GEO = Path(__file__).resolve().parents[2] / "static" / "geo"
SEA, LAND, NEIGHBOUR, BORDER = "#e9f0f5", "#fbfaf6", "#f1efe9", "#b9b3a4"


@dataclass(frozen=True)
class MapPlace:
    """A place with its precision: the true spot lies within `radius_km` of the coordinates (WGS 84)."""

    ref: str
    label: str
    latitude: float
    longitude: float
    radius_km: float
    href: str | None = None
    colour: str = ACCENT


@cache
def boundaries(name: str) -> dict[str, Any]:
    """The vendored GeoJSON `countries` or `governorates`."""
    loaded: dict[str, Any] = json.loads((GEO / f"{name}.json").read_text("utf-8"))
    return loaded


def draw_land(picture: Picture, window: Window) -> None:
    """Sea, neighbours, governorates with their names where there is room."""
    picture.rect(0, 0, picture.width, window.height, fill=SEA)
    for properties, drawn in outlines(boundaries("countries"), window):
        fill = LAND if properties["name"] == "Syria" else NEIGHBOUR
        for ring in drawn:
            picture.polygon(ring, fill=fill, stroke=BORDER, stroke_width=1)
    name = "name_ar" if picture.lang == "ar" else "name"
    for properties, drawn in outlines(boundaries("governorates"), window):
        for ring in drawn:
            picture.polygon(ring, fill="none", stroke=BORDER, stroke_width=0.7, stroke_dasharray="3 2")
        (x, y), area = middle(drawn)
        if area > 9000 and 50 < x < picture.width - 50:
            picture.text(x, y, properties[name], anchor="middle", size=12, fill="#6b6455")


def merge(places: Sequence[MapPlace]) -> list[MapPlace]:
    """Places at the same spot share one mark and list their references."""
    spots: dict[tuple[float, float, str, str], list[MapPlace]] = {}
    for place in places:
        spots.setdefault((place.latitude, place.longitude, place.label, place.colour), []).append(place)
    return [
        MapPlace(", ".join(p.ref for p in at), label, lat, lon, max(p.radius_km for p in at), at[0].href, colour)
        for (lat, lon, label, colour), at in spots.items()
    ]


def free_rows(wanted: Sequence[float], height: float, low: float, high: float) -> list[float]:
    """Heights near the wanted ones, in the same order from top to bottom, at least `height` apart, within bounds."""
    rows: list[float] = []
    for want in wanted:
        rows.append(max(want, rows[-1] + height) if rows else max(want, low))
    overflow = rows[-1] - high if rows else 0
    for index in range(len(rows) - 1, -1, -1):
        limit = high if index == len(rows) - 1 else rows[index + 1] - height
        rows[index] = min(rows[index], limit) if overflow > 0 else rows[index]
    return rows


def draw_places(picture: Picture, window: Window, places: Sequence[MapPlace]) -> None:
    """Circles to scale, then labels in a column beside the map's crowded coast, each tied to its dot by a hairline."""
    spots = sorted(merge(places), key=lambda place: (-place.latitude, place.longitude, place.ref))
    dots = [window.project(place.longitude, place.latitude) for place in spots]
    column = min(max(x for x, _ in dots) + 46, picture.width - 190)
    rows = free_rows([y for _, y in dots], 25, 20, window.height - 26)
    for place, (x, y) in zip(spots, dots, strict=True):
        radius = max(place.radius_km * window.pixels_per_km, 4)
        picture.circle(
            x, y, radius, fill=place.colour, fill_opacity=0.16, stroke=place.colour, stroke_width=0.8,
            stroke_dasharray="3 2",
        )  # fmt: skip
    for place, (x, y), row in zip(spots, dots, rows, strict=True):
        start = picture.mark()
        picture.line(x, y, column - 5, row - 3, stroke=SOFT, stroke_width=0.5)
        picture.circle(x, y, 2.4, fill=place.colour)
        room = int((picture.width - column - 8) / 5.6)  # letters
        width = 12 + 5.6 * min(max(len(place.label), len(place.ref) * 0.86), room)
        picture.rect(column - 5, row - 14, width, 23, rx=2, fill=PAPER, fill_opacity=0.88)
        picture.text(column, row - 4, place.label, size=10.5, bold=True, most=room)
        picture.text(column, row + 6, place.ref, size=8.5, fill=SOFT, most=int(room * 1.16))
        picture.link(place.href, start)


def draw_scale(picture: Picture, window: Window, kilometres: str) -> None:
    """A bar of a round number of kilometres, and north."""
    length = next(km for km in (100, 50, 20, 10, 5, 2, 1) if km * window.pixels_per_km < picture.width / 4 or km == 1)
    y, width = window.height - 14, length * window.pixels_per_km
    picture.line(16, y, 16 + width, y, stroke_width=2)
    picture.text(16, y - 6, f"{length} {kilometres}", size=9)
    picture.polygon([(26, 14), (20, 32), (26, 28), (32, 32)], fill=INK)


def place_map(
    places: Sequence[MapPlace],
    *,
    title: str,
    description: str,
    lang: str = "en",
    kilometres: str = "km",
    shortest_km: float = 60,
) -> Picture:
    """A picture map of the places. East is right in every language."""
    window = window_around([(place.latitude, place.longitude, place.radius_km) for place in places], WIDTH, shortest_km)
    picture = Picture(WIDTH, window.height, title, description, lang, turns=False)
    draw_land(picture, window)
    draw_places(picture, window, places)
    draw_scale(picture, window, kilometres)
    picture.rect(0.5, 0.5, picture.width - 1, window.height - 1, fill="none", stroke=BORDER)
    return picture
