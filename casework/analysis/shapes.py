"""Boundaries for maps: the vendored outlines of countries and governorates, projected and cut to a window (pure).

Natural Earth's boundaries, simplified. They imply no position on the status of any territory.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Point = tuple[float, float]
EARTH_KM_PER_DEGREE = 111.32


@dataclass(frozen=True)
class Window:
    """What a map shows: longitudes and latitudes, drawn `width` wide, equirectangular at the middle latitude."""

    west: float
    south: float
    east: float
    north: float
    width: float

    @property
    def shrink(self) -> float:
        return math.cos(math.radians((self.south + self.north) / 2))

    @property
    def scale(self) -> float:
        """Pixels for one degree of latitude."""
        return self.width / ((self.east - self.west) * self.shrink)

    @property
    def height(self) -> float:
        return (self.north - self.south) * self.scale

    @property
    def pixels_per_km(self) -> float:
        return self.scale / EARTH_KM_PER_DEGREE

    def project(self, longitude: float, latitude: float) -> Point:
        return (longitude - self.west) * self.scale * self.shrink, (self.north - latitude) * self.scale


def window_around(places: Sequence[tuple[float, float, float]], width: float, shortest_km: float = 60) -> Window:
    """A window holding every (latitude, longitude, radius in km) with air, neither tiny nor a thin strip."""
    if not places:
        raise ValueError("no place has coordinates")
    shrink = math.cos(math.radians(sum(place[0] for place in places) / len(places)))
    south = min(lat - km / EARTH_KM_PER_DEGREE for lat, _, km in places)
    north = max(lat + km / EARTH_KM_PER_DEGREE for lat, _, km in places)
    west = min(lon - km / EARTH_KM_PER_DEGREE / shrink for _, lon, km in places)
    east = max(lon + km / EARTH_KM_PER_DEGREE / shrink for _, lon, km in places)
    tall = max((north - south) * 1.3, shortest_km / EARTH_KM_PER_DEGREE)
    wide = max((east - west) * 1.3, shortest_km / EARTH_KM_PER_DEGREE / shrink)
    wide = max(wide, tall / shrink * 1.1)
    tall = max(tall, wide * shrink * 0.55)
    middle, centre = (south + north) / 2, (west + east) / 2
    return Window(centre - wide / 2, middle - tall / 2, centre + wide / 2, middle + tall / 2, width)


def cut(ring: Sequence[Point], window: Window) -> list[Point]:
    """Clip a closed ring to the window (Sutherland and Hodgman, 1974)."""
    points = list(ring)
    for axis, limit, keep_above in (
        (0, window.west, True),
        (0, window.east, False),
        (1, window.south, True),
        (1, window.north, False),
    ):
        points = list(cut_at(points, axis, limit, keep_above))
    return points


def cut_at(ring: Sequence[Point], axis: int, limit: float, keep_above: bool) -> Iterable[Point]:
    def inside(point: Point) -> bool:
        return point[axis] >= limit if keep_above else point[axis] <= limit

    for before, here in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        if inside(before) != inside(here):
            share = (limit - before[axis]) / (here[axis] - before[axis])
            yield before[0] + share * (here[0] - before[0]), before[1] + share * (here[1] - before[1])
        if inside(here):
            yield here


def rings(feature: dict[str, Any]) -> list[list[Point]]:
    """Outer rings of a GeoJSON polygon or multipolygon (holes are too small to matter at this scale)."""
    geometry = feature["geometry"]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[(float(lon), float(lat)) for lon, lat, *_ in polygon[0]] for polygon in polygons]


def outlines(collection: dict[str, Any], window: Window) -> list[tuple[dict[str, str], list[list[Point]]]]:
    """Properties and clipped, projected rings of each feature that shows in the window."""
    found = []
    for feature in collection["features"]:
        clipped = [cut(ring, window) for ring in rings(feature)]
        drawn = [[window.project(*point) for point in ring] for ring in clipped if len(ring) > 2]
        if drawn:
            found.append((feature["properties"], drawn))
    return found


def middle(drawn: Sequence[Sequence[Point]]) -> tuple[Point, float]:
    """Centroid and area of the largest ring: where a name goes, and whether there is room for one."""

    def area(ring: Sequence[Point]) -> float:
        return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2

    ring = max(drawn, key=lambda points: abs(area(points)))
    size = area(ring)
    if not size:
        return ring[0], 0.0

    def moment(axis: Callable[[Point], float]) -> float:
        pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
        return sum((axis(a) + axis(b)) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * size)

    return (moment(lambda point: point[0]), moment(lambda point: point[1])), abs(size)
