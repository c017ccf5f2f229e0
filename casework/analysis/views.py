"""The way into the analysis of a case."""

from flask import current_app, g
from flask.typing import ResponseReturnValue

from casework.access import Permission, may_ever
from casework.analysis import export_views, graph_views, map_views, matrix_views, question_views, timeline_views
from casework.analysis.blueprint import bp
from casework.analysis.sections import SECTIONS, Section
from casework.web import current_actor, needs, render
from casework.web.endpoints import declared_permission

__all__ = ["bp", "export_views", "graph_views", "map_views", "matrix_views", "question_views", "timeline_views"]


@bp.get("")
@needs(Permission.ANALYSIS_VIEW)
def index(case_ref: str) -> ResponseReturnValue:
    """What can be asked of all records together."""
    return render("analysis/index.html")


@bp.app_context_processor
def _sections() -> dict[str, object]:
    """Templates inside a case can show the ways of looking as tabs, on pages of other features, too."""
    return {"analysis_sections": _offered} if g.get("case") is not None else {}


def _offered() -> list[Section]:
    """Those that this installation has and this reader may open."""
    role, views = current_actor().role, current_app.view_functions
    asked = [(section, declared_permission(views.get(section.endpoint))) for section in SECTIONS]
    return [section for section, needed in asked if needed and may_ever(role, Permission(needed))]
