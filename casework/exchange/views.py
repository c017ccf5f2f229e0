"""Bags inside a case, for its supervisors: see what may go to whom, make one, fetch it, record that it was given."""

from typing import Any

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col

from casework.access import Permission
from casework.accounts.models import Recipient
from casework.accounts.services import get_recipient, names_of
from casework.db import now
from casework.dossiers.composing import recipients
from casework.errors import Invalid, NotFound
from casework.evidence.words import size
from casework.exchange import bundles, jobs, panels, services
from casework.exchange.bundling import Bundle
from casework.exchange.choosing import Choice
from casework.exchange.forms import BagForm, HandedOverForm
from casework.exchange.models import Bag, BundleReceipt
from casework.exchange.pages import as_zip, body_chosen, name_of, progressing
from casework.i18n import _
from casework.jobs.models import JobState
from casework.storage import open_store
from casework.web import (
    apply_errors,
    commit_download,
    current_actor,
    get_session,
    needs,
    page,
    read_only,
    render,
    saved,
    settings,
)
from casework.web.restoring import typed_formdata

__all__ = ["bp", "jobs", "panels"]  # the worker and the pages of lower floors are known with this module

bp = Blueprint("bags", __name__, url_prefix="/cases/<case_ref>/bags")
MOST_SHOWN = 500


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
    chosen, body = body_chosen(form)
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
    session, bundled = get_session(), _bundled(bag)
    job, is_expired = services.job_of(session, bag), bag.expires_at is not None and now() >= bag.expires_at
    is_over = is_expired or (job is not None and job.state in (JobState.FAILED, JobState.REFUSED))
    return progressing(
        "bags/show.html", job, 422 if form.errors else 200, bag=bag, size=size, form=form,
        here=url_for("bags.show", case_ref=g.case.reference, ref=bag.reference), failed=_("The bag cannot be made"),
        body=name_of(session.get_one(Recipient, bag.recipient_id)), most=MOST_SHOWN,
        is_expired=is_expired, anew=_anew(bag, bundled["of"]) if is_over else None, **bundled,
    )  # fmt: skip


def _anew(bag: Bag, of: Bundle | None) -> str:
    """Where another one of the same kind is made."""
    at: dict[str, Any] = {"case_ref": g.case.reference}
    if of is not None:
        return url_for("bags.new_bundle", dossier_ref=of.dossier, number=of.version, **at)
    return url_for("bags.new", recipient=get_session().get_one(Recipient, bag.recipient_id).slug, **at)


def _bundled(bag: Bag) -> dict[str, Any]:
    """What the page says of a bundle: of which version, whether it is offered, who fetched it."""
    session, row = get_session(), bundles.row_of(get_session(), bag)
    after = request.args.get("after", type=int)
    shown = (
        page(session, bundles.receipts(row), key=col(BundleReceipt.id), after=after, descending=False) if row else None
    )
    receipts = shown.items if shown else ()
    people = {bag.built_by, row.offered_by if row else None, *(one.account_id for one in receipts)}
    names = names_of(session, {one for one in people if one is not None})
    return {"bundle": row, "of": bundles.bundle_for(session, bag), "receipts": shown, "names": names}


@bp.get("/<ref>/bag.zip")
@needs(Permission.BAG_MAKE, writes=True, fresh_factor=True)
def download(case_ref: str, ref: str) -> ResponseReturnValue:
    """The bag as one file; consent is asked again, and each exhibit's chain of custody gets an event."""
    session, bag = get_session(), _find(ref)
    with read_only() as seeing:
        made = services.hand_out(session, current_actor(), open_store(settings()), bag=bag, seeing=seeing)
    commit_download()
    return as_zip(made)


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
