"""The blueprint of the exhibits' pages, and what all of them need."""

from flask import Blueprint, g, url_for

from casework.evidence import services
from casework.evidence.models import Exhibit
from casework.storage import FileStore, open_store
from casework.web import current_actor, get_session, settings

bp = Blueprint("evidence", __name__, url_prefix="/cases/<case_ref>/evidence")


def exhibit_of(ref: str) -> Exhibit:
    """The exhibit that the address names, in the case that the address names. Raises NotFound."""
    return services.get_exhibit(get_session(), current_actor(), case=g.case, reference=ref)


def address(exhibit: Exhibit, endpoint: str = "evidence.show") -> str:
    """The address of an exhibit's page."""
    return url_for(endpoint, case_ref=g.case.reference, ref=exhibit.reference)


def the_store() -> FileStore:
    """Where this installation keeps its files."""
    return open_store(settings())
