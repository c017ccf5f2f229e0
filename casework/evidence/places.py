"""Where an exhibit was made: as claimed, as its file says, as verified; and how far these lie apart. Pure."""

import math
from dataclasses import dataclass

from casework.evidence.models import Exhibit
from casework.i18n import _, _l, format_number

EARTH_M = 6_371_008.8
UNSTATED_M = 30.0
"""Drawn around a position whose file does not say how precise it is: what telephones reach under open sky."""

NAMES = {"embedded": _l("In the file"), "claimed": _l("As claimed"), "verified": _l("As verified")}


@dataclass(frozen=True)
class Point:
    """A position (WGS 84); the true one lies within `radius_m`, which the file or a person stated, or not."""

    kind: str
    latitude: float
    longitude: float
    radius_m: float
    is_stated: bool = True


def points(exhibit: Exhibit) -> list[Point]:
    """The positions that are known, in the order of trust that they need: embedded, claimed, verified."""
    inside = exhibit.embedded
    north, east, error = (_number(inside.get(name)) for name in ("latitude", "longitude", "gps_error_m"))
    known: list[Point] = []
    if north is not None and east is not None and abs(north) <= 90 and abs(east) <= 180:
        known.append(Point("embedded", north, east, error or UNSTATED_M, bool(error)))
    if exhibit.latitude is not None and exhibit.longitude is not None:
        known.append(Point("claimed", exhibit.latitude, exhibit.longitude, float(exhibit.precision_m or UNSTATED_M)))
    if exhibit.latitude_verified is not None and exhibit.longitude_verified is not None:
        radius = float(exhibit.precision_verified_m or UNSTATED_M)
        known.append(Point("verified", exhibit.latitude_verified, exhibit.longitude_verified, radius))
    return known


def metres_between(one: Point, other: Point) -> float:
    """Along the surface of a round earth (haversine): half a per cent from the truth at most."""
    north, other_north = math.radians(one.latitude), math.radians(other.latitude)
    half = math.sin((other_north - north) / 2) ** 2
    east = math.sin(math.radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(half + math.cos(north) * math.cos(other_north) * east))


def comparisons(known: list[Point]) -> list[tuple[str, bool]]:
    """How far the other positions lie from the claimed one, in words; false where they do not agree."""
    claimed = next((point for point in known if point.kind == "claimed"), None)
    if claimed is None:
        return []
    found = []
    for point in known:
        if point.kind == "claimed":
            continue
        apart = metres_between(point, claimed)
        agrees = apart <= claimed.radius_m + point.radius_m
        texts = {
            ("embedded", True): _("The place in the file lies %(far)s from the claimed one: within what was claimed."),
            ("embedded", False): _(
                "The place in the file lies %(far)s from the claimed one: outside of what was claimed."
            ),
            ("verified", True): _("The verified place lies %(far)s from the claimed one: within what was claimed."),
            ("verified", False): _(
                "The verified place lies %(far)s from the claimed one: outside of what was claimed."
            ),
        }
        found.append((texts[point.kind, agrees] % {"far": far(apart)}, agrees))
    return found


def far(metres: float) -> str:
    """A distance as people say it."""
    if metres < 1000:
        return _("%(metres)s m", metres=format_number(round(metres)))
    return _("%(kilometres)s km", kilometres=format_number(round(metres / 1000, 1)))


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
