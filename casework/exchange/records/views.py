"""Records as data, for the supervisors of a case: see what may go to whom, have it made, fetch it."""

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col

from casework.access import Permission
from casework.accounts.models import Recipient
from casework.accounts.services import get_recipient, names_of
from casework.db import now
from casework.dossiers.composing import recipients
from casework.dossiers.unsearchable import people_unsearchable
from casework.errors import Invalid, NotFound
from casework.evidence.words import size
from casework.exchange.pages import as_zip, body_chosen, name_of, progressing
from casework.exchange.records import jobs, services
from casework.exchange.records.choosing import Chosen, RecordKind, Why
from casework.exchange.records.forms import RecordsForm
from casework.exchange.records.models import RecordExport
from casework.i18n import _
from casework.storage import open_store
from casework.vault import vault_of
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

__all__ = ["bp", "jobs"]  # the worker is known with this module

bp = Blueprint("records", __name__, url_prefix="/cases/<case_ref>/data")
MOST_SHOWN = 200


def _find(ref: str) -> RecordExport:
    return services.find_export(get_session(), current_actor(), case=g.case, reference=ref)


@bp.get("")
@needs(Permission.BAG_MAKE)
def index(case_ref: str) -> ResponseReturnValue:
    """The exports of a case, newest first."""
    session = get_session()
    statement = services.exports_listed(session, current_actor(), g.case)
    shown = page(session, statement, key=col(RecordExport.id), after=request.args.get("after", type=int), size=25)
    bodies = {body.key: name_of(body) for body in recipients(session)}
    return render("records/index.html", page=shown, bodies=bodies, now=now())


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.BAG_MAKE, fresh_factor=True)
def new(case_ref: str) -> ResponseReturnValue:
    """Choose a body, see how much would go to it and what would stay and why, and have the export made."""
    session, actor, form = get_session(), current_actor(), RecordsForm(formdata=typed_formdata())
    (chosen, body), vault = body_chosen(form), vault_of(settings())
    if form.validate_on_submit():
        try:
            export = services.start_export(
                session, actor, vault, case=g.case, recipient=get_recipient(session, chosen), asked=form.asked,
                is_vouched=bool(form.names_checked.data),
            )  # fmt: skip
            return saved(url_for("records.show", case_ref=case_ref, ref=export.reference))
        except NotFound:
            apply_errors(form, Invalid(fields={"recipient": _("Choose the body that receives it.")}))
        except Invalid as problem:
            apply_errors(form, problem)
    found = _preview(body) if body else None
    unsearchable = people_unsearchable(session, vault, g.case) if body else 0
    answer = render(
        "records/new.html", form=form, body=body, found=found, most=MOST_SHOWN, unsearchable=unsearchable,
        kinds=RecordKind, reasons=Why,
    )  # fmt: skip
    return answer, 422 if form.errors else 200


def _preview(body: Recipient) -> Chosen:
    with read_only() as seeing:  # sees everything, so that everybody's consent is asked; what is hidden is not shown
        return services.preview(seeing, current_actor(), case=g.case, recipient=body)


@bp.get("/<ref>")
@needs(Permission.BAG_MAKE)
def show(case_ref: str, ref: str) -> ResponseReturnValue:
    """One export: how far it is, or how much is in it. htmx asks for the progress alone."""
    session, export = get_session(), _find(ref)
    return progressing(
        "records/show.html", services.job_of(session, export), export=export, size=size, kinds=RecordKind, reasons=Why,
        here=url_for("records.show", case_ref=case_ref, ref=ref), failed=_("The export cannot be made"),
        body=name_of(session.get_one(Recipient, export.recipient_id)),
        is_expired=export.expires_at is not None and now() >= export.expires_at,
        names=names_of(session, {export.built_by} if export.built_by else set()),
    )  # fmt: skip


@bp.get("/<ref>/records.zip")
@needs(Permission.BAG_MAKE, writes=True, fresh_factor=True)
def download(case_ref: str, ref: str) -> ResponseReturnValue:
    """The export as one file; consent is asked again, and the log has an entry."""
    session, export = get_session(), _find(ref)
    with read_only() as seeing:
        made = services.hand_out(session, current_actor(), open_store(settings()), export=export, seeing=seeing)
    commit_download()
    return as_zip(made)
