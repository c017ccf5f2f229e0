"""Pages on which sources say different things of a unit or an individual, and somebody prefers one, with a reason."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, url_for

from casework.access import Permission
from casework.errors import NotFound
from casework.sources import claim_pages
from casework.sources.claim_routes import add_routes
from casework.sources.claims import Kind
from casework.units import individuals, services
from casework.units.data import INDIVIDUALS, KINDS, UNITS
from casework.units.models import Individual, Unit
from casework.web import current_actor, get_session
from casework.web.pages import panel

bp = Blueprint("unit_data", __name__, url_prefix="/units/data/<kind>/<ref>")


def _find(kind: str, ref: str) -> tuple[Kind, Any, str]:
    """The kind, the record, and the address of its page."""
    if kind not in KINDS:
        raise NotFound
    find = services.get_unit if kind == "unit" else individuals.get_individual
    page = "units.show" if kind == "unit" else "individuals.show"
    return KINDS[kind], find(get_session(), current_actor(), ref), url_for(page, ref=ref, _anchor="claims")


add_routes(bp, Permission.UNIT_EDIT, _find)


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
