"""Places and dates no closer than the dossier asks: structured fields only. Narrative stays as it was written. Pure.

"Generalise" follows the guidance on small places: a village, a day and an age together name a person.
"""

from casework import dates
from casework.dossiers.states import DateDetail, PlaceDetail

# Coordinates in degrees are rounded to so many digits, and the circle on the map is at least so wide.
_DIGITS = {PlaceDetail.PRECISE: 2, PlaceDetail.DISTRICT: 1}
_LEAST_KM = {PlaceDetail.PRECISE: 1.0, PlaceDetail.DISTRICT: 15.0}


def rough(when: str, detail: DateDetail) -> str:
    """A stored date (`casework.dates`) as exact as asked: months in the place of days, and one for an interval inside one."""
    return when if detail is DateDetail.DAY else dates.to_month(when)


def rough_stamp(stamp: str, detail: DateDetail) -> str:
    """A written instant ("2025-03-08 10:15", "2025-03-08T10:15:00") as exact as asked."""
    return stamp if detail is DateDetail.DAY else stamp[:7]


def bounds(starts: str, ends: str, detail: DateDetail) -> tuple[str, str]:
    """First and last possible day as ISO dates, empty where that side is open."""
    first = dates.parse(rough(starts, detail))
    last = dates.parse(rough(ends, detail)) if ends else first
    return first.earliest.isoformat() if first.earliest else "", last.latest.isoformat() if last.latest else ""


def place_parts(place: str, district: str, governorate: str, detail: PlaceDetail) -> tuple[str, ...]:
    """The parts of a place's name that may be printed, the closest first."""
    if detail is PlaceDetail.GOVERNORATE:
        return (governorate,)
    return (district, governorate) if detail is PlaceDetail.DISTRICT else (place, district, governorate)


def point(
    latitude: float, longitude: float, radius_km: float, detail: PlaceDetail
) -> tuple[float, float, float] | None:
    """Where on the map, and how wide the circle; None where a mark would say too much."""
    if detail is PlaceDetail.GOVERNORATE:
        return None
    digits = _DIGITS[detail]
    return round(latitude, digits), round(longitude, digits), max(radius_km, _LEAST_KM[detail])
