"""The history of consent: record, withdraw, look back."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.db.engine import empty_write_ahead_log
from casework.errors import Invalid
from casework.i18n import _
from casework.web import apply_errors, current_actor, get_session, needs, render, saved
from casework.web.context import engine
from casework.witnesses import consents, shredding
from casework.witnesses.blueprint import bp, find, this_case, this_vault
from casework.witnesses.consent_forms import LANGUAGES, RecordConsentForm, WithdrawForm
from casework.witnesses.models import Witness
from casework.witnesses.words import bodies, consent_badges, history_rows, scope_lines


def _history_url(case_ref: str, witness: Witness) -> str:
    return url_for("witnesses.consent_history", case_ref=case_ref, ref=witness.reference)


@bp.get("/<ref>/consents")
@needs(Permission.WITNESS_VIEW)
def consent_history(case_ref: str, ref: str) -> ResponseReturnValue:
    """Every record, newest first, as it was written."""
    session, witness = get_session(), find(ref)
    rows = consents.consents_of(session, witness)
    today = consents.today_in(this_case().time_zone)
    badges = consent_badges(witness, consents.history(session, [witness.key])[witness.key], today)
    return render(
        "witnesses/consents.html",
        witness=witness,
        records=history_rows(session, rows),
        badges=badges,
        languages_of_consent=dict(LANGUAGES),
    )


@bp.route("/<ref>/consents/new", methods=["GET", "POST"])
@needs(Permission.CONSENT_RECORD)
def record_consent(case_ref: str, ref: str) -> ResponseReturnValue:
    """Record a consent."""
    session, witness, zone = get_session(), find(ref), this_case().time_zone
    today = consents.today_in(zone)
    before = consents.history(session, [witness.key])[witness.key]
    form = RecordConsentForm(data={"given_on": today} if request.method == "GET" else None)
    form.prepare(bodies(session), first=not before)
    if request.method == "GET" and request.args.get("renew") == "1":
        form.repeat(consents.consents_of(session, witness))
    if form.validate_on_submit():
        try:
            consents.record_consent(session, current_actor(), witness=witness, given=form.given(), zone=zone)
            flash(_("The consent was recorded."))
            return saved(_history_url(case_ref, witness))
        except Invalid as problem:
            apply_errors(form, problem)
    standing = {line.name: line for line in scope_lines(before, today)} if before else {}
    html = render(
        "witnesses/consent_new.html",
        witness=witness,
        form=form,
        standing=standing,
        is_child=witness.age_band.is_child,
    )
    return html, 422 if form.errors else 200


@bp.route("/<ref>/consents/withdraw", methods=["GET", "POST"])
@needs(Permission.CONSENT_RECORD)
def withdraw_consent(case_ref: str, ref: str) -> ResponseReturnValue:
    """Take consent back."""
    session, witness, zone = get_session(), find(ref), this_case().time_zone
    form = WithdrawForm(data={"withdrawn_on": consents.today_in(zone)} if request.method == "GET" else None)
    if form.validate_on_submit() and form.confirms(witness.reference):
        try:
            _row, is_done = shredding.withdraw(
                session,
                current_actor(),
                vault=this_vault(),
                witness=witness,
                on=form.withdrawn_on.data,
                scopes=form.scopes.data or [],
                not_recallable=form.not_recallable.data or "",
                zone=zone,
            )
            flash(_("The consent was withdrawn. It holds at once."))
            if not is_done:
                flash(_("The identity could not be destroyed: the key store does not answer."), "error")
            answer = saved(_history_url(case_ref, witness))
            empty_write_ahead_log(engine())
            return answer
        except Invalid as problem:
            apply_errors(form, problem)
    return render("witnesses/withdraw.html", witness=witness, form=form), 422 if form.errors else 200
