"""One more step of verification, and preparing the copies for viewing again."""

from flask import flash, g, redirect, request
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.errors import Invalid
from casework.evidence import preparing, verification
from casework.evidence.blueprint import address, bp, exhibit_of
from casework.evidence.verification_forms import QUESTIONS, VerificationForm
from casework.i18n import _
from casework.vocabulary import VerificationAspect, VerificationState
from casework.web import apply_errors, current_actor, get_session, needs, render, saved, settings


@bp.route("/<ref>/verification/new", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_EDIT)
def verification_step(case_ref: str, ref: str) -> ResponseReturnValue:
    """Say what a look at source, content or technical data found, and how it was looked at."""
    exhibit = exhibit_of(ref)
    form = VerificationForm(data={"aspect": request.args.get("aspect", "")})
    if form.validate_on_submit():
        try:
            verification.record_step(
                get_session(), current_actor(), case=g.case, exhibit=exhibit,
                aspect=VerificationAspect(form.aspect.data), state=VerificationState(form.state.data),
                method=form.method.data or "", grounds=form.grounds.data or "",
            )  # fmt: skip
            return saved(address(exhibit) + "#verification")
        except Invalid as problem:
            apply_errors(form, problem)
    status = 422 if form.errors else 200
    return render("evidence/verification.html", form=form, exhibit=exhibit, questions=QUESTIONS), status


@bp.post("/<ref>/prepare")
@needs(Permission.EVIDENCE_VERIFY)
def prepare(case_ref: str, ref: str) -> ResponseReturnValue:
    """Scan the file again, and make the copies for viewing that are missing."""
    exhibit, session = exhibit_of(ref), get_session()
    if preparing.prepare_later(session, settings(), exhibit) is not None:
        flash(_("This is done in the background. Open the page again in a moment."), "good")
        session.commit()
    else:
        flash(_("There is nothing to do: no virus scanner is set up, and this is no recording."), "warn")
    return redirect(address(exhibit) + "#file")
