"""Which records of a case have to do with which: the subqueries that the figures share."""

from typing import Any

from sqlalchemy import Select
from sqlalchemy import select as plain_select
from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from casework.allegations.models import Allegation, AllegationExhibit, AllegationParagraph
from casework.cases.models import Case
from casework.db import UNFILTERED
from casework.evidence.models import Exhibit
from casework.units.models import Unit

MOST_UNITS = 500


def columns(*wanted: Any) -> Select[Any]:
    """A statement of some columns: a figure needs few of them, and whole records of thousands cost seconds."""
    return plain_select(*(col(one) if not isinstance(one, type) else one for one in wanted))


def unit_ids(case: Case) -> Any:
    """The units that the case's allegations name."""
    return select(Allegation.unit_id).where(Allegation.case_id == case.key, col(Allegation.unit_id).is_not(None))


def units_of(session: Session, case: Case) -> list[Unit]:
    """The same units, by number: for a field in which one is chosen."""
    statement = select(Unit).where(col(Unit.id).in_(unit_ids(case))).order_by(col(Unit.number)).limit(MOST_UNITS)
    return list(session.exec(statement))


def about_unit(case: Case, reference: str) -> Any:
    """The case's allegations about one unit."""
    named = select(Unit.id).where(Unit.reference == reference)
    return select(Allegation.id).where(Allegation.case_id == case.key, col(Allegation.unit_id).in_(named))


def incidents_about(case: Case, unit: str) -> Any:
    """The incidents that an allegation about a unit speaks of."""
    return select(Allegation.incident_id).where(col(Allegation.id).in_(about_unit(case, unit)))


def statements_about(case: Case, unit: str) -> Any:
    """The testimonies that speak for or against an allegation about a unit."""
    return select(AllegationParagraph.testimony_id).where(
        col(AllegationParagraph.allegation_id).in_(about_unit(case, unit))
    )


def exhibits_about(case: Case, unit: str) -> Any:
    """The exhibits that speak for or against an allegation about a unit."""
    return select(AllegationExhibit.exhibit_id).where(col(AllegationExhibit.allegation_id).in_(about_unit(case, unit)))


def parents_of(session: Session, case: Case) -> dict[int, tuple[int | None, str]]:
    """What each exhibit was made from, and its source; all of the case, or protection would end at a hidden original."""
    statement = columns(Exhibit.id, Exhibit.parent_id, Exhibit.source).where(col(Exhibit.case_id) == case.key)
    rows = session.execute(statement, execution_options=UNFILTERED)
    return {key: (parent, source) for key, parent, source in rows}


_LIGHT: Any = (
    Exhibit.id, Exhibit.reference, Exhibit.title, Exhibit.source, Exhibit.parent_id, Exhibit.captured_claimed,
    Exhibit.captured_embedded, Exhibit.captured_verified, Exhibit.place_claimed, Exhibit.place_verified,
    Exhibit.latitude, Exhibit.longitude, Exhibit.precision_m, Exhibit.latitude_verified, Exhibit.longitude_verified,
    Exhibit.precision_verified_m, Exhibit.file_metadata,
)  # fmt: skip


def exhibits(case: Case, unit: str) -> Any:
    """The case's exhibits, or those about one unit, without their long texts."""
    statement = select(Exhibit).where(Exhibit.case_id == case.key).order_by(col(Exhibit.id)).options(load_only(*_LIGHT))
    return statement.where(col(Exhibit.id).in_(exhibits_about(case, unit))) if unit else statement
