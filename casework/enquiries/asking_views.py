"""Requests for information as a receiving body sees them: its own, with their state and what was answered."""

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col

from casework.access import Permission
from casework.accounts.services import names_of
from casework.dossiers import delivery
from casework.dossiers.models import DossierVersion
from casework.enquiries import asking, panels, sealing
from casework.enquiries.forms import AskForm
from casework.enquiries.models import InformationRequest
from casework.enquiries.states import RequestState
from casework.errors import Invalid, Unavailable
from casework.i18n import _
from casework.i18n.labels import label
from casework.vault import vault_of
from casework.web import (
    apply_errors,
    commit_download,
    current_actor,
    get_session,
    needs,
    page,
    render,
    saved,
    settings,
)
from casework.web.restoring import typed_formdata

__all__ = ["bp", "panels"]  # what the pages of lower floors show is known with this module

bp = Blueprint("asking", __name__, url_prefix="/dossiers")
STATES = (RequestState.OPEN, RequestState.ANSWERED, RequestState.DECLINED)


@bp.get("/requests")
@needs(Permission.DOSSIER_RECEIVE)
def index() -> ResponseReturnValue:
    """The requests of the reader's body, newest first."""
    session, actor = get_session(), current_actor()
    state = chosen_state(STATES)
    statement = asking.requests_of_body(session, actor, state)
    after = request.args.get("after", type=int)
    shown = page(session, statement, key=col(InformationRequest.id), after=after, size=25)
    names = names_of(session, {row.asked_by for row in shown.items})
    offered = [(one.value, label(one)) for one in STATES]
    return render("enquiries/asked.html", page=shown, state=state, states=offered, names=names)


def chosen_state(offered: tuple[RequestState, ...]) -> RequestState | None:
    """The state that the address asks for, if it is one that is offered."""
    return next((one for one in offered if one.value == request.args.get("state")), None)


@bp.route("/<int:version_id>/requests/new", methods=["GET", "POST"])
@needs(Permission.DOSSIER_RECEIVE)
def new(version_id: int) -> ResponseReturnValue:
    """Ask about a version."""
    session, actor, form = get_session(), current_actor(), AskForm(formdata=typed_formdata())
    version, dossier, _recipient = delivery.find_received(session, actor, version_id)
    if form.validate_on_submit():
        try:
            asked = asking.ask(
                session, actor, vault=vault_of(settings()), version_id=version_id, question=form.question.data or "",
                about=form.about.data or "",
            )  # fmt: skip
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("Your request %(reference)s was sent.", reference=asked.reference))
            return saved(url_for("asking.show", request_id=asked.key))
    answer = render("enquiries/ask.html", form=form, sent=version, dossier=dossier)
    return answer, 422 if form.errors else 200


@bp.get("/requests/<int:request_id>")
@needs(Permission.DOSSIER_RECEIVE, writes=True)
def show(request_id: int) -> ResponseReturnValue:
    """One request: what was asked, its state, the replies. That replies were read is written to the log."""
    session, actor, vault = get_session(), current_actor(), vault_of(settings())
    asked = asking.find_own(session, actor, request_id)
    replies = asking.read_replies(session, actor, vault, asked)
    version = session.get_one(DossierVersion, asked.dossier_version_id)
    supplements = [one.supplement.dossier_id for one in replies if one.supplement]
    dossiers = delivery.dossiers_by_id(session, {asked.dossier_id, *supplements})
    values = {
        "asked": asked, "replies": replies, "sent": version, "dossiers": dossiers, "question": words(asked),
        "names": names_of(session, {asked.asked_by}),
    }  # fmt: skip
    commit_download()
    return render("enquiries/own.html", **values)


def words(asked: InformationRequest) -> str:
    """The question, or why it cannot be shown now."""
    try:
        return sealing.unseal(vault_of(settings()), asked)
    except Unavailable as problem:
        return str(problem.message)
