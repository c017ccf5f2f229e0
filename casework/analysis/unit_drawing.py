"""From what a unit's page knows to its drawings: the tree, the commanders over time, the areas on the map."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from casework import dates
from casework.analysis.chart import UnitBox
from casework.analysis.gazetteer import Region, governorates_in, region
from casework.analysis.map import MapPlace, place_map
from casework.analysis.svg import Picture
from casework.analysis.unit_command import MOST_ROWS, Tenure, command_timeline
from casework.analysis.unit_tree import Tree, TreeEdge, unit_tree
from casework.i18n import _, current_language, format_date
from casework.i18n.labels import label
from casework.units import answers, claims
from casework.units.models import Posting, Unit, UnitRelation, Vacancy
from casework.units.pages import Branch, UnitFile
from casework.units.periods import Period
from casework.units.words import known_as
from casework.vocabulary import Answer, RelationKind

Address = Callable[[str], str]
Leaves = Callable[[UnitRelation | Posting | Vacancy], bool]


def everything(_claim: UnitRelation | Posting | Vacancy) -> bool:
    """On the screen nothing is left out."""
    return True


def name_of(unit: Unit) -> str:
    """The name in the reader's language, where there is one."""
    return unit.name_ar if current_language() == "ar" and unit.name_ar else unit.name


@dataclass(frozen=True)
class Link:
    """One relation of the tree: units, kind, and what it answers for the day (None: no day was asked for)."""

    child: Unit
    parent: Unit
    row: UnitRelation
    answer: Answer | None


def links_of(file: UnitFile, day: date | None, *, alone: bool = False) -> list[Link]:
    """The relations above and below the unit that can have held on the day; without a day, all that stand.

    `alone`: each claim answers for itself, so that a claim that stays here leaves no trace in another's answer.
    """
    links = []
    for link in file.chain.links if file.chain else ():
        if alone:
            links += [Link(link.child, link.parent, row, _alone(row, day)) for row, _gaps in link.rows]
        else:
            links.append(Link(link.child, link.parent, link.rows[0][0], link.answer))
    drawn = {(link.child.key, link.parent.key) for link in links}
    for shown in file.above:
        if (file.unit.key, shown.other.key) not in drawn and _stands(shown.row, shown.answer, day):
            links.append(Link(file.unit, shown.other, shown.row, shown.answer))
    for shown in file.below:
        if _stands(shown.row, shown.answer, day):
            links.append(Link(shown.other, file.unit, shown.row, shown.answer))
            links += _further(shown.other, file.branches.get(shown.other.key, ()), day)
    return list({link.row.key: link for link in links}.values())


def _alone(row: UnitRelation | Posting, day: date | None) -> Answer | None:
    return claims.period_of(row).on(day) if day else None


def _further(parent: Unit, branches: Iterable[Branch], day: date | None) -> list[Link]:
    links = []
    for branch in branches:
        if _stands(branch.row, branch.answer, day):
            links.append(Link(branch.unit, parent, branch.row, branch.answer))
            links += _further(branch.unit, branch.under, day)
    return links


def _stands(row: UnitRelation, answer: Answer | None, day: date | None) -> bool:
    return not row.withdrawn and (day is None or answer is not None)


def tree_of(
    session: Session, file: UnitFile, day: date | None, address: Address, *, leaves: Leaves = everything
) -> Tree | None:
    """The tree of a unit; with a day, also who commanded each unit in it (three statements, however large it is)."""
    links = [link for link in links_of(file, day, alone=leaves is not everything) if leaves(link.row)]
    units = {unit.key: unit for link in links for unit in (link.parent, link.child)}
    if not units:
        return None
    told = _commands(session, units, day, leaves) if day else {}
    boxes = [
        UnitBox(each.reference, name_of(each), label(each.kind), told.get(key, ""), address(each.reference))
        for key, each in units.items()
    ]
    when = format_date(day) if day else _("at any time")
    return unit_tree(
        boxes,
        [_edge(link) for link in links],
        here=file.unit.reference,
        title=_("%(unit)s: alleged superiors and subordinates, %(when)s", unit=file.unit.reference, when=when),
        description=_(
            "%(count)s units. A question mark: possible only. An exclamation mark: disputed.", count=len(units)
        ),
        lang=current_language(),
        more=_("%d more units are not drawn here."),
    )


def _edge(link: Link) -> TreeEdge:
    said = label(link.answer) if link.answer else known_as(link.row.starts, link.row.ends)
    return TreeEdge(
        link.parent.reference,
        link.child.reference,
        link.row.kind.value,
        f"{label(link.row.kind)} · {said}",
        link.answer in (None, Answer.DEFINITELY),
        link.answer is Answer.DISPUTED,
    )


