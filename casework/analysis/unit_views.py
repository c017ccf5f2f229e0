"""A unit's drawings and tables as files."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.analysis import unit_export, unit_panels
from casework.errors import NotFound
from casework.units import pages, services
from casework.units.views import day_asked
from casework.web import commit_download, current_actor, get_session, needs, settings

__all__ = ["bp", "unit_panels"]

bp = Blueprint("unit_exports", __name__, url_prefix="/units")


@bp.get("/<ref>/export/<name>")
@needs(Permission.UNIT_EXPORT, writes=True)
def export(ref: str, name: str) -> ResponseReturnValue:
    """The tree or the commanders as SVG or CSV, as far as public sources say; it is in the log."""
    session, actor = get_session(), current_actor()
    unit = services.get_unit(session, actor, ref)
    if name not in unit_export.FILES:
        raise NotFound
    day = day_asked(request.args.get("on", "").strip())
    file = pages.unit_file(session, actor, unit, day)
    made = unit_export.make(session, actor, file, day, name, is_demo=settings().demo)
    commit_download()
    response = Response(made, mimetype=unit_export.MEDIA[name.rsplit(".", 1)[1]])
    response.headers.set("Content-Disposition", "attachment", filename=unit_export.file_name(unit, name))
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
