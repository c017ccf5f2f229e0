"""The chain of custody and the integrity of an exhibit: record, check, release, submit for review."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import flash, g, redirect
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.errors import Invalid
from casework.evidence import custody, fixity, submission
from casework.evidence.blueprint import address, bp, exhibit_of, the_store
from casework.evidence.forms import HandlingForm, ReleaseForm
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.web import apply_errors, current_actor, get_session, needs, release_session, render, saved


def _measured(exhibit: Exhibit) -> fixity.Measured:
    """Hash the file now, with no transaction open."""
    release_session()
    return fixity.measure(the_store(), fixity.held(exhibit))


@bp.route("/<ref>/custody/new", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_HANDOVER)
def handle(case_ref: str, ref: str) -> ResponseReturnValue:
    """Record one more event. The file is hashed first, so that the event proves its state at that moment."""
    exhibit = exhibit_of(ref)
    form = HandlingForm(data={"at": datetime.now(ZoneInfo(g.case.time_zone)).replace(tzinfo=None)})
    if form.validate_on_submit():
        measured = _measured(exhibit) if exhibit.sha256 else None
        session, actor = get_session(), current_actor()
        try:
            digest = measured.digest if measured and measured.digest != fixity.MISSING else ""
            handling = form.handling(g.case.time_zone)
            custody.record_handling(session, actor, exhibit=exhibit, handling=handling, measured=digest)
            if measured and not measured.is_sound:
                fixity.quarantine(session, actor, exhibit=exhibit, measured=measured)
            return saved(address(exhibit) + "#custody")
        except Invalid as problem:
            apply_errors(form, problem)
    return render("evidence/custody.html", form=form, exhibit=exhibit), 422 if form.errors else 200


@bp.post("/<ref>/verify")
@needs(Permission.EVIDENCE_VERIFY)
def verify(case_ref: str, ref: str) -> ResponseReturnValue:
    """Hash the file again, now."""
    exhibit = exhibit_of(ref)
    if exhibit.sha256:
        measured = _measured(exhibit)
        session = get_session()
        sound = fixity.record_check(session, current_actor(), exhibit=exhibit, measured=measured)
        session.commit()
        if sound:
            flash(_("The file is what it was when it was registered."), "good")
        else:
            flash(_("The file is not what was registered. The exhibit is in quarantine."), "bad")
    return redirect(address(exhibit) + "#file")


@bp.post("/<ref>/release")
@needs(Permission.EVIDENCE_RELEASE)
def release(case_ref: str, ref: str) -> ResponseReturnValue:
    """End the quarantine of an exhibit whose file is sound again."""
    exhibit, form = exhibit_of(ref), ReleaseForm()
    if not form.validate_on_submit():
        flash(_("Say why the quarantine ends."), "bad")
        return redirect(address(exhibit) + "#file")
    measured = _measured(exhibit)
    fixity.release(get_session(), current_actor(), exhibit=exhibit, measured=measured, reason=form.reason.data)
    flash(_("The quarantine has ended."), "good")
    return saved(address(exhibit))


@bp.post("/<ref>/submit")
@needs(Permission.REVIEW_SUBMIT)
def submit(case_ref: str, ref: str) -> ResponseReturnValue:
    """Hand the exhibit to a reviewer, who is somebody else."""
    exhibit = exhibit_of(ref)
    submission.submit_exhibit(get_session(), current_actor(), exhibit=exhibit)
    flash(_("Submitted for review."), "good")
    return saved(address(exhibit))
