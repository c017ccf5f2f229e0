"""The identity: asked for with a reason, shown once on an answer that nobody stores, written without being read."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.errors import Invalid, Unavailable
from casework.i18n import _
from casework.vault import Condition
from casework.web import apply_errors, current_actor, get_session, needs, render, saved
from casework.witnesses import identity as services
from casework.witnesses.blueprint import bp, find, this_vault
from casework.witnesses.identity_forms import LABELS, IdentityForm
from casework.witnesses.showing import show_identity


@bp.route("/<ref>/identity", methods=["GET", "POST"])
@needs(Permission.IDENTITY_REVEAL, fresh_factor=True)
def identity(case_ref: str, ref: str) -> ResponseReturnValue:
    """Ask for the reason; show the identity once."""
    witness, session, actor, vault = find(ref), get_session(), current_actor(), this_vault()
    state = services.identity_state(session, actor, vault=vault, witness=witness)
    return show_identity(
        witness.subject,
        template="witnesses/identity.html",
        back=url_for("witnesses.show", case_ref=case_ref, ref=ref),
        opening=lambda reason: services.reveal_identity(session, actor, vault=vault, witness=witness, reason=reason),
        witness=witness,
        state=state,
        stored=[label for name, label in LABELS.items() if name in state.fields],
        readable=state.condition is Condition.STORED and not vault.is_sealed,
        is_sealed=vault.is_sealed,
    )


@bp.route("/<ref>/identity/edit", methods=["GET", "POST"])
@needs(Permission.IDENTITY_WRITE)
def write_identity(case_ref: str, ref: str) -> ResponseReturnValue:
    """Add to the identity or erase from it; nothing stored is shown."""
    witness, session, vault = find(ref), get_session(), this_vault()
    state = services.identity_state(session, current_actor(), vault=vault, witness=witness)
    form = IdentityForm()
    form.offer_erasing(state.fields)
    problem = None
    if form.validate_on_submit():
        try:
            services.write_identity(
                session,
                current_actor(),
                vault=vault,
                witness=witness,
                changed=form.entered(),
                erased=form.erase.data or [],
            )
            flash(_("The vault has it."))
            return saved(url_for("witnesses.show", case_ref=case_ref, ref=ref))
        except Invalid as wrong:
            apply_errors(form, wrong)
        except Unavailable as error:
            problem = str(error.message)
    html = render(
        "witnesses/identity_edit.html",
        witness=witness,
        form=form,
        state=state,
        problem=problem,
        is_sealed=vault.is_sealed,
    )
    return html, 503 if problem else 422 if request.method == "POST" else 200
