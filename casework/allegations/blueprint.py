"""The blueprint of the allegations, and the one that an address means."""

from flask import Blueprint, g

from casework.allegations import services
from casework.allegations.models import Allegation
from casework.web import current_actor, get_session

bp = Blueprint("allegations", __name__, url_prefix="/cases/<case_ref>/allegations")


def find(ref: str) -> Allegation:
    """The allegation of the case at hand. Raises NotFound."""
    return services.get_allegation(get_session(), current_actor(), g.case, ref)
