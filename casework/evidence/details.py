"""What people say about an exhibit: the typed half of its record, and the rules for it. Pure."""

from dataclasses import dataclass
from datetime import datetime

from casework.dates import normalise
from casework.errors import Invalid
from casework.i18n import _
from casework.vocabulary import CopyState, EvidenceType, SourceGrade

FARTHEST_M = 1_000_000


@dataclass(frozen=True)
class ExhibitDetails:
    """Claims about the exhibit apart from what was seen in it (Berkeley Protocol); dates as `casework.dates` writes them."""

    title: str
    kind: EvidenceType
    claimed_content: str = ""
    observed_content: str = ""
    creator: str = ""
    source: str = ""
    source_grade: SourceGrade = SourceGrade.F
    acquired_how: str = ""
    acquired_at: datetime | None = None
    acquired_where: str = ""
    acquired_by: str = ""
    captured_claimed: str = ""
    captured_verified: str = ""
    place_claimed: str = ""
    place_verified: str = ""
    latitude: float | None = None
    longitude: float | None = None
    precision_m: int | None = None
    latitude_verified: float | None = None
    longitude_verified: float | None = None
    precision_verified_m: int | None = None
    copy_state: CopyState = CopyState.UNKNOWN
    original_location: str = ""
    is_edited: bool | None = None
    url: str = ""
    rights: str = ""
    restriction: str = ""
    is_graphic: bool = False


DETAILS = tuple(ExhibitDetails.__dataclass_fields__)


def check(details: ExhibitDetails) -> None:
    """Raise Invalid, every problem beside its field."""
    problems: dict[str, object] = {}
    if not details.title.strip():
        problems["title"] = _("Give the exhibit a title.")
    for name in ("captured_claimed", "captured_verified"):
        try:
            normalise(getattr(details, name))
        except ValueError as reason:
            problems[name] = _(str(reason))
    problems |= _place_problems(details, "latitude", "longitude", "precision_m")
    problems |= _place_problems(details, "latitude_verified", "longitude_verified", "precision_verified_m")
    if details.url and not details.url.startswith(("http://", "https://")):
        problems["url"] = _("An address starts with https:// or http://.")
    if problems:
        raise Invalid(fields=problems)


def _place_problems(details: ExhibitDetails, north: str, east: str, within: str) -> dict[str, object]:
    latitude, longitude, precision = (getattr(details, name) for name in (north, east, within))
    problems: dict[str, object] = {}
    if (latitude is None) != (longitude is None):
        problems[east] = _("Give latitude and longitude together.")
    if latitude is not None and not -90 <= latitude <= 90:
        problems[north] = _("A latitude lies between -90 and 90 degrees.")
    if longitude is not None and not -180 <= longitude <= 180:
        problems[east] = _("A longitude lies between -180 and 180 degrees.")
    if precision is not None and not 0 < precision <= FARTHEST_M:
        problems[within] = _("The radius is a number of metres above 0.")
    if latitude is not None and longitude is not None and precision is None and east not in problems:
        problems[within] = _("Say how far the true place may be from this point.")
    return problems
