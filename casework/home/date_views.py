"""How a date is read, asked while it is typed."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.web import needs, render
from casework.web.uncertain import read_back

bp = Blueprint("dates", __name__, url_prefix="/dates")
LONGEST = 60


@bp.get("/read")
@needs(Permission.HOME_VIEW)
def read() -> ResponseReturnValue:
    """The words for a text, as a piece of a page; nothing is kept."""
    return render("home/_date.html", words=read_back(request.args.get("text", "")[:LONGEST]))
