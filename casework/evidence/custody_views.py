"""The chain of custody and the integrity of an exhibit: record, check, release, submit for review."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import flash, g, redirect
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.errors import Invalid
from casework.evidence import custody, fixity, submission
from casework.evidence.blueprint import address, bp, exhibit_of, the_store
from casework.evidence.custody_forms import HandlingForm, ReleaseForm
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.web import apply_errors, current_actor, get_session, needs, release_session, render, saved


def measured(exhibit: Exhibit) -> fixity.Measured:
    """Hash the file now, with no transaction open."""
    release_session()
    return fixity.measure(the_store(), fixity.held(exhibit))


def this_minute() -> datetime:
    """The time that a form proposes: now, in the zone of the case."""
    return datetime.now(ZoneInfo(g.case.time_zone)).replace(second=0, microsecond=0, tzinfo=None)


def digest_of(found: fixity.Measured | None) -> str:
    """What an event carries: "" for a physical item, and for a file that is gone or no longer opens."""
    return "" if found is None else found.found


def set_apart(exhibit: Exhibit, found: fixity.Measured | None) -> None:
    """Into quarantine, when the file is not what was registered."""
    if found is not None and not found.is_sound:
        fixity.quarantine(get_session(), current_actor(), exhibit=exhibit, measured=found)


@bp.route("/<ref>/custody/new", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_HANDOVER)
def handle(case_ref: str, ref: str) -> ResponseReturnValue:
    """Record one more event. The file is hashed first, so that the event proves its state at that moment."""
    exhibit = exhibit_of(ref)
    form = HandlingForm(data={"at": this_minute()})
    if form.validate_on_submit():
        found = measured(exhibit) if exhibit.sha256 else None
        session, actor = get_session(), current_actor()
        try:
            handling, digest = form.handling(g.case.time_zone), digest_of(found)
            custody.record_handling(session, actor, exhibit=exhibit, handling=handling, measured=digest)
            set_apart(exhibit, found)
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
        found = measured(exhibit)
        session = get_session()
        sound = fixity.record_check(session, current_actor(), exhibit=exhibit, measured=found)
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
    found = measured(exhibit)
    fixity.release(get_session(), current_actor(), exhibit=exhibit, measured=found, reason=form.reason.data)
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
