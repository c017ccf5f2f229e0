"""Who was given which right, by whom and why: of a case, of the installation, of oneself."""

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select
from sqlmodel import col

from casework.access import Grant, GrantKind, Permission, giving
from casework.accounts.services import names_of
from casework.i18n import _
from casework.i18n.labels import label
from casework.subjects import Role
from casework.web import Page, current_actor, get_session, needs, page, render
from casework.web.pages import panel

bp = Blueprint("grants", __name__)
OWN_SHOWN = 20


def _page(statement: Select[tuple[Grant]], size: int = 50) -> tuple[Page[Grant], dict[int, str]]:
    """The rows, and the names of everybody in them."""
    session = get_session()
    found = page(session, statement, key=col(Grant.id), after=request.args.get("after", type=int), size=size)
    people = {key for row in found.items for key in (row.account_id, row.given_by, row.ended_by) if key}
    return found, names_of(session, people)


def what_of(grant: Grant, *, names_case: bool = True) -> str:
    """What was given, in words; a case by its reference, or not at all."""
    if grant.kind is GrantKind.ROLE:
        return label(Role(grant.what))
    if names_case or grant.case_id is None:
        return grant.what
    return _("a case") if grant.kind is GrantKind.MEMBERSHIP else _("something in a case")


@bp.get("/cases/<case_ref>/grants")
@needs(Permission.CASE_MEMBERS)
def of_case(case_ref: str) -> ResponseReturnValue:
    """Who was ever given the case, also those who no longer are."""
    found, names = _page(giving.grants_of_case(get_session(), current_actor(), g.case.subject))
    return render("accounts/grants_of_case.html", page=found, names=names, what_of=what_of)


@bp.get("/grants")
@needs(Permission.GRANT_LIST)
def index() -> ResponseReturnValue:
    """All roles, bodies and memberships. Why somebody is in a case is told in the case; which case, to auditors alone."""
    actor, wanted = current_actor(), request.args.get("account", type=int)
    found, names = _page(giving.all_grants(get_session(), actor, account_id=wanted))
    wanted_name = names_of(get_session(), {wanted}).get(wanted) if wanted else None
    return render(
        "accounts/grants.html",
        page=found,
        names=names,
        what_of=what_of,
        names_case=actor.role is Role.AUDITOR,
        wanted_name=wanted_name,
    )


@panel("account")
def show_own() -> str:
    """On one's own account page: what one was given, the newest first."""
    found, names = _page(giving.own_grants(get_session(), current_actor()), OWN_SHOWN)
    return render("accounts/_own_grants.html", page=found, names=names, what_of=what_of)
