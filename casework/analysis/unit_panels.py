"""What stands on a unit's page from above its floor: tree, commanders over time, areas, alleged incidents."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, url_for
from markupsafe import Markup
from sqlalchemy import func
from sqlmodel import Session, col, select

from casework.access import Permission, may_ever, visible_cases
from casework.allegations.models import Allegation
from casework.analysis import unit_drawing
from casework.analysis.svg import Picture
from casework.cases.models import Case
from casework.incidents.models import Incident
from casework.subjects import Actor
from casework.units.claims import Claim, period_of
from casework.units.models import Unit
from casework.units.pages import UnitFile
from casework.vocabulary import Confidence
from casework.web import current_actor, get_session
from casework.web.pages import panel

MOST_INCIDENTS = 50


def drawn(picture: Picture | None) -> Markup | None:
    """A picture for a template."""
    return Markup(picture.markup()) if picture else None  # noqa: S704 - Picture escapes every text and attribute


def unit_address(on: str) -> Callable[[str], str]:
    """The page of a unit, on the day that is being looked at."""
    return lambda reference: url_for("units.show", ref=reference, on=on or None)


def person_address(reference: str) -> str:
    """The page of an alleged individual."""
    return url_for("individuals.show", ref=reference)


def span_of(file: UnitFile, day: date | None) -> tuple[date, date] | None:
    """The days between which the slider moves: every known bound in what is said of the unit."""
    rows: list[Claim] = [shown.row for shown in [*file.above, *file.below]]
    rows += [shown.row for shown in file.postings]
    rows += [shown.row for shown in file.vacancies]
    spans = [period_of(row) for row in rows if not row.withdrawn]
    sides = [side for period in spans for span in (period.began, period.ended) for side in (span.earliest, span.latest)]
    known = [side for side in sides if side] + ([day] if day else [])
    return (min(known), max(known)) if len(set(known)) > 1 else None


@panel("unit_drawn")
def on_unit(unit: Unit, file: UnitFile, day: date | None, on: str) -> str:
    """The tree and the commanders over time, as the day asked for has them."""
    tree = unit_drawing.tree_of(get_session(), file, day, unit_address(on))
    commanders, left_out = unit_drawing.commanders_of(file, day, person_address)
    areas = unit_drawing.areas_of(unit, day)
    return render_template(
        "analysis/_unit.html",
        unit=unit,
        day=day,
        on=on,
        tree=drawn(tree.picture if tree else None),
        tree_left_out=tree.left_out if tree else 0,
        links=unit_drawing.links_of(file, day),
        commanders=drawn(commanders),
        commanders_left_out=left_out,
        areas=areas,
        area_map=drawn(unit_drawing.map_of(unit, areas, day)),
        span=span_of(file, day),
        may_export=may_ever(current_actor().role, Permission.UNIT_EXPORT),
    )


@dataclass(frozen=True)
class Alleged:
    """An incident in which the unit is alleged to have taken part, in a case of the reader's."""

    incident: Incident
    case_reference: str
    number: int


def incidents_alleged(session: Session, actor: Actor, unit: Unit) -> list[Alleged]:
    """The newest of them, with how many allegations each: one statement."""
    statement = (
        select(Incident, Case.reference, func.count(col(Allegation.id)))
        .join(Allegation, col(Allegation.incident_id) == Incident.id)
        .join(Case, col(Case.id) == Incident.case_id)
        .where(Allegation.unit_id == unit.key, col(Allegation.case_id).in_(visible_cases(actor)))
        .group_by(col(Incident.id), col(Case.reference))
        .order_by(col(Incident.id).desc())
        .limit(MOST_INCIDENTS + 1)
    )
    return [Alleged(incident, case, number) for incident, case, number in session.exec(statement)]


def by_confidence(session: Session, actor: Actor, unit: Unit) -> list[tuple[Confidence, int, int]]:
    """How many allegations against the unit stand at which standard of proof, and how many there were refuted."""
    statement = (
        select(Allegation.confidence, Allegation.is_refuted, func.count(col(Allegation.id)))
        .where(Allegation.unit_id == unit.key, col(Allegation.case_id).in_(visible_cases(actor)))
        .group_by(col(Allegation.confidence), col(Allegation.is_refuted))
    )
    found: dict[Confidence, Counter[bool]] = defaultdict(Counter)
    for confidence, is_refuted, number in session.exec(statement):
        found[Confidence(confidence)][is_refuted] = number
    return [(each, found[each][False], found[each][True]) for each in reversed(list(Confidence)) if each in found]


@panel("unit")
def on_allegations(unit: Unit, **_more: Any) -> str:
    """Incidents alleged and allegations by confidence, out of the reader's cases."""
    session, actor = get_session(), current_actor()
    incidents = incidents_alleged(session, actor, unit)
    return render_template(
        "analysis/_unit_alleged.html",
        incidents=incidents[:MOST_INCIDENTS],
        is_cut=len(incidents) > MOST_INCIDENTS,
        confidences=by_confidence(session, actor, unit),
    )
