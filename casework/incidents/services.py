"""Incidents: found, added and changed. Victims are in `victims`, casualty figures in `figures`."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Select, Text, cast
from sqlmodel import Session, col, select

from casework import audit, dates
from casework.access import Permission, require
from casework.cases.models import Case
from casework.cases.services import require_open
from casework.db import next_number, now
from casework.errors import Invalid, NotFound, Refused, Stale
from casework.i18n import _, current_language
from casework.incidents.indexing import index_incident
from casework.incidents.models import Incident
from casework.search.containing import contains
from casework.subjects import Actor
from casework.vocabulary import Act, Confidence, FindingState, ReviewStatus, SceneStatus

IN_REVIEW = (ReviewStatus.SUBMITTED, ReviewStatus.CLAIMED)


@dataclass(frozen=True)
class IncidentFacts:
    """What is entered about an incident; names are those of `Incident`. Dates as in `casework.dates`."""

    title: str
    acts: Sequence[str]
    title_ar: str = ""
    starts: str = ""
    ends: str = ""
    governorate: str = ""
    district: str = ""
    place: str = ""
    place_ar: str = ""
    latitude: float | None = None
    longitude: float | None = None
    precision_m: int | None = None
    summary: str = ""
    summary_ar: str = ""
    means: str = ""
    targeting_indicators: str = ""
    contrary: str = ""
    scene_status: SceneStatus = SceneStatus.UNKNOWN
    finding: FindingState = FindingState.UNASSESSED
    finding_standard: Confidence = Confidence.UNASSESSED


def incidents_listed(session: Session, actor: Actor, case: Case, *, q: str = "", act: Act | None = None) -> Select[Any]:
    """The statement of a case's incidents, to be paged by the caller."""
    require(session, actor, Permission.INCIDENT_VIEW, case.subject)
    statement: Select[Any] = select(Incident).where(Incident.case_id == case.key)
    if q := q.strip():
        columns = (Incident.title, Incident.title_ar, Incident.place, Incident.place_ar, Incident.reference)
        statement = statement.where(contains(q, *columns))
    if act is not None:
        statement = statement.where(cast(col(Incident.acts), Text).contains(f'"{act.value}"', autoescape=True))
    return statement


def incidents_of(session: Session, case_id: int, *, limit: int | None = 1_000) -> Sequence[Incident]:
    """A case's incidents in order of time, then number: for the timeline, the map and (all of them) dossiers."""
    statement = select(Incident).where(Incident.case_id == case_id)
    by_time = (col(Incident.earliest).is_(None), col(Incident.earliest), col(Incident.number))
    return session.exec(statement.order_by(*by_time).limit(limit)).all()


def get_incident(session: Session, actor: Actor, case: Case, reference: str) -> Incident:
    """One incident of the case by reference. Raises Forbidden, NotFound."""
    require(session, actor, Permission.INCIDENT_VIEW, case.subject)
    found = session.exec(select(Incident).where(Incident.case_id == case.key, Incident.reference == reference)).first()
    if found is None:
        raise NotFound
    return found


def incident_choices(session: Session, actor: Actor, case: Case, *, limit: int = 500) -> list[tuple[str, str]]:
    """Pairs (reference, reference and title) for a field in which an incident is chosen: the newest, oldest first."""
    require(session, actor, Permission.INCIDENT_VIEW, case.subject)
    statement = select(Incident.reference, Incident.title, Incident.title_ar).where(Incident.case_id == case.key)
    rows = session.exec(statement.order_by(col(Incident.number).desc()).limit(limit)).all()
    in_arabic = current_language() == "ar"
    return [(reference, f"{reference} · {(in_arabic and ar) or title}") for reference, title, ar in reversed(rows)]


def add_incident(session: Session, actor: Actor, case: Case, facts: IncidentFacts) -> Incident:
    """A new incident. Raises Invalid."""
    require(session, actor, Permission.INCIDENT_EDIT, case.subject)
    require_open(case)
    values = _checked(facts)
    number = next_number(session, f"case:{case.key}:I")
    incident = Incident(
        case_id=case.key, number=number, reference=f"I-{number:04d}", title=facts.title.strip(), author_id=actor.id
    )
    _put(incident, values)
    session.add(incident)
    session.flush()
    index_incident(session, incident)
    audit.record(session, actor, "incident.added", incident.subject, acts=incident.acts)
    return incident


def change_incident(
    session: Session, actor: Actor, case: Case, incident: Incident, facts: IncidentFacts, *, version: int
) -> Incident:
    """Save an incident. Raises Invalid, Stale, and Refused while it is being reviewed."""
    require(session, actor, Permission.INCIDENT_EDIT, incident.subject)
    require_open(case)
    values = _checked(facts)
    session.refresh(incident, with_for_update=True)
    if incident.version != version:
        raise Stale(incident)
    if incident.status in IN_REVIEW:
        raise Refused(_("This is being reviewed. It can be changed when the review is over."))
    _put(incident, values)
    if incident.status in (ReviewStatus.APPROVED, ReviewStatus.REJECTED):
        incident.status = ReviewStatus.DRAFT
    incident.version, incident.updated_at = version + 1, now()
    session.flush()
    index_incident(session, incident)
    audit.record(session, actor, "incident.changed", incident.subject, version=incident.version)
    return incident


def _put(incident: Incident, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(incident, name, value)


def _checked(facts: IncidentFacts) -> dict[str, Any]:
    """The columns of an incident. Raises Invalid with every complaint at once."""
    values = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(facts).items()}
    values |= {name: getattr(facts, name) for name in ("scene_status", "finding", "finding_standard")}
    problems: dict[str, object] = {}
    if not values["title"]:
        problems["title"] = _("Give the incident a title.")
    values["acts"] = [act for act in Act if act in set(facts.acts)]
    if not values["acts"]:
        problems["acts"] = _("Choose at least one type of act.")
    if facts.finding is FindingState.OCCURRED and not facts.finding_standard.carries_a_finding:
        problems["finding_standard"] = _("A finding needs at least reasonable grounds to believe.")
    problems |= _place_problems(facts)
    values |= checked_dates(facts.starts, facts.ends, problems)
    if problems:
        raise Invalid(fields=problems)
    span = dates.parse(values["starts"])
    last = dates.parse(values["ends"] or values["starts"]).latest
    return values | {"earliest": span.earliest, "latest": span.latest, "ends_latest": last}


def checked_dates(starts: str, ends: str, problems: dict[str, object]) -> dict[str, str]:
    """Both dates in stored form; what is wrong with them is added to `problems`."""
    stored = {}
    for name, text in (("starts", starts), ("ends", ends)):
        try:
            stored[name] = dates.normalise(text)
        except ValueError as error:
            problems[name] = _(str(error))
    if len(stored) == 2:
        first, last = dates.parse(stored["starts"]).earliest, dates.parse(stored["ends"]).latest
        if first and last and first > last:
            problems["ends"] = _("This ends before it begins.")
    return stored


def _place_problems(facts: IncidentFacts) -> dict[str, object]:
    problems: dict[str, object] = {}
    if (facts.latitude is None) != (facts.longitude is None):
        problems["longitude"] = _("Give both latitude and longitude, or neither.")
    if facts.latitude is not None and not -90 <= facts.latitude <= 90:
        problems["latitude"] = _("A latitude lies between -90 and 90.")
    if facts.longitude is not None and not -180 <= facts.longitude <= 180:
        problems["longitude"] = _("A longitude lies between -180 and 180.")
    if facts.latitude is not None and not facts.precision_m:
        problems["precision_m"] = _("Say how exactly the place is known, in metres.")
    return problems
