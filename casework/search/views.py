"""The search page. What is searched for is never logged."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.search.beside import said_beside
from casework.search.find import Filters, Result, find
from casework.search.forms import KINDS, SearchForm
from casework.search.places import Place, places
from casework.web import current_actor, get_session, needs, render

bp = Blueprint("search", __name__)


@bp.get("/search")
@needs(Permission.SEARCH)
def index() -> ResponseReturnValue:
    """One box over everything the reader may see."""
    session, actor = get_session(), current_actor()
    form = SearchForm(request.args)
    known: dict[int, Place] = places(session, actor)
    form.case.choices = [("", KINDS["case"]), *((place.reference, place.reference) for place in known.values())]
    chosen = next((key for key, place in known.items() if place.reference == form.case.data), None)
    q = (form.q.data or "")[:500]
    result = Result([], True, None)
    if form.validate() and not (form.case.data and chosen is None):
        filters = Filters(chosen, form.kind.data or "", form.status.data or "", form.since.data, form.until.data)
        result = find(session, actor, q, filters, before=request.args.get("before", type=int))
    beside = said_beside(session, [hit.subject for hit in result.hits])
    return render("search/index.html", form=form, q=q, result=result, places=known, kinds=KINDS, beside=beside)
