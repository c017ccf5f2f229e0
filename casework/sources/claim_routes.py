"""The addresses of the pages of competing claims, the same under every kind of record."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.i18n import _
from casework.sources import claim_pages, claims
from casework.sources.claims import Kind
from casework.web import needs

Find = Callable[..., tuple[Kind, Any, str]]


def add_routes(bp: Blueprint, permission: Permission, find: Find) -> None:
    """Six pages on a blueprint. `find` takes what its address holds; it answers the kind, the record and its page."""

    def page(rule: str, view: Callable[..., ResponseReturnValue]) -> None:
        bp.add_url_rule(rule, view.__name__, needs(permission)(view), methods=["GET", "POST"])

    def new(**at: str) -> ResponseReturnValue:
        return claim_pages.new_claim(*find(**at))

    def source(claim_id: int, **at: str) -> ResponseReturnValue:
        return claim_pages.new_source(*find(**at), claim_id)

    def source_back(row_id: int, **at: str) -> ResponseReturnValue:
        return claim_pages.source_back(*find(**at), row_id)

    def prefer(claim_id: int, **at: str) -> ResponseReturnValue:
        title, done = _("Prefer this claim"), _("The claim is preferred now; the others stay beside it.")
        return claim_pages.with_reason(*find(**at), claim_id, title, done, claims.prefer)

    def unprefer(claim_id: int, **at: str) -> ResponseReturnValue:
        title, done = _("Prefer this claim no more"), _("No claim is preferred any more.")
        return claim_pages.with_reason(*find(**at), claim_id, title, done, claims.unprefer)

    def withdraw(claim_id: int, **at: str) -> ResponseReturnValue:
        title, done = _("Take back a claim"), _("The claim was taken back. It stays readable.")
        return claim_pages.with_reason(*find(**at), claim_id, title, done, claims.withdraw)

    page("/new", new)
    page("/<int:claim_id>/source", source)  # 0: under the record itself
    page("/sources/<int:row_id>/back", source_back)
    for view in (prefer, unprefer, withdraw):
        page(f"/<int:claim_id>/{view.__name__}", view)
