"""The list of witnesses, a witness's page, registering and changing one. Codes only."""

from enum import StrEnum
from typing import TypeVar

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col

from casework.access import Permission, can
from casework.accounts.services import names_of
from casework.errors import Invalid, Stale
from casework.i18n import _
from casework.i18n.labels import choices
from casework.vocabulary import ProtectionMeasure, RecipientKind, RiskLevel, Vulnerability
from casework.web import apply_errors, current_actor, get_session, needs, page, render, saved
from casework.witnesses import (
    consent_views,
    consents,
    identity,
    identity_views,
    known,
    plan_views,
    services,
    shredding,
    shredding_views,
)
from casework.witnesses.blueprint import bp, find, this_case, this_vault
from casework.witnesses.destroying import destroyed
from casework.witnesses.forms import WitnessForm
from casework.witnesses.identity_forms import LABELS
from casework.witnesses.models import Witness
from casework.witnesses.services import ConsentState
from casework.witnesses.words import (
    CONSENT_STATES,
    body_lines,
    consent_badges,
    kind_matrix,
    scope_lines,
    stored_rows,
    words_for,
)

Choice = TypeVar("Choice", bound=StrEnum)
__all__ = ["bp", "consent_views", "identity_views", "plan_views", "shredding_views"]


def chosen(name: str, vocabulary: type[Choice]) -> Choice | None:
    """A filter from the address; anything unknown filters nothing."""
    word = request.args.get(name, "")
    return vocabulary(word) if word in list(vocabulary) else None


@bp.get("")
@needs(Permission.WITNESS_VIEW)
def index(case_ref: str) -> ResponseReturnValue:
    """The witnesses of a case, newest first."""
    session = get_session()
    risk, consent = chosen("risk", RiskLevel), chosen("consent", ConsentState)
    statement = services.list_witnesses(session, current_actor(), case=this_case(), risk=risk, consent=consent)
    witnesses = page(session, statement, key=col(Witness.id), after=request.args.get("after", type=int))
    today = consents.today_in(this_case().time_zone)
    records = consents.history(session, [witness.key for witness in witnesses.items])
    badges = {witness.key: consent_badges(witness, records[witness.key], today) for witness in witnesses.items}
    return render(
        "witnesses/index.html",
        page=witnesses,
        badges=badges,
        today=today,
        risk=risk,
        consent=consent,
        risks=choices(RiskLevel),
        states=CONSENT_STATES,
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.WITNESS_EDIT)
def new(case_ref: str) -> ResponseReturnValue:
    """Register a witness: a code first, the identity afterwards, in the vault."""
    form = WitnessForm()
    if form.validate_on_submit():
        try:
            witness = services.register_witness(
                get_session(), current_actor(), case=this_case(), details=form.details()
            )
            flash(_("%(code)s is registered. Now put the name into the vault.", code=witness.reference))
            return saved(url_for("witnesses.write_identity", case_ref=case_ref, ref=witness.reference))
        except Invalid as problem:
            apply_errors(form, problem)
    return render("witnesses/edit.html", form=form, witness=None), 422 if form.errors else 200


@bp.get("/<ref>")
@needs(Permission.WITNESS_VIEW)
def show(case_ref: str, ref: str) -> ResponseReturnValue:
    """One witness: protection, what consent stands, what is stored, what they said."""
    session, witness = get_session(), find(ref)
    today = consents.today_in(this_case().time_zone)
    records = consents.history(session, [witness.key])[witness.key]
    vault, compares = this_vault(), can(session, current_actor(), Permission.WITNESS_COMPARE, witness.subject)
    state = identity.identity_state(session, current_actor(), vault=vault, witness=witness)
    names = names_of(session, {witness.risk_assessed_by} if witness.risk_assessed_by else set())
    return render(
        "witnesses/show.html",
        witness=witness,
        uses=scope_lines(records, today),
        recipients=body_lines(session, records, today),
        kinds=[text for _kind, text in choices(RecipientKind)],
        by_kind=kind_matrix(records, today),
        badges=consent_badges(witness, records, today),
        has_records=bool(records),
        measures=words_for(witness.protection_measures, ProtectionMeasure),
        vulnerabilities=words_for(witness.vulnerabilities, Vulnerability),
        state=state,
        **destroyed(witness),
        is_overdue=shredding.is_overdue(records, state.condition, today),
        is_sealed=vault.is_sealed,
        is_known=known.is_perhaps_known(session, vault, witness),
        known_as=known.known_as(session, current_actor(), vault=vault, witness=witness) if compares else None,
        headings=LABELS,
        assessor=names.get(witness.risk_assessed_by or 0),
        today=today,
    )


@bp.route("/<ref>/edit", methods=["GET", "POST"])
@needs(Permission.WITNESS_EDIT)
def edit(case_ref: str, ref: str) -> ResponseReturnValue:
    """Change the operational half; a stale save shows both."""
    witness = find(ref)
    form = (WitnessForm() if request.method == "POST" else WitnessForm.of(witness)).leave_plan_out()
    stored = None
    if form.validate_on_submit():
        try:
            services.edit_witness(
                get_session(),
                current_actor(),
                witness=witness,
                version=form.seen_version,
                details=form.details(witness),
            )
            flash(_("%(code)s was saved.", code=ref))
            return saved(url_for("witnesses.show", case_ref=case_ref, ref=ref))
        except Invalid as problem:
            apply_errors(form, problem)
        except Stale:
            stored = stored_rows(witness)
            form.version.data = str(witness.version)
    status = 409 if stored else 422 if form.errors else 200
    return render("witnesses/edit.html", form=form, witness=witness, stored=stored), status
