"""Pages on which sources say different things of a unit or an individual, and somebody prefers one, with a reason."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.errors import NotFound
from casework.i18n import _
from casework.sources import claim_pages, claims
from casework.sources.claims import Kind
from casework.units import individuals, services
from casework.units.data import INDIVIDUALS, KINDS, UNITS
from casework.units.models import Individual, Unit
from casework.web import current_actor, get_session, needs
from casework.web.pages import panel

bp = Blueprint("unit_data", __name__, url_prefix="/units/data/<kind>/<ref>")


def _find(kind: str, ref: str) -> tuple[Kind, Any, str]:
    """The kind, the record, and the address of its page."""
    if kind not in KINDS:
        raise NotFound
    find = services.get_unit if kind == "unit" else individuals.get_individual
    page = "units.show" if kind == "unit" else "individuals.show"
    return KINDS[kind], find(get_session(), current_actor(), ref), url_for(page, ref=ref, _anchor="claims")


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.UNIT_EDIT)
def new(kind: str, ref: str) -> ResponseReturnValue:
    """Put what a source says beside the rest."""
    return claim_pages.new_claim(*_find(kind, ref))


@bp.route("/<int:claim_id>/source", methods=["GET", "POST"])
@needs(Permission.UNIT_EDIT)
def source(kind: str, ref: str, claim_id: int) -> ResponseReturnValue:
    """Put a source under a claim, or (0) under the record itself."""
    return claim_pages.new_source(*_find(kind, ref), claim_id)


@bp.route("/sources/<int:row_id>/back", methods=["GET", "POST"])
@needs(Permission.UNIT_EDIT)
def source_back(kind: str, ref: str, row_id: int) -> ResponseReturnValue:
    """Take a source back that was put under the unit or the individual itself."""
    return claim_pages.source_back(*_find(kind, ref), row_id)


@bp.route("/<int:claim_id>/prefer", methods=["GET", "POST"])
@needs(Permission.UNIT_EDIT)
def prefer(kind: str, ref: str, claim_id: int) -> ResponseReturnValue:
    """Prefer a claim."""
    done = _("The claim is preferred now; the others stay beside it.")
    return claim_pages.with_reason(*_find(kind, ref), claim_id, _("Prefer this claim"), done, claims.prefer)


@bp.route("/<int:claim_id>/unprefer", methods=["GET", "POST"])
@needs(Permission.UNIT_EDIT)
def unprefer(kind: str, ref: str, claim_id: int) -> ResponseReturnValue:
    """Take a preference back."""
    title, done = _("Prefer this claim no more"), _("No claim is preferred any more.")
    return claim_pages.with_reason(*_find(kind, ref), claim_id, title, done, claims.unprefer)


@bp.route("/<int:claim_id>/withdraw", methods=["GET", "POST"])
@needs(Permission.UNIT_EDIT)
def withdraw(kind: str, ref: str, claim_id: int) -> ResponseReturnValue:
    """Take a claim back."""
    title, done = _("Take back a claim"), _("The claim was taken back. It stays readable.")
    return claim_pages.with_reason(*_find(kind, ref), claim_id, title, done, claims.withdraw)


def _at(kind: str, ref: str) -> Callable[..., str]:
    return lambda endpoint, **more: url_for(f"unit_data.{endpoint}", kind=kind, ref=ref, **more)


@panel("unit")
def on_unit(unit: Unit) -> str:
    """On whose word a unit is known, and where sources disagree about it."""
    return claim_pages.shown_on_page(UNITS, unit, _at("unit", unit.reference), Permission.UNIT_EDIT)


@panel("individual")
def on_individual(individual: Individual) -> str:
    """On whose word an individual is described, and where sources disagree."""
    at = _at("individual", individual.reference)
    return claim_pages.shown_on_page(INDIVIDUALS, individual, at, Permission.UNIT_EDIT)
