"""The blueprint of the import's pages, and their addresses."""

from flask import Blueprint, g, url_for

from casework.lists.models import VictimList

bp = Blueprint("lists", __name__, url_prefix="/cases/<case_ref>/victims/import")


def address(row: VictimList, endpoint: str = "lists.show") -> str:
    """The address of a list's page."""
    return url_for(endpoint, case_ref=g.case.reference, list_id=row.key)