def _commands(session: Session, units: dict[int, Unit], day: date, leaves: Leaves) -> dict[int, str]:
    """At most two lines a unit: its alleged commanders on the day, or that none is known."""
    found = {}
    for key, command in answers.commanders_on(session, units, day).items():
        held = [each for each in command.commanders if leaves(each.posting)]
        said = [each.answer if leaves is everything else _alone(each.posting, day) for each in held]
        lines = [
            f"{each.individual.reference} ({label(each.posting.role)}): {label(answer)}"
            for each, answer in zip(held, said, strict=True)
            if answer
        ]
        found[key] = "\n".join(lines[:2]) or (label(command.answer) if not command.commanders else "")
    return found


def tenures_of(file: UnitFile, address: Address, *, leaves: Leaves = everything) -> list[Tenure]:
    """Alleged commanders and deputies, then vacancies; members are no commanders. What was taken back is not drawn."""
    postings = [
        shown for shown in file.postings
        if not shown.row.withdrawn and leaves(shown.row) and (shown.row.role.is_command or shown.row.role.value == "deputy")
    ]  # fmt: skip
    postings.sort(
        key=lambda shown: (shown.row.role.value == "deputy", claims.period_of(shown.row).possible, shown.row.key)
    )
    rows = [
        _tenure(shown.individual.reference, label(shown.row.role), shown.row, href=address(shown.individual.reference))
        for shown in postings
    ]
    empty = [shown.row for shown in file.vacancies if not shown.row.withdrawn and leaves(shown.row)]
    return rows + [_tenure("–", _("Post of commander vacant"), row) for row in empty]


def _tenure(ref: str, words: str, row: Posting | Vacancy, href: str | None = None) -> Tenure:
    period = claims.period_of(row)
    since, until = period.certain
    said = words if isinstance(row, Vacancy) else f"{words} ({_('alleged')})"
    possible = period.began.earliest, period.ended.latest
    return Tenure(ref, said, possible, (since, until) if since <= until else None, isinstance(row, Vacancy), href)


def commanders_of(
    file: UnitFile, day: date | None, address: Address, *, leaves: Leaves = everything
) -> tuple[Picture | None, int]:
    """Who is alleged to have commanded, over time, and how many rows found no room."""
    rows = tenures_of(file, address, leaves=leaves)
    picture = command_timeline(
        rows[:MOST_ROWS],
        title=_("%(unit)s: alleged commanders over time", unit=file.unit.reference),
        description=_("Dark: held by every reading of the dates. Light: possible. An arrow: that end is not known."),
        lang=current_language(),
        asked=day,
        day_words=_month,
    )
    return picture, max(0, len(rows) - MOST_ROWS)


def _month(day: date) -> str:
    return dates.words(f"{day:%Y-%m}" if day.day == 1 else day.isoformat(), current_language())


@dataclass(frozen=True)
class AreaShown:
    """A place where a unit is said to have operated, and what that says about the day asked for."""

    name: str
    starts: str
    ends: str
    answer: Answer | None
    place: MapPlace | None
    # The governorate that its words name, where nothing closer is known: it is drawn around the middle of that.
    region: str = ""


def areas_of(unit: Unit, day: date | None) -> list[AreaShown]:
    """All areas, in the order they were entered. Those with coordinates can be drawn, and those whose words name one
    governorate: as a circle around the whole of it."""
    found = []
    for number, area in enumerate(unit.areas, start=1):
        name = (area.get("place_ar") if current_language() == "ar" else "") or area["place"] or area.get("place_ar", "")
        answer = Period(dates.parse(area["from"]), dates.parse(area["to"])).on(day) if day else None
        place, named = _place(str(number), name, area), ""
        if place is None and (around := _region(area)):
            place = MapPlace(str(number), name, around.latitude, around.longitude, around.radius_km)
            named = around.name
        found.append(AreaShown(name, area["from"], area["to"], answer, place, named))
    return found


def _region(area: dict[str, Any]) -> Region | None:
    """The governorate that an area's words name; none when they name several."""
    codes = list(governorates_in(str(area.get("place", "")), str(area.get("place_ar", ""))))
    return region(codes[0], current_language()) if len(codes) == 1 else None


def _place(ref: str, name: str, area: dict[str, Any]) -> MapPlace | None:
    latitude, longitude = area.get("latitude"), area.get("longitude")
    if latitude is None or longitude is None:
        return None
    return MapPlace(ref, name, latitude, longitude, area.get("radius_km") or 5.0)


def map_of(unit: Unit, areas: Sequence[AreaShown], day: date | None) -> Picture | None:
    """The areas on the map; with a day, those that can have been the unit's on it."""
    places = [area.place for area in areas if area.place and (day is None or area.answer)]
    if not places:
        return None
    return place_map(
        places,
        title=_("%(unit)s: alleged areas of operation", unit=unit.reference),
        description=_("A circle around each place shows how precisely it is known."),
        lang=current_language(),
        kilometres=_("km"),
    )


def kinds_in(links: Sequence[Link]) -> list[RelationKind]:
    """The kinds of relation in a tree, for its key."""
    return [kind for kind in RelationKind if any(link.row.kind is kind for link in links)]
