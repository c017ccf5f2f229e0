"""Casualty figures: what a source says, as of a date, for a category. Compared side by side; no sum is ever offered."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlmodel import Session, col, select

from casework import audit, dates
from casework.access import Permission, require
from casework.cases.models import Case
from casework.cases.services import require_open
from casework.errors import Invalid, NotFound
from casework.i18n import _
from casework.incidents.models import CasualtyFigure, Incident
from casework.subjects import Actor, Subject
from casework.vocabulary import FigureCategory, SourceGrade


@dataclass(frozen=True)
class FigureGiven:
    """A figure as a source gives it: one number, a range, or "at least"."""

    source: str
    as_of: str
    category: FigureCategory
    lowest: int | None
    highest: int | None = None
    is_at_least: bool = False
    source_ar: str = ""
    url: str = ""
    counted_by: str = ""
    note: str = ""
    source_grade: SourceGrade = SourceGrade.F


def add_figure(
    session: Session, actor: Actor, case: Case, given: FigureGiven, *, incident: Incident | None = None
) -> CasualtyFigure:
    """Put a source's figure beside the others. Raises Invalid."""
    require(session, actor, Permission.INCIDENT_EDIT, case.subject)
    require_open(case)
    as_of, lowest = _checked(given)
    figure = CasualtyFigure(
        case_id=case.key,
        incident_id=incident.key if incident else None,
        source=given.source.strip(),
        source_ar=given.source_ar.strip(),
        url=given.url.strip(),
        as_of=as_of,
        category=given.category,
        lowest=lowest,
        highest=given.highest,
        is_at_least=given.is_at_least,
        counted_by=given.counted_by.strip(),
        note=given.note.strip(),
        source_grade=given.source_grade,
        added_by=actor.id,
    )
    session.add(figure)
    session.flush()
    about = incident.subject if incident else case.subject
    audit.record(session, actor, "figure.added", about, figure=figure.key, category=figure.category.value)
    return figure


def figures_of(session: Session, case_id: int, *, incident_id: int | None = None) -> Sequence[CasualtyFigure]:
    """Figures of an incident, or all of the case, by category and then date; at most a thousand."""
    statement = select(CasualtyFigure).where(CasualtyFigure.case_id == case_id)
    if incident_id is not None:
        statement = statement.where(CasualtyFigure.incident_id == incident_id)
    rows = session.exec(statement.order_by(col(CasualtyFigure.id)).limit(1_000)).all()
    return sorted(rows, key=lambda row: (row.category.rank, row.as_of, row.key))


def side_by_side(figures: Sequence[CasualtyFigure]) -> list[tuple[FigureCategory, list[CasualtyFigure]]]:
    """Figures by category, so that only like stands beside like: "1,400" is no one thing."""
    return [(category, list(rows)) for category, rows in groupby(figures, key=lambda row: row.category)]


def get_figure(session: Session, actor: Actor, case: Case, figure_id: int) -> CasualtyFigure:
    """One figure of the case by its number. Raises Forbidden, NotFound."""
    require(session, actor, Permission.INCIDENT_VIEW, case.subject)
    figure = session.get(CasualtyFigure, figure_id)
    if figure is None or figure.case_id != case.key:
        raise NotFound
    return figure


def withdraw_figure(session: Session, actor: Actor, case: Case, figure_id: int, *, reason: str) -> CasualtyFigure:
    """Take back a figure that was entered wrongly: it stays readable, with the reason. Raises Invalid, NotFound."""
    require(session, actor, Permission.INCIDENT_EDIT, case.subject)
    require_open(case)
    figure = get_figure(session, actor, case, figure_id)
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why the figure is taken back.")})
    if not figure.withdrawn:
        figure.withdrawn = reason.strip()
        session.flush()
        about = Subject("casualty_figure", figure.key, case.key, str(figure.key))
        audit.record(session, actor, "figure.withdrawn", about)
    return figure


def _checked(given: FigureGiven) -> tuple[str, int]:
    problems: dict[str, object] = {}
    as_of = ""
    if not given.source.strip():
        problems["source"] = _("Say whose figure it is.")
    try:
        as_of = dates.normalise(given.as_of)
    except ValueError as error:
        problems["as_of"] = _(str(error))
    if not as_of:
        problems.setdefault("as_of", _("Say as of which date the source counts."))
    if given.lowest is None or given.lowest < 0:
        problems["lowest"] = _("Give the number as the source gives it.")
    elif given.highest is not None and given.highest < given.lowest:
        problems["highest"] = _("The upper end of the range is below the lower end.")
    if problems or given.lowest is None:
        raise Invalid(fields=problems)
    return as_of, given.lowest
