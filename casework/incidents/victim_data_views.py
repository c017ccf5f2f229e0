"""Pages on which sources are put under a victim, say different things of one, and somebody prefers one, with a reason."""

from typing import Any

from flask import Blueprint, g, render_template, url_for

from casework.access import Permission
from casework.incidents import victims
from casework.incidents.models import Victim
from casework.incidents.victim_data import VICTIMS
from casework.incidents.victim_sources import together
from casework.sources import claim_pages
from casework.sources.claim_routes import add_routes
from casework.sources.claims import Kind
from casework.web import current_actor, get_session
from casework.web.pages import panel

bp = Blueprint("victim_data", __name__, url_prefix="/cases/<case_ref>/victims/<ref>/data")


def _find(case_ref: str, ref: str) -> tuple[Kind, Victim, str]:
    """The kind, the victim, and the address of the page."""
    found = victims.get_victim(get_session(), current_actor(), g.case, ref)
    return VICTIMS, found, url_for("victims.show", case_ref=g.case.reference, ref=ref, _anchor="claims")


add_routes(bp, Permission.INCIDENT_EDIT, _find)


@panel("victim")
def on_victim(victim: Victim) -> str:
    """On whose word a victim is known, also through other records of the same person, and where sources disagree."""

    def at(endpoint: str, **more: Any) -> str:
        return url_for(f"victim_data.{endpoint}", case_ref=g.case.reference, ref=victim.reference, **more)

    own = claim_pages.shown_on_page(VICTIMS, victim, at, Permission.INCIDENT_EDIT)
    found = together(get_session(), current_actor(), victim)
    return own + render_template("victims/_together.html", together=found) if found else own
