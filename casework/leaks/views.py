"""What supervisors see of names found in texts: by code, with who wrote it and what they did."""

from datetime import timedelta

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func
from sqlmodel import col, select

from casework.access import Permission, can
from casework.accounts.services import names_of
from casework.db import now
from casework.leaks import services
from casework.leaks.models import LeakHit
from casework.subjects import Subject
from casework.web import current_actor, get_session, needs, page, render
from casework.web.pages import panel

bp = Blueprint("leaks", __name__, url_prefix="/cases/<case_ref>/leaks")
DAYS = 30


@bp.get("")
@needs(Permission.LEAK_VIEW)
def index(case_ref: str) -> ResponseReturnValue:
    """Every step, newest first."""
    session = get_session()
    statement = services.hits_listed(session, current_actor(), g.case.subject)
    found = page(session, statement, key=col(LeakHit.id), after=request.args.get("after", type=int))
    names = names_of(session, {row.account_id for row in found.items})
    return render("leaks/index.html", page=found, names=names, most=services.MOST_A_DAY)


@panel("case")
def on_case(case: object) -> str:
    """How many there were of late, on the supervisor's overview of the case."""
    subject: Subject = case.subject  # type: ignore[attr-defined]
    session = get_session()
    if not can(session, current_actor(), Permission.LEAK_VIEW, subject):
        return ""
    recent = select(LeakHit.outcome, func.count()).where(
        LeakHit.case_id == subject.case_id, col(LeakHit.created_at) > now() - timedelta(days=DAYS)
    )
    counted = session.exec(recent.group_by(col(LeakHit.outcome))).all()
    return render("leaks/_of_case.html", counted=counted, days=DAYS) if counted else ""
