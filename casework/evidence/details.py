"""What people say about an exhibit: the typed half of its record, and the rules for it. Pure."""

from dataclasses import dataclass
from datetime import datetime

from casework.dates import normalise
from casework.errors import Invalid
from casework.i18n import _
from casework.vocabulary import CopyState, EvidenceType, SourceGrade, VerificationState

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
    copy_state: CopyState = CopyState.UNKNOWN
    original_location: str = ""
    is_edited: bool | None = None
    url: str = ""
    rights: str = ""
    restriction: str = ""
    is_graphic: bool = False
    source_verification: VerificationState = VerificationState.NOT_CHECKED
    content_verification: VerificationState = VerificationState.NOT_CHECKED
    technical_verification: VerificationState = VerificationState.NOT_CHECKED


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
    problems |= _place_problems(details)
    if details.url and not details.url.startswith(("http://", "https://")):
        problems["url"] = _("An address starts with https:// or http://.")
    if problems:
        raise Invalid(fields=problems)


def _place_problems(details: ExhibitDetails) -> dict[str, object]:
    latitude, longitude, precision = details.latitude, details.longitude, details.precision_m
    problems: dict[str, object] = {}
    if (latitude is None) != (longitude is None):
        problems["longitude"] = _("Give latitude and longitude together.")
    if latitude is not None and not -90 <= latitude <= 90:
        problems["latitude"] = _("A latitude lies between -90 and 90 degrees.")
    if longitude is not None and not -180 <= longitude <= 180:
        problems["longitude"] = _("A longitude lies between -180 and 180 degrees.")
    if precision is not None and not 0 < precision <= FARTHEST_M:
        problems["precision_m"] = _("The radius is a number of metres above 0.")
    if latitude is not None and longitude is not None and precision is None and "longitude" not in problems:
        problems["precision_m"] = _("Say how far the true place may be from this point.")
    return problems
