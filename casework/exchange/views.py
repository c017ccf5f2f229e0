"""Bags inside a case, for its supervisors: see what may go to whom, make one, fetch it, record that it was given."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col
from werkzeug.routing import BuildError

from casework.access import Permission
from casework.accounts.models import Recipient
from casework.accounts.services import get_recipient, names_of
from casework.db import now
from casework.dossiers.composing import recipients
from casework.errors import Invalid, NotFound
from casework.evidence.words import size
from casework.exchange import jobs, panels, services
from casework.exchange.choosing import Choice
from casework.exchange.forms import BagForm, HandedOverForm
from casework.exchange.models import Bag
from casework.i18n import _, current_language
from casework.jobs.models import JobState
from casework.storage import open_store
from casework.web import apply_errors, current_actor, get_session, needs, page, read_only, render, saved, settings
from casework.web.restoring import typed_formdata

__all__ = ["bp", "jobs", "panels"]  # the worker and the pages of lower floors are known with this module

bp = Blueprint("bags", __name__, url_prefix="/cases/<case_ref>/bags")
MOST_SHOWN = 500


def name_of(body: Recipient) -> str:
    return body.name_ar if current_language() == "ar" and body.name_ar else body.name


def _find(ref: str) -> Bag:
    return services.find_bag(get_session(), current_actor(), case=g.case, reference=ref)


@bp.get("")
@needs(Permission.BAG_MAKE)
def index(case_ref: str) -> ResponseReturnValue:
    """The bags of a case, newest first."""
    session = get_session()
    statement = services.bags_listed(session, current_actor(), g.case)
    shown = page(session, statement, key=col(Bag.id), after=request.args.get("after", type=int), size=25)
    bodies = {body.key: name_of(body) for body in recipients(session)}
    return render("bags/index.html", page=shown, bodies=bodies, now=now())


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.BAG_MAKE, fresh_factor=True)
def new(case_ref: str) -> ResponseReturnValue:
    """Choose a body, see what would go to it and what would stay, and have the bag made."""
    session, actor, form = get_session(), current_actor(), BagForm(formdata=typed_formdata())
    bodies = recipients(session)
    form.recipient.choices = [
        ("", _("Choose the body that receives it.")),
        *((one.slug, name_of(one)) for one in bodies),
    ]
    chosen = form.recipient.data or request.args.get("recipient", "")
    body = next((one for one in bodies if one.slug == chosen), None)
    if not form.is_submitted():
        form.recipient.data, form.language.data = chosen, form.language.data or current_language()
    if form.validate_on_submit():
        try:
            bag = services.start_bag(
                session, actor, case=g.case, recipient=get_recipient(session, chosen),
                language=form.language.data, is_checked=bool(form.files_checked.data),
            )  # fmt: skip
            return saved(url_for("bags.show", case_ref=case_ref, ref=bag.reference))
        except NotFound:
            apply_errors(form, Invalid(fields={"recipient": _("Choose the body that receives it.")}))
        except Invalid as problem:
            apply_errors(form, problem)
    found = _preview(body) if body else None
    answer = render("bags/new.html", form=form, body=body, found=found, most=MOST_SHOWN, size=size, told=services.told)
    return answer, 422 if form.errors else 200


def _preview(body: Recipient) -> Choice:
    with read_only() as seeing:  # sees everything, so that everybody's consent is asked; what is hidden is not shown
        return services.preview(seeing, current_actor(), case=g.case, recipient=body)


@bp.get("/<ref>")
@needs(Permission.BAG_MAKE)
def show(case_ref: str, ref: str) -> ResponseReturnValue:
    """One bag: how far it is, or what is in it. htmx asks for the progress alone."""
    return _shown(_find(ref), HandedOverForm())


def _shown(bag: Bag, form: HandedOverForm) -> ResponseReturnValue:
    session = get_session()
    job = services.job_of(session, bag)
    working = job is not None and job.state in services.UNDER_WAY
    causes = [{**cause, "url": mend(cause)} for cause in (job.result.get("causes", []) if job else [])]
    inner = request.headers.get("HX-Request") == "true" and working
    body = session.get_one(Recipient, bag.recipient_id)
    answer = render(
        "bags/_progress.html" if inner else "bags/show.html", bag=bag, job=job, working=working, causes=causes, size=size,
        body=name_of(body), states=JobState, form=form, most=MOST_SHOWN,
        is_expired=bag.expires_at is not None and now() >= bag.expires_at,
        names=names_of(session, {bag.built_by} if bag.built_by else set()),
    )  # fmt: skip
    response = Response(answer, 422 if form.errors else 200)
    if working and not inner:
        response.headers["Refresh"] = "4"  # for browsers without JavaScript
    if request.headers.get("HX-Request") == "true" and not working:
        response.headers["HX-Refresh"] = "true"
    return response


def mend(cause: Mapping[str, Any]) -> str | None:
    """The address where a cause can be mended, if there is such a page."""
    if not cause.get("endpoint"):
        return None
    try:
        return url_for(str(cause["endpoint"]), **cause.get("values", {}))
    except BuildError:
        return None


@bp.get("/<ref>/bag.zip")
@needs(Permission.BAG_MAKE, writes=True, fresh_factor=True)
def download(case_ref: str, ref: str) -> ResponseReturnValue:
    """The bag as one file; consent is asked again, and each exhibit's chain of custody gets an event."""
    session, bag = get_session(), _find(ref)
    with read_only() as seeing:
        made = services.hand_out(session, current_actor(), open_store(settings()), bag=bag, seeing=seeing)
    if request.method == "HEAD":
        session.rollback()
    session.commit()
    response = Response(made.chunks if request.method != "HEAD" else b"", mimetype="application/zip")
    response.content_length = made.size
    response.headers.set("Content-Disposition", "attachment", filename=made.filename)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@bp.post("/<ref>/handed-over")
@needs(Permission.BAG_MAKE)
def handed_over(case_ref: str, ref: str) -> ResponseReturnValue:
    """Record that the bag reached its body."""
    session, bag, form = get_session(), _find(ref), HandedOverForm()
    if form.validate_on_submit():
        try:
            services.record_disclosure(session, current_actor(), bag=bag, how=form.how.data or "")
            flash(_("It was written into the chain of custody of every exhibit in the bag."))
            return saved(url_for("bags.show", case_ref=case_ref, ref=ref))
        except Invalid as problem:
            apply_errors(form, problem)
    return _shown(bag, form)
