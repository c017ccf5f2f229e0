"""The matrix of a case: acts or incidents × units, in each cell how many allegations, how strong, about how many victims
and on how many sources. Grouped by the database: what it costs depends on what is shown, not on what is stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, cast, distinct, func, or_
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from casework.access import Permission, require
from casework.allegations.models import Allegation, AllegationExhibit, AllegationParagraph, AllegationVictim
from casework.allegations.narrowing import Narrowed, rank_of_confidence
from casework.cases.models import Case
from casework.incidents.models import Incident
from casework.subjects import Actor
from casework.units.models import Unit
from casework.units.services import units_by_id
from casework.vocabulary import Act, Confidence

MOST_ROWS, MOST_COLUMNS = 40, 12


@dataclass(frozen=True)
class Cell:
    """Allegations of one row against one unit. `strongest`: of those that were not refuted; None: all were."""

    count: int = 0
    refuted: int = 0
    strongest: Confidence | None = None
    victims: int = 0
    testimonies: int = 0
    exhibits: int = 0


@dataclass(frozen=True)
class Matrix:
    """Rows are acts or incidents, columns units (None: an individual alone), most allegations first.

    What was cut is said: `more_rows`, `more_columns` hold the number of rows and columns that are not shown.
    """

    rows: Sequence[Act | Incident | None]
    columns: Sequence[Unit | None]
    cells: Mapping[tuple[int, int], Cell]
    total: int
    more_rows: int = 0
    more_columns: int = 0


def matrix_of(session: Session, actor: Actor, case: Case, asked: Narrowed, *, by_incident: bool) -> Matrix:
    """The matrix of what the session's reader may see, in nine statements at most. Raises Forbidden."""
    require(session, actor, Permission.ALLEGATION_VIEW, case.subject)
    where = asked.conditions(case.key)
    axis = col(Allegation.incident_id) if by_incident else col(Allegation.act)
    rows, more_rows = _most(session, axis, where, MOST_ROWS)
    units, more_columns = _most(session, col(Allegation.unit_id), where, MOST_COLUMNS)
    total = session.execute(sa_select(func.count()).select_from(Allegation).where(*where)).scalar_one()
    shown = [*where, _among(axis, rows), _among(col(Allegation.unit_id), units)]
    cells = _cells(session, axis, shown)
    places = {(row, unit): (at, to) for at, row in enumerate(rows) for to, unit in enumerate(units)}
    known = units_by_id(session, {key for key in units if key is not None})
    named: list[Act | Incident | None] = [Act(row) for row in rows] if not by_incident else _incidents(session, rows)
    return Matrix(
        named,
        [known[key] if key is not None else None for key in units],
        {places[key]: cell for key, cell in cells.items()},
        total,
        more_rows,
        more_columns,
    )


def _most(session: Session, axis: Any, where: list[ColumnElement[bool]], most: int) -> tuple[list[Any], int]:
    """The values with most allegations, and how many further values there are."""
    grouped = sa_select(axis, func.count().label("n"), func.count().over().label("values")).where(*where).group_by(axis)
    found = session.execute(grouped.order_by(func.count().desc(), axis).limit(most)).all()
    return [value for value, _count, _values in found], (found[0][2] - len(found)) if found else 0


def _among(axis: Any, values: Sequence[Any]) -> ColumnElement[bool]:
    known = [value for value in values if value is not None]
    inside: ColumnElement[bool] = axis.in_(known)
    return or_(inside, axis.is_(None)) if len(known) < len(values) else inside


def _cells(session: Session, axis: Any, where: list[ColumnElement[bool]]) -> dict[tuple[Any, int | None], Cell]:
    unit, refuted = col(Allegation.unit_id), col(Allegation.is_refuted)
    counted = sa_select(
        axis,
        unit,
        func.count(),
        func.sum(cast(refuted, Integer)),
        func.max(case((refuted, -1), else_=rank_of_confidence())),
    )
    main = session.execute(counted.where(*where).group_by(axis, unit)).all()
    people = _tied(session, axis, where, AllegationVictim, AllegationVictim.victim_id)
    told = _tied(session, axis, where, AllegationParagraph, AllegationParagraph.testimony_id)
    shown = _tied(session, axis, where, AllegationExhibit, AllegationExhibit.exhibit_id)
    scale = list(Confidence)
    return {
        (row, key): Cell(
            count, int(gone), scale[rank] if rank >= 0 else None,
            people.get((row, key), 0), told.get((row, key), 0), shown.get((row, key), 0),
        )
        for row, key, count, gone, rank in main
    }  # fmt: skip


def _tied(
    session: Session, axis: Any, where: list[ColumnElement[bool]], model: Any, counted: Any
) -> dict[tuple[Any, int | None], int]:
    """How many different victims, statements or exhibits are tied to the allegations of each cell."""
    unit = col(Allegation.unit_id)
    joined = [model.allegation_id == col(Allegation.id)]
    if hasattr(model, "is_contrary"):
        joined += [~model.is_contrary, model.refuted == ""]
    statement = sa_select(axis, unit, func.count(distinct(counted))).join_from(Allegation, model, and_(*joined))
    return {(row, key): count for row, key, count in session.execute(statement.where(*where).group_by(axis, unit))}


def _incidents(session: Session, keys: Sequence[int | None]) -> list[Act | Incident | None]:
    known = {
        row.key: row for row in session.exec(select(Incident).where(col(Incident.id).in_([key for key in keys if key])))
    }
    return [known.get(key) if key else None for key in keys]
