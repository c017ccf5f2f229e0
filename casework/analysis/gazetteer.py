"""The vendored governorates by point and by name. Pure.

A point is in a governorate by Natural Earth's simplified outline: near a border the neighbour may be meant. A text names
a governorate only by its whole name beside the word for one, so that the city of the same name is not shaded as a region.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from casework.analysis.map import boundaries
from casework.analysis.shapes import EARTH_KM_PER_DEGREE, Point, middle, rings

_WORDS = ("governorate", "محافظة", "محافظتا", "محافظتي", "محافظات")


def features() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = boundaries("governorates")["features"]
    return found


@cache
def outlines_of() -> list[tuple[dict[str, str], list[list[Point]]]]:
    return [(feature["properties"], rings(feature)) for feature in features()]


def governorate_at(latitude: float, longitude: float, language: str = "en") -> str:
    """The name of the governorate around a point; empty outside of all of them."""
    name = "name_ar" if language == "ar" else "name"
    for properties, drawn in outlines_of():
        if any(is_inside((longitude, latitude), ring) for ring in drawn):
            return properties[name]
    return ""


def called(name: str, language: str) -> str:
    """A governorate's name in a language, by the one or the other that it has; any other text as it is."""
    wanted = name.strip().casefold()
    for properties, _drawn in outlines_of():
        if wanted in (properties["name"].casefold(), properties["name_ar"]):
            return properties["name_ar" if language == "ar" else "name"] or name
    return name


@dataclass(frozen=True)
class Region:
    """A governorate as a circle: its name, its middle, and how far its farthest corner lies from there."""

    name: str
    latitude: float
    longitude: float
    radius_km: float


@cache
def region(code: str, language: str = "en") -> Region | None:
    """The circle around a governorate, by its code."""
    for properties, drawn in outlines_of():
        if properties["code"] == code:
            (east, north), _size = middle(drawn)
            corners = [point for ring in drawn for point in ring]
            far = max(kilometres((east, north), corner) for corner in corners)
            return Region(properties["name_ar" if language == "ar" else "name"], round(north, 2), round(east, 2), far)
    return None


def kilometres(one: Point, other: Point) -> float:
    """Between two points a few degrees apart, as on the maps: equirectangular at the middle latitude."""
    shrink = math.cos(math.radians((one[1] + other[1]) / 2))
    return EARTH_KM_PER_DEGREE * math.hypot((one[0] - other[0]) * shrink, one[1] - other[1])


def is_inside(point: Point, ring: list[Point]) -> bool:
    """Whether a ring goes around a point: a ray to the east crosses it an odd number of times."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def governorates_in(*texts: str) -> Iterator[str]:
    """The codes of the governorates that one of the texts names as such, each once."""
    spoken = [text for text in texts if any(word in text.casefold() for word in _WORDS)]
    for properties, _drawn in outlines_of():
        names = (properties["name"], properties["name_ar"])
        patterns = [rf"(?<!\w)و?{re.escape(name)}(?!\w)" for name in names if name]
        if any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns for text in spoken):
            yield properties["code"]
