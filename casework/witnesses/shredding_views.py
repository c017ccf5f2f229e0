"""The page that destroys an identity."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.db.engine import empty_write_ahead_log
from casework.errors import Unavailable
from casework.i18n import _
from casework.vault import IdentityField
from casework.vocabulary import DestructionReason
from casework.web import current_actor, get_session, needs, render, saved, settings
from casework.web.context import engine
from casework.witnesses import shredding
from casework.witnesses.blueprint import bp, find, this_vault
from casework.witnesses.identity_forms import LABELS
from casework.witnesses.shredding_forms import DestroyForm


@bp.route("/<ref>/identity/destroy", methods=["GET", "POST"])
@needs(Permission.IDENTITY_SHRED, fresh_factor=True)
def destroy_identity(case_ref: str, ref: str) -> ResponseReturnValue:
    """Say what goes and what stays; destroy the identity when the code was typed."""
    session, witness, form, problem = get_session(), find(ref), DestroyForm(), None
    if form.validate_on_submit() and form.confirms(witness.reference):
        try:
            shredding.destroy_identity(
                session,
                current_actor(),
                vault=this_vault(),
                witness=witness,
                reason=DestructionReason(form.reason.data),
                note=form.sealed_note.data or "",
            )
        except Unavailable as error:
            problem = str(error.message)
        else:
            flash(_("The identity of %(code)s is destroyed.", code=ref))
            answer = saved(url_for("witnesses.show", case_ref=case_ref, ref=ref))
            empty_write_ahead_log(engine())
            return answer
    state = this_vault().state(session, witness.identity_owner)
    html = render(
        "witnesses/destroy.html",
        witness=witness,
        form=form,
        problem=problem,
        state=state,
        stored=[str(LABELS[name]) for name in IdentityField if name in state.fields],
        backup_days=settings().backup_days,
    )
    return html, 503 if problem else 422 if form.errors else 200
