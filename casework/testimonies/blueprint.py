"""What all pages of the testimonies share."""

from flask import Blueprint, g

from casework.cases.models import Case
from casework.testimonies import queries
from casework.testimonies.models import Testimony
from casework.web import current_actor, get_session

bp = Blueprint("testimonies", __name__, url_prefix="/cases/<case_ref>/testimonies")


def this_case() -> Case:
    """The case of the address; the hook has loaded it and checked membership."""
    case: Case = g.case
    return case


def find(ref: str) -> Testimony:
    """The statement of the address. Raises NotFound."""
    return queries.get_testimony(get_session(), current_actor(), case=this_case(), reference=ref)
