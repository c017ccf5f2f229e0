"""Where things happened and were recorded, read from a case: incidents, exhibits, the areas of the units it names.

What protection makes rough has no point here, on the screen neither: it is named by its governorate. What is under an
embargo is counted and left out. Whatever the reader may not see is not among the rows (`access.compartments`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlmodel import Session, col

from casework.access import Permission, require
from casework.analysis import scope
from casework.analysis.extents import of_day, of_period, of_record
from casework.analysis.filters import Filters
from casework.analysis.gazetteer import governorate_at, governorates_in
from casework.analysis.masks import Masks, masks_of
from casework.cases.models import Case
from casework.evidence.models import Exhibit
from casework.evidence.places import UNSTATED_M, points
from casework.i18n import _, current_language
from casework.i18n.labels import when
from casework.incidents.models import Incident
from casework.subjects import Actor
from casework.vocabulary import N_, Term

MOST = 20_000


class PlaceKind(Term):
    """What a mark on the map is."""

    INCIDENT = "incident", N_("Incidents")
    CLAIMED = "claimed", N_("Exhibits, as claimed")
    EMBEDDED = "embedded", N_("Exhibits, in the file")
    VERIFIED = "verified", N_("Exhibits, verified")
    AREA = "area", N_("Areas of units")


@dataclass(frozen=True)
class Spot:
    """A place (WGS 84); the true one lies within `radius_km`. `givers`: whose consent it needs to leave."""

    kind: PlaceKind
    ref: str
    label: str
    latitude: float
    longitude: float
    radius_km: float
    place: str = ""
    givers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Area:
    """Where a unit is said to have been, as written, and the governorates (codes) that its words name."""

    ref: str
    label: str
    place: str
    words: str
    governorates: tuple[str, ...] = ()


@dataclass
class Places:
    """All that was asked for. `rough`: exhibits known by governorate alone; `nowhere`: records without coordinates."""

    spots: list[Spot] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    rough: list[tuple[str, str]] = field(default_factory=list)
    withheld: int = 0
    nowhere: int = 0
    is_cut: bool = False
    masks: Masks = field(default_factory=Masks)


def places_of(session: Session, actor: Actor, case: Case, filters: Filters) -> Places:
    """The places of a case that answer the filters. Raises Forbidden."""
    require(session, actor, Permission.ANALYSIS_VIEW, case.subject)
    found = Places()
    if filters.problems:
        return found
    if filters.wants(PlaceKind.INCIDENT):
        add_incidents(session, case, filters, found)
    if any(filters.wants(kind) for kind in (PlaceKind.CLAIMED, PlaceKind.EMBEDDED, PlaceKind.VERIFIED)):
        found.masks = masks_of(session, case, scope.parents_of(session, case))
        add_exhibits(session, case, filters, found)
    if filters.wants(PlaceKind.AREA):
        found.areas = list(areas(session, case, filters))
    return found


def add_incidents(session: Session, case: Case, filters: Filters, found: Places) -> None:
    statement = scope.columns(
        Incident.reference, Incident.title, Incident.title_ar, Incident.starts, Incident.ends, Incident.latitude,
        Incident.longitude, Incident.precision_m, Incident.place, Incident.place_ar, Incident.district,
        Incident.governorate,
    ).where(col(Incident.case_id) == case.key)  # fmt: skip
    if filters.unit:
        statement = statement.where(col(Incident.id).in_(scope.incidents_about(case, filters.unit)))
    is_arabic = current_language() == "ar"
    rows = session.execute(statement.order_by(col(Incident.id)).limit(MOST + 1)).all()
    found.is_cut = found.is_cut or len(rows) > MOST
    for ref, title, title_ar, starts, ends, north, east, metres, *names in rows[:MOST]:
        if not filters.is_at(*names) or not filters.covers(of_record(starts, ends)):
            continue
        if north is None or east is None:
            found.nowhere += 1
            continue
        title, place = (title_ar or title, names[1] or names[0]) if is_arabic else (title, names[0])
        radius = (metres or UNSTATED_M) / 1000
        found.spots.append(Spot(PlaceKind.INCIDENT, ref, title, north, east, radius, place))


def add_exhibits(session: Session, case: Case, filters: Filters, found: Places) -> None:
    rows = session.exec(scope.exhibits(case, filters.unit).limit(MOST + 1)).all()
    found.is_cut = found.is_cut or len(rows) > MOST
    for row in rows[:MOST]:
        made = [text for text in (row.captured_claimed, row.captured_embedded[:10], row.captured_verified) if text]
        if not filters.is_at(row.place_claimed, row.place_verified):
            continue
        if any(filters.covers(of_day(text)) for text in made or [""]):
            add_exhibit(row, filters, found)


def add_exhibit(row: Exhibit, filters: Filters, found: Places) -> None:
    givers, known = found.masks.givers(row.key), points(row)
    if not known:
        found.nowhere += 1
    elif found.masks.is_withheld(givers):
        found.withheld += 1
    elif found.masks.is_rough(givers):
        names = dict.fromkeys(governorate_at(point.latitude, point.longitude, current_language()) for point in known)
        found.rough.append((row.reference, ", ".join(name or _("outside of the map") for name in names)))
    else:
        for point in known:
            if filters.wants(kind := PlaceKind(point.kind)):
                place = row.place_verified if kind is PlaceKind.VERIFIED else row.place_claimed
                radius = point.radius_m / 1000
                found.spots.append(
                    Spot(kind, row.reference, row.title, point.latitude, point.longitude, radius, place, givers)
                )


def areas(session: Session, case: Case, filters: Filters) -> Iterator[Area]:
    """Where the units that the case names are said to have been in the period."""
    is_arabic = current_language() == "ar"
    for unit in scope.units_of(session, case):
        if filters.unit and unit.reference != filters.unit:
            continue
        for row in unit.areas:
            names = (str(row.get("place", "")), str(row.get("place_ar", "")))
            starts, ends = str(row.get("from", "")), str(row.get("to", ""))
            if filters.is_at(*names) and filters.covers(of_period(starts, ends)):
                words = _("from: %(start)s; until: %(end)s", start=when(starts), end=when(ends))
                label = unit.name_ar if is_arabic and unit.name_ar else unit.name
                place = names[1] or names[0] if is_arabic else names[0]
                yield Area(unit.reference, label, place, words, tuple(governorates_in(*names)))
