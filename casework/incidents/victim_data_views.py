"""Pages on which sources are put under a victim, say different things of one, and somebody prefers one, with a reason."""

from typing import Any

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.i18n import _
from casework.incidents import victims
from casework.incidents.models import Victim
from casework.incidents.victim_data import VICTIMS
from casework.incidents.victim_sources import together
from casework.sources import claim_pages, claims
from casework.sources.claims import Kind
from casework.web import current_actor, get_session, needs
from casework.web.pages import panel

bp = Blueprint("victim_data", __name__, url_prefix="/cases/<case_ref>/victims/<ref>/data")


def _find(ref: str) -> tuple[Kind, Victim, str]:
    """The kind, the victim, and the address of the page."""
    found = victims.get_victim(get_session(), current_actor(), g.case, ref)
    return VICTIMS, found, url_for("victims.show", case_ref=g.case.reference, ref=ref, _anchor="claims")


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.INCIDENT_EDIT)
def new(case_ref: str, ref: str) -> ResponseReturnValue:
    """Put what a source says beside the rest."""
    return claim_pages.new_claim(*_find(ref))


@bp.route("/<int:claim_id>/source", methods=["GET", "POST"])
@needs(Permission.INCIDENT_EDIT)
def source(case_ref: str, ref: str, claim_id: int) -> ResponseReturnValue:
    """Put a source under a claim, or (0) under the victim."""
    return claim_pages.new_source(*_find(ref), claim_id)


@bp.route("/sources/<int:row_id>/back", methods=["GET", "POST"])
@needs(Permission.INCIDENT_EDIT)
def source_back(case_ref: str, ref: str, row_id: int) -> ResponseReturnValue:
    """Take a source back that was put under the victim wrongly."""
    return claim_pages.source_back(*_find(ref), row_id)


@bp.route("/<int:claim_id>/prefer", methods=["GET", "POST"])
@needs(Permission.INCIDENT_EDIT)
def prefer(case_ref: str, ref: str, claim_id: int) -> ResponseReturnValue:
    """Prefer a claim."""
    done = _("The claim is preferred now; the others stay beside it.")
    return claim_pages.with_reason(*_find(ref), claim_id, _("Prefer this claim"), done, claims.prefer)


@bp.route("/<int:claim_id>/unprefer", methods=["GET", "POST"])
@needs(Permission.INCIDENT_EDIT)
def unprefer(case_ref: str, ref: str, claim_id: int) -> ResponseReturnValue:
    """Take a preference back."""
    title, done = _("Prefer this claim no more"), _("No claim is preferred any more.")
    return claim_pages.with_reason(*_find(ref), claim_id, title, done, claims.unprefer)


@bp.route("/<int:claim_id>/withdraw", methods=["GET", "POST"])
@needs(Permission.INCIDENT_EDIT)
def withdraw(case_ref: str, ref: str, claim_id: int) -> ResponseReturnValue:
    """Take a claim back."""
    title, done = _("Take back a claim"), _("The claim was taken back. It stays readable.")
    return claim_pages.with_reason(*_find(ref), claim_id, title, done, claims.withdraw)


@panel("victim")
def on_victim(victim: Victim) -> str:
    """On whose word a victim is known, also through other records of the same person, and where sources disagree."""

    def at(endpoint: str, **more: Any) -> str:
        return url_for(f"victim_data.{endpoint}", case_ref=g.case.reference, ref=victim.reference, **more)

    own = claim_pages.shown_on_page(VICTIMS, victim, at, Permission.INCIDENT_EDIT)
    found = together(get_session(), current_actor(), victim)
    return own + render_template("victims/_together.html", together=found) if found else own
