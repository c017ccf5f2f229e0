"""Many places as few marks: those in one cell of a grid share one, with their number. Pure, and the same each time.

A cell is a square of the picture, not of the world, so coming closer takes a cluster apart. It is done on the server: the
same marks stand on the page without JavaScript, in the picture that leaves and on the map that moves.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from casework.analysis.places import Spot

TILE = 256
CELL = 56.0
Project = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Cluster:
    """One mark: the spots that it stands for, in the order of their references, and their middle."""

    spots: tuple[Spot, ...]
    latitude: float
    longitude: float

    @property
    def number(self) -> int:
        return len(self.spots)

    @property
    def is_one_place(self) -> bool:
        """Whether coming closer would not take it apart."""
        return len({(spot.latitude, spot.longitude) for spot in self.spots}) == 1

    @property
    def radius_km(self) -> float:
        """The widest circle of those in it."""
        return max(spot.radius_km for spot in self.spots)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """South, west, north, east."""
        norths, easts = [spot.latitude for spot in self.spots], [spot.longitude for spot in self.spots]
        return min(norths), min(easts), max(norths), max(easts)


def gather(spots: Iterable[Spot], project: Project, cell: float = CELL) -> list[Cluster]:
    """Clusters from north to south. `project` gives a longitude's and latitude's place on the picture."""
    cells: dict[tuple[int, int], list[Spot]] = {}
    for spot in spots:
        x, y = project(spot.longitude, spot.latitude)
        cells.setdefault((math.floor(x / cell), math.floor(y / cell)), []).append(spot)
    return sorted((cluster(found) for found in cells.values()), key=lambda one: (-one.latitude, one.longitude, one.spots[0].ref))  # fmt: skip


def cluster(spots: Sequence[Spot]) -> Cluster:
    ordered = tuple(sorted(spots, key=lambda spot: (spot.kind.rank, spot.ref)))
    return Cluster(
        ordered,
        sum(spot.latitude for spot in ordered) / len(ordered),
        sum(spot.longitude for spot in ordered) / len(ordered),
    )


def mercator(zoom: int) -> Project:
    """Pixels of a web map at a zoom level (EPSG:3857)."""
    size = TILE * 2**zoom

    def project(longitude: float, latitude: float) -> tuple[float, float]:
        limited = max(min(latitude, 85.0), -85.0)
        y = 0.5 - math.log(math.tan(math.pi / 4 + math.radians(limited) / 2)) / (2 * math.pi)
        return (longitude / 360 + 0.5) * size, y * size

    return project
