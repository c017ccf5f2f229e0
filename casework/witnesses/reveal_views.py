"""Pages about reveals: a case's list for its supervisors, what is unusual on their first page, counts for auditors."""

from datetime import date

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue
from sqlmodel import col

from casework.access import Permission, may_ever
from casework.accounts.services import names_of
from casework.audit import AuditEntry
from casework.subjects import Actor
from casework.web import current_actor, get_session, needs, page, render, settings
from casework.web.pages import panel
from casework.witnesses import reveals, unusual
from casework.witnesses.reveals import Wanted

bp = Blueprint("reveals", __name__)


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


@bp.get("/cases/<case_ref>/reveals")
@needs(Permission.REVEAL_LIST)
def index(case_ref: str) -> ResponseReturnValue:
    """Who was shown which identity of the case, when and why; newest first."""
    session, actor, args = get_session(), current_actor(), request.args
    wanted = Wanted(args.get("account", type=int), args.get("code", "").strip().upper(), _day("since"), _day("until"))
    statement = reveals.reveals_listed(session, actor, g.case, wanted)
    found = page(session, statement, key=col(AuditEntry.seq), after=args.get("after", type=int))
    readers = reveals.readers_of(session, actor, g.case)
    names = names_of(session, {*readers, *(entry.actor_id for entry in found.items if entry.actor_id)})
    return render("witnesses/reveals.html", page=found, wanted=wanted, readers=readers, names=names)


@bp.get("/audit/reveals")
@needs(Permission.AUDIT_VIEW)
def counts() -> ResponseReturnValue:
    """How often each account was shown an identity or took a file out: numbers for auditors, no codes and no reasons."""
    session, actor, limits = get_session(), current_actor(), reveals.thresholds_of(settings())
    files = reveals.thresholds_of(settings(), reveals.TAKEN_OUT)
    rows, taken = reveals.counts(session, actor, limits), reveals.counts(session, actor, files, reveals.TAKEN_OUT)
    names = names_of(session, {row.account_id for row in [*rows, *taken] if row.account_id})
    return render(
        "witnesses/reveal_counts.html",
        rows=rows,
        taken=taken,
        names=names,
        thresholds=limits,
        files=files,
        rule=unusual,
    )


@panel("home")
def show_unusual(actor: Actor) -> str:
    """On a supervisor's first page: accounts whose reveals, or files taken out, are out of the ordinary."""
    if not may_ever(actor.role, Permission.REVEAL_FLAGS):
        return ""
    session, limits = get_session(), reveals.thresholds_of(settings())
    files = reveals.thresholds_of(settings(), reveals.TAKEN_OUT)
    flags, taken = reveals.flags(session, actor, limits), reveals.flags(session, actor, files, reveals.TAKEN_OUT)
    if not flags and not taken:
        return ""
    names = names_of(session, {flag.account_id for flag in [*flags, *taken]})
    return render(
        "witnesses/_unusual.html", flags=flags, taken=taken, names=names, thresholds=limits, files=files, rule=unusual
    )
