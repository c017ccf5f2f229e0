"""What the pages of lower floors show of allegations: incident, unit, individual, victim, testimony, exhibit, case, review."""

from typing import Any

from flask import g, render_template, url_for
from sqlmodel import select

from casework.access import Permission, can
from casework.allegations import queries
from casework.allegations.models import Allegation
from casework.allegations.showing import whole
from casework.evidence.models import Exhibit
from casework.incidents.models import Incident, Victim
from casework.review.models import Review
from casework.testimonies.models import Testimony
from casework.units.models import Individual, Unit
from casework.web import current_actor, get_session
from casework.web.pages import panel


def _shown(files: list[queries.AllegationFile], link: str | None) -> str:
    return render_template("allegations/_panel.html", files=files, link=link)


def _new_link(**values: Any) -> str | None:
    """The way to a new allegation that starts here, for whoever may make one in the case at hand."""
    case = g.get("case")
    if case is None or not can(get_session(), current_actor(), Permission.ALLEGATION_EDIT, case.subject):
        return None
    return url_for("allegations.new", case_ref=case.reference, **values)


@panel("incident")
def on_incident(incident: Incident) -> str:
    """The allegations about an incident."""
    files = queries.allegations_about(get_session(), current_actor(), incident_id=incident.key)
    return _shown(files, _new_link(incident=incident.reference))


@panel("unit")
def on_unit(unit: Unit) -> str:
    """The allegations against a unit, out of the reader's cases."""
    return _shown(queries.allegations_about(get_session(), current_actor(), unit=unit), None)


@panel("individual")
def on_individual(individual: Individual) -> str:
    """The allegations against an individual, out of the reader's cases."""
    return _shown(queries.allegations_about(get_session(), current_actor(), individual=individual), None)


@panel("victim")
def on_victim(victim: Victim) -> str:
    """The allegations of what was done to a victim."""
    files = queries.allegations_about(get_session(), current_actor(), victim_id=victim.key)
    return _shown(files, _new_link(victim=victim.reference))


@panel("testimony")
def on_testimony(testimony: Testimony, **_more: Any) -> str:
    """The allegations that rest on a statement, or that it speaks against."""
    files = queries.allegations_about(get_session(), current_actor(), testimony_id=testimony.key)
    return _shown(files, _new_link(testimony=testimony.reference))


@panel("exhibit")
def on_exhibit(exhibit: Exhibit, **_more: Any) -> str:
    """The allegations that rest on an exhibit, or that it speaks against."""
    files = queries.allegations_about(get_session(), current_actor(), exhibit_id=exhibit.key)
    return _shown(files, _new_link(exhibit=exhibit.reference))


@panel("review_allegation")
def on_review(review: Review, **_more: Any) -> str:
    """The allegation under review, whole."""
    session = get_session()
    row = session.exec(select(Allegation).where(Allegation.id == review.subject_id)).one()
    return render_template("allegations/_file.html", **whole(session, current_actor(), row))
