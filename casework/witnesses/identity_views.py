"""The identity: asked for with a reason, shown once on an answer that nobody stores, written without being read."""

from flask import Response, flash, make_response, request, url_for
from flask.typing import ResponseReturnValue

from casework import audit
from casework.access import Permission
from casework.accounts.services import names_of
from casework.errors import Invalid, Unavailable
from casework.i18n import _
from casework.vault import Condition
from casework.web import apply_errors, current_actor, get_session, needs, render, saved
from casework.web.drafts import forget_typed
from casework.web.restoring import typed_formdata
from casework.web.submits import spend
from casework.witnesses import identity as services
from casework.witnesses import known
from casework.witnesses.blueprint import bp, find, this_vault
from casework.witnesses.identity_forms import LABELS, IdentityForm, RevealForm
from casework.witnesses.models import Witness
from casework.witnesses.shown import identity_rows

RECENT = 10


@bp.route("/<ref>/identity", methods=["GET", "POST"])
@needs(Permission.IDENTITY_REVEAL, fresh_factor=True)
def identity(case_ref: str, ref: str) -> ResponseReturnValue:
    """Ask for the reason; show the identity once."""
    witness, form = find(ref), RevealForm(formdata=typed_formdata())
    if form.validate_on_submit():
        try:
            return _shown_once(case_ref, witness, str(form.reason.data))
        except Invalid as problem:
            apply_errors(form, problem)
        except Unavailable as problem:
            return _ask(witness, form, str(problem.message)), 503
    return _ask(witness, form), 422 if form.errors else 200


def _ask(witness: Witness, form: RevealForm, problem: str | None = None) -> str:
    session, vault = get_session(), this_vault()
    state = services.identity_state(session, current_actor(), vault=vault, witness=witness)
    reads = audit.entries(session, subject=witness.subject, action="identity.revealed", limit=RECENT)
    stored = [label for name, label in LABELS.items() if name in state.fields]
    return render(
        "witnesses/identity.html",
        witness=witness,
        form=form,
        state=state,
        stored=stored,
        readable=state.condition is Condition.STORED and not vault.is_sealed,
        is_sealed=vault.is_sealed,
        reads=reads,
        readers=names_of(session, {entry.actor_id for entry in reads if entry.actor_id}),
        problem=problem,
    )


def _shown_once(case_ref: str, witness: Witness, reason: str) -> Response:
    """The log entry is committed before a single name is rendered; the same form sent again shows nothing."""
    session, actor = get_session(), current_actor()
    values = services.reveal_identity(session, actor, vault=this_vault(), witness=witness, reason=reason)
    forget_typed(session, actor.key, request.path)
    spend(session, actor.key, url_for("witnesses.identity", case_ref=case_ref, ref=witness.reference))
    session.commit()
    rows = identity_rows(values)
    response = make_response(render("witnesses/revealed.html", witness=witness, rows=rows))
    response.headers["Cache-Control"] = "no-store, max-age=0"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


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
            if known.is_perhaps_known(session, vault, witness):
                flash(_("This person has perhaps given an account before; ask your supervisor."), "warning")
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
