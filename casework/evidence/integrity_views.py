"""The pages of the scheduled check: of a case for its supervisors, and counts for auditors and administrators."""

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.evidence import integrity
from casework.evidence.blueprint import bp
from casework.web import current_actor, get_session, needs, render, settings

overall = Blueprint("integrity", __name__, url_prefix="/integrity")


@bp.get("/integrity")
@needs(Permission.INTEGRITY_CASE)
def integrity_report(case_ref: str) -> ResponseReturnValue:
    """How the files of the case stand."""
    days = settings().fixity_days
    report = integrity.case_report(get_session(), current_actor(), case=g.case, days=days)
    return render("evidence/integrity.html", report=report, days=days)


@overall.get("")
@needs(Permission.INTEGRITY_COUNTS)
def index() -> ResponseReturnValue:
    """How many files were checked, failed, could not be reached; no case, no reference."""
    days = settings().fixity_days
    report = integrity.counts_report(get_session(), current_actor(), days=days)
    return render("evidence/integrity.html", report=report, days=days)
