"""A handover's two pages: the giver's, and the receiver's own."""

from flask import flash, g
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from casework.access import Permission
from casework.accounts.services import names_of
from casework.errors import Invalid, NotFound
from casework.evidence import handovers, services
from casework.evidence.blueprint import address, bp, exhibit_of
from casework.evidence.custody_forms import AnswerForm, CallOffForm, HandoverForm
from casework.evidence.custody_views import digest_of, measured, set_apart, this_minute
from casework.evidence.models import CustodyEvent, Exhibit
from casework.i18n import _
from casework.vocabulary import CustodyKind
from casework.web import apply_errors, current_actor, get_session, needs, render, saved
from casework.web.restoring import typed_formdata


@bp.route("/<ref>/handover", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_HANDOVER)
def hand_over(case_ref: str, ref: str) -> ResponseReturnValue:
    """Record the giver's side. The file is hashed first, so that the event proves its state at that moment."""
    session, actor, exhibit = get_session(), current_actor(), exhibit_of(ref)
    form = HandoverForm(formdata=typed_formdata(), data={"at": this_minute()})
    people = handovers.receivers(session, actor, exhibit=exhibit)
    form.receiver.choices = [("", _("Choose")), *((str(account.key), account.name) for account in people)]
    if form.validate_on_submit():
        found = measured(exhibit) if exhibit.sha256 else None
        session = get_session()
        try:
            stated = form.handover(g.case.time_zone)
            handovers.hand_over(session, actor, exhibit=exhibit, handover=stated, measured=digest_of(found))
            set_apart(exhibit, found)
            return saved(address(exhibit) + "#custody")
        except Invalid as problem:
            apply_errors(form, problem)
    return render("evidence/handover.html", form=form, exhibit=exhibit), 422 if form.errors else 200


@bp.route("/<ref>/handover/<int:number>", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_HANDOVER)
def answer(case_ref: str, ref: str, number: int) -> ResponseReturnValue:
    """The receiver's page: what was handed over, and their word on it."""
    session, actor, exhibit = get_session(), current_actor(), exhibit_of(ref)
    event = handovers.get_handover(session, actor, exhibit=exhibit, number=number)
    form = AnswerForm(formdata=typed_formdata(), data={"at": this_minute()})
    if form.validate_on_submit():
        found = measured(exhibit) if exhibit.sha256 else None
        try:
            return _answered(form, exhibit, event, digest_of(found), lambda: set_apart(exhibit, found))
        except Invalid as problem:
            apply_errors(form, problem)
    return _page(exhibit, event, form, CallOffForm(formdata=None)), 422 if form.errors else 200


def _answered(form: AnswerForm, exhibit: Exhibit, event: CustodyEvent, digest: str, afterwards) -> Response:  # type: ignore[no-untyped-def]
    session, actor = get_session(), current_actor()
    said = form.answer(g.case.time_zone, _paper(form.paper.data))
    handovers.answer_handover(session, actor, exhibit=exhibit, number=event.number, answer=said, measured=digest)
    afterwards()
    if said.kind is CustodyKind.RECEIVED:
        flash(_("The receipt is confirmed."), "good")
    else:
        flash(_("The receipt is refused. Whoever handed it over still has it."), "warning")
    return saved(address(exhibit) + "#custody")


@bp.post("/<ref>/handover/<int:number>/call-off")
@needs(Permission.EVIDENCE_HANDOVER)
def call_off(case_ref: str, ref: str, number: int) -> ResponseReturnValue:
    """The handover does not take place."""
    session, actor, exhibit = get_session(), current_actor(), exhibit_of(ref)
    event = handovers.get_handover(session, actor, exhibit=exhibit, number=number)
    form = CallOffForm()
    if not form.validate_on_submit():
        return _page(exhibit, event, AnswerForm(formdata=None, data={"at": this_minute()}), form), 422
    handovers.call_off(session, actor, exhibit=exhibit, number=number, reason=form.reason.data)
    flash(_("The handover is called off."), "good")
    return saved(address(exhibit) + "#custody")


def _paper(typed: str | None) -> Exhibit | None:
    """The exhibit that holds the signed form. Raises Invalid beside the field."""
    reference = (typed or "").strip().upper()
    if not reference:
        return None
    try:
        return services.get_exhibit(get_session(), current_actor(), case=g.case, reference=reference)
    except NotFound:
        raise Invalid(fields={"paper": _("There is no exhibit with this reference in the case.")}) from None


def _page(exhibit: Exhibit, event: CustodyEvent, form: AnswerForm, off: CallOffForm) -> str:
    session, actor = get_session(), current_actor()
    people = {key for key in (event.actor_id, event.receiver_id) if key is not None}
    return render(
        "evidence/answer.html",
        exhibit=exhibit,
        event=event,
        form=form,
        off_form=off,
        names=names_of(session, people),
        reply=handovers.answer_of(session, actor, exhibit=exhibit, number=event.number),
        may_answer=handovers.may_answer(actor, event),
        may_call_off=handovers.may_call_off(session, actor, exhibit, event),
    )
