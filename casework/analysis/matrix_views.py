"""The page of the matrix: acts or incidents × units, each cell a way to its allegations."""

from typing import Any

from flask import g, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.allegations.filters import narrowed_by, offered_filters
from casework.allegations.narrowing import NONE
from casework.analysis.blueprint import bp
from casework.analysis.matrix import matrix_of
from casework.incidents.models import Incident
from casework.units.models import Unit
from casework.vocabulary import Act
from casework.web import current_actor, get_session, needs, render


@bp.get("/matrix")
@needs(Permission.ALLEGATION_VIEW)
def matrix(case_ref: str) -> ResponseReturnValue:
    """Who is alleged to have done what, at a glance, with how strong and on how much."""
    by_incident = request.args.get("rows") == "incident"
    asked = narrowed_by(request.args)
    found = matrix_of(get_session(), current_actor(), g.case, asked, by_incident=by_incident)
    kept = {key: value for key, value in request.args.items() if value and key in _KEPT}
    cells = [
        [
            (
                found.cells.get((at, to)),
                url_for("allegations.index", case_ref=case_ref, **{**kept, **_row(row), **_unit(unit)}),
            )
            for to, unit in enumerate(found.columns)
        ]
        for at, row in enumerate(found.rows)
    ]
    return render(
        "analysis/matrix.html", matrix=found, cells=cells, by_incident=by_incident, asked=asked,
        offered=offered_filters(),
    )  # fmt: skip


_KEPT = ("act", "at_least", "status", "basis", "unit", "incident")


def _row(row: Act | Incident | None) -> dict[str, Any]:
    if row is None:
        return {"incident": NONE}
    return {"act": row.value} if isinstance(row, Act) else {"incident": row.reference}


def _unit(unit: Unit | None) -> dict[str, Any]:
    return {"unit": unit.reference if unit else NONE}
