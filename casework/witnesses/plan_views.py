"""The protection plan of a witness: what holds, how it came to that, and a new assessment."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.accounts.services import names_of
from casework.errors import Invalid, Stale
from casework.i18n import _
from casework.vault import IdentityField
from casework.vocabulary import ProtectionMeasure, Threat
from casework.web import apply_errors, current_actor, get_session, needs, render, saved
from casework.witnesses import consents, identity, plans
from casework.witnesses.blueprint import bp, find, this_case, this_vault
from casework.witnesses.plan_forms import PlanForm
from casework.witnesses.words import stored_rows, words_for


@bp.get("/<ref>/protection")
@needs(Permission.WITNESS_VIEW)
def protection(case_ref: str, ref: str) -> ResponseReturnValue:
    """What holds now, and every assessment, newest first."""
    session, actor, witness = get_session(), current_actor(), find(ref)
    rows = plans.plans_of(session, actor, witness=witness)
    state = identity.identity_state(session, actor, vault=this_vault(), witness=witness)
    return render(
        "witnesses/protection.html",
        witness=witness,
        plans=[(row, words_for(row.threats, Threat), words_for(row.measures, ProtectionMeasure)) for row in rows],
        measures=words_for(witness.protection_measures, ProtectionMeasure),
        names=names_of(session, {row.assessed_by for row in rows if row.assessed_by}),
        has_safe_contact=bool({IdentityField.SAFE_CHANNEL, IdentityField.SAFE_HOURS} & state.fields),
        today=consents.today_in(this_case().time_zone),
    )


@bp.route("/<ref>/protection/new", methods=["GET", "POST"])
@needs(Permission.WITNESS_EDIT)
def assess(case_ref: str, ref: str) -> ResponseReturnValue:
    """Assess the risk anew; a stale save shows what somebody else has saved."""
    session, witness, today = get_session(), find(ref), consents.today_in(this_case().time_zone)
    form = PlanForm() if request.method == "POST" else PlanForm.of(witness)
    stored = None
    if request.method == "GET":
        form.assessed_on.data = today
    if form.validate_on_submit():
        try:
            plans.assess(
                session, current_actor(), witness=witness, version=form.seen_version, assessment=form.assessment(),
                today=today,
            )  # fmt: skip
            flash(_("The assessment was recorded. It holds from now on."))
            return saved(url_for("witnesses.protection", case_ref=case_ref, ref=ref))
        except Invalid as problem:
            apply_errors(form, problem)
        except Stale:
            stored = stored_rows(witness)
            form.version.data = str(witness.version)
    status = 409 if stored else 422 if form.errors else 200
    return render("witnesses/protection_new.html", witness=witness, form=form, stored=stored), status
