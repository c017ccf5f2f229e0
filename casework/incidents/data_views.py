"""Pages on which sources say different things of an incident, and somebody prefers one, with a reason."""

from typing import Any

from flask import Blueprint, g, url_for

from casework.access import Permission
from casework.incidents import services
from casework.incidents.data import INCIDENTS
from casework.incidents.models import Incident
from casework.sources import claim_pages
from casework.sources.claim_routes import add_routes
from casework.sources.claims import Kind
from casework.web import current_actor, get_session
from casework.web.pages import panel

bp = Blueprint("incident_data", __name__, url_prefix="/cases/<case_ref>/incidents/<ref>/data")


def _find(case_ref: str, ref: str) -> tuple[Kind, Incident, str]:
    """The kind, the incident, and the address of its page."""
    found = services.get_incident(get_session(), current_actor(), g.case, ref)
    return INCIDENTS, found, url_for("incidents.show", case_ref=g.case.reference, ref=ref, _anchor="claims")


add_routes(bp, Permission.INCIDENT_EDIT, _find)


@panel("incident")
def on_incident(incident: Incident) -> str:
    """On whose word an incident is told, and where sources disagree about it."""

    def at(endpoint: str, **more: Any) -> str:
        return url_for(f"incident_data.{endpoint}", case_ref=g.case.reference, ref=incident.reference, **more)

    return claim_pages.shown_on_page(INCIDENTS, incident, at, Permission.INCIDENT_EDIT)
