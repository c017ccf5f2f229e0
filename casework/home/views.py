"""The first page and the auditor's log."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework import audit
from casework.access import Permission
from casework.cases import services as cases
from casework.db.engine import is_alive
from casework.home import overview
from casework.home.work import sections
from casework.subjects import Role
from casework.web import current_actor, get_session, needs, public, render
from casework.web.context import engine
from casework.web.drafts import open_drafts

bp = Blueprint("home", __name__)
log = Blueprint("audit", __name__, url_prefix="/audit")
PAGE = 50


@bp.get("/")
@needs(Permission.HOME_VIEW)
def index() -> ResponseReturnValue:
    """My work: what waits for me."""
    session, actor = get_session(), current_actor()
    if actor.role is Role.AUDITOR:
        return redirect(url_for("audit.index"))
    works = actor.role in (Role.INVESTIGATOR, Role.SUPERVISOR)
    return render(
        "home/index.html",
        sections=sections(session, actor),
        cases=cases.list_cases(session, actor, limit=10) if works else [],
        drafts=open_drafts(session, actor.key),
    )


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """For a supervisor process: the application and its database answer."""
    return ("ok\n", 200) if is_alive(engine()) else ("database\n", 503)


@log.get("", endpoint="index")
@needs(Permission.AUDIT_VIEW)
def show_log() -> ResponseReturnValue:
    """The whole log, newest first, for auditors: codes and facts, no identities."""
    session = get_session()
    before, action = request.args.get("before", type=int), request.args.get("action", "")
    rows = audit.entries(session, action=action or None, before=before, limit=PAGE + 1)
    return render("home/log.html", entries=rows[:PAGE], more=len(rows) > PAGE, action=action, head=audit.head(session))


assert overview  # noqa: S101 - importing it registers its panel
