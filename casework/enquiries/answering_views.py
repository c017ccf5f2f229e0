"""Requests for information inside a case, for its supervisors: see them, write a reply, send or return it."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col

from casework.access import Permission
from casework.accounts.models import Recipient
from casework.accounts.services import names_of
from casework.dossiers.composing import recipients
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.unsearchable import people_unsearchable
from casework.enquiries import answering, checking, sealing
from casework.enquiries.asking_views import chosen_state, words
from casework.enquiries.forms import ReplyForm, ReturnForm, SendForm
from casework.enquiries.models import InformationReply, InformationRequest
from casework.enquiries.states import ReplyKind, RequestState
from casework.errors import Invalid, Unavailable
from casework.i18n import _, current_language
from casework.i18n.labels import choices
from casework.vault import Tampered, VaultSealed, vault_of
from casework.web import apply_errors, current_actor, get_session, needs, page, render, saved, settings
from casework.web.restoring import typed_formdata

bp = Blueprint("requests", __name__, url_prefix="/cases/<case_ref>/requests")


def _find(ref: str) -> InformationRequest:
    return answering.find_request(get_session(), current_actor(), case=g.case, reference=ref)


def _name(body: Recipient) -> str:
    return body.name_ar if current_language() == "ar" and body.name_ar else body.name


@bp.get("")
@needs(Permission.DOSSIER_BUILD)
def index(case_ref: str) -> ResponseReturnValue:
    """The requests about the case's dossiers, newest first, by state and by what they are about."""
    session, state = get_session(), chosen_state(tuple(RequestState))
    asked_for = request.args.get("q", "").strip()[:60]
    statement = answering.requests_of_case(session, current_actor(), g.case, state=state, words=asked_for)
    after = request.args.get("after", type=int)
    shown = page(session, statement, key=col(InformationRequest.id), after=after, size=25)
    bodies = {body.key: _name(body) for body in recipients(session)}
    return render(
        "enquiries/index.html", page=shown, bodies=bodies, state=state, states=choices(RequestState), words=asked_for
    )


@bp.get("/<ref>")
@needs(Permission.DOSSIER_BUILD)
def show(case_ref: str, ref: str) -> ResponseReturnValue:
    """One request with everything that was written in reply."""
    return _shown(_find(ref))


@bp.post("/<ref>/reply")
@needs(Permission.DOSSIER_BUILD)
def reply(case_ref: str, ref: str) -> ResponseReturnValue:
    """Write a reply; somebody else sends it."""
    session, asked, form = get_session(), _find(ref), _reply_form(_find(ref))
    if form.validate_on_submit():
        try:
            answering.write_reply(
                session, current_actor(), vault=vault_of(settings()), request=asked, kind=ReplyKind(form.kind.data),
                text=form.text.data or "", supplement=form.supplement.data or "",
            )  # fmt: skip
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("Your reply was kept. Somebody else has to read and send it."))
            return saved(url_for("requests.show", case_ref=case_ref, ref=ref))
    return _shown(asked, form=form)


@bp.post("/<ref>/send")
@needs(Permission.DOSSIER_ISSUE)
def send(case_ref: str, ref: str) -> ResponseReturnValue:
    """Send what somebody else wrote."""
    form = SendForm()
    answering.send_reply(
        get_session(), current_actor(), vault=vault_of(settings()), case=g.case, request=_find(ref),
        names_checked=bool(form.names_checked.data),
    )  # fmt: skip
    flash(_("The reply was sent: the body reads it on its pages."))
    return saved(url_for("requests.show", case_ref=case_ref, ref=ref))


@bp.post("/<ref>/return")
@needs(Permission.DOSSIER_BUILD)
def send_back(case_ref: str, ref: str) -> ResponseReturnValue:
    """Give a reply back to its writer."""
    session, asked, form = get_session(), _find(ref), ReturnForm(formdata=typed_formdata())
    if form.validate_on_submit():
        try:
            answering.return_reply(session, current_actor(), request=asked, reason=form.reason.data or "")
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("The reply was returned. It went nowhere."))
            return saved(url_for("requests.show", case_ref=case_ref, ref=ref))
    return _shown(asked, back=form)


def _reply_form(asked: InformationRequest, **data: Any) -> ReplyForm:
    form = ReplyForm(formdata=typed_formdata(), **data)
    rows = answering.supplements(get_session(), current_actor(), asked)
    form.offer([(row.reference, f"{row.reference} {row.title}") for row in rows])
    return form


def _shown(
    asked: InformationRequest, *, form: ReplyForm | None = None, back: ReturnForm | None = None
) -> ResponseReturnValue:
    session, actor = get_session(), current_actor()
    replies = answering.replies_to(session, asked)
    question = words(asked)
    people = {asked.asked_by, *(row.written_by for row in replies), *(row.sent_by for row in replies if row.sent_by)}
    supplements = {row.key: row for row in answering.supplements(session, actor, asked)}
    status = 422 if (form and form.errors) or (back and back.errors) else 200
    return render(
        "enquiries/show.html", asked=asked, question=question, replies=replies, texts=_texts(replies),
        waiting=next((row for row in replies if row.sent_at is None and row.returned_at is None), None),
        names=names_of(session, people), body=session.get_one(Recipient, asked.recipient_id), supplements=supplements,
        about=session.get_one(DossierVersion, asked.dossier_version_id),
        dossier=session.get_one(Dossier, asked.dossier_id), named=_named(question),
        form=form or _reply_form(asked), back=back or ReturnForm(formdata=None), send_form=SendForm(formdata=None),
        unsearchable=people_unsearchable(session, vault_of(settings()), g.case), kinds=ReplyKind,
    ), status  # fmt: skip


def _texts(replies: Sequence[InformationReply]) -> dict[int, str]:
    return {row.key: _text(row) for row in replies}


def _text(row: InformationReply) -> str:
    try:
        return sealing.unseal(vault_of(settings()), row)
    except Unavailable as problem:
        return str(problem.message)


def _named(question: str) -> list[str]:
    """Whom the question seems to name, as far as the reader may know of them."""
    session, actor = get_session(), current_actor()
    try:
        found = checking.names_in(session, vault_of(settings()), g.case, question)
    except (VaultSealed, Tampered):
        return []
    return sorted(found - checking.hidden_codes(session, actor, g.case))
