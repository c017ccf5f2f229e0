"""Confirm that it is you: the second step of the log-in, and again before an identity is shown."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.accounts import cookie, proofs, sessions
from casework.accounts.factor_forms import PasswordAgainForm
from casework.accounts.models import Account, LoginSession
from casework.errors import Invalid
from casework.i18n import _
from casework.web import apply_errors, current_actor, get_session, needs, render, safe_next, settings

bp = Blueprint("confirm", __name__, url_prefix="/confirm")


@bp.route("", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_OWN)
def ask() -> ResponseReturnValue:
    """Prove a second factor (without one: the password), then go on where one was."""
    writing, actor, form = get_session(), current_actor(), PasswordAgainForm()
    account, row = writing.get_one(Account, actor.key), writing.get_one(LoginSession, actor.session_id)
    target = safe_next(request.args.get("next"), url_for("home.index"))
    if form.validate_on_submit():
        try:
            good = proofs.prove_password(
                writing, settings(), account, form.password.data, network=request.remote_addr or ""
            )
        except Invalid as problem:
            apply_errors(form, problem)
            return render("accounts/confirm.html", form=form), 429
        if good:
            token = sessions.confirm(writing, settings(), row, by="password")
        writing.commit()
        if good:
            if token:
                cookie.give(token)
            return redirect(target)
        form.form_errors.append(_("The password is wrong."))
    return render("accounts/confirm.html", form=form), 422 if form.is_submitted() else 200
