"""Confirm that it is you: the second step of the log-in, and again before an identity is shown."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.accounts import cookie, news, passkeys, proofs, sessions
from casework.accounts.factor_forms import ConfirmForm
from casework.accounts.factors import Factors, factors_of
from casework.accounts.own import Me, me
from casework.errors import Invalid
from casework.i18n import _
from casework.web import apply_errors, needs, render, safe_next, settings

bp = Blueprint("confirm", __name__, url_prefix="/confirm")


@bp.route("", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_OWN, writes=True)
def ask() -> ResponseReturnValue:
    """Prove a second factor (without one: the password), then go on where one was."""
    reader, form = me(), ConfirmForm()
    held, status = factors_of(reader.writing, reader.account), 200
    if form.validate_on_submit():
        try:
            by = _proved(reader, held, form)
            if by:
                return _go_on(reader, by)
            form.form_errors.append(_("This did not match. A code is good for half a minute, and only once."))
        except Invalid as problem:
            apply_errors(form, problem)
            status = 429
    status = max(status, 422 if form.is_submitted() else 200)
    site = reader.site
    options = passkeys.confirm_options(reader.writing, reader.account, reader.row, site) if site else None
    reader.writing.commit()
    first = reader.row.second_factor_at is None
    return render("accounts/confirm.html", form=form, held=held, options=options, first=first), status


def _proved(reader: Me, held: Factors, form: ConfirmForm) -> str | None:
    """What the answer proves, if anything. Raises Throttled."""
    about = (reader.writing, settings(), reader.account)
    if not held:
        good = proofs.prove_password(*about, form.password.data or "", network=reader.network)
        return proofs.PASSWORD if good else None
    if form.passkey_answer.data and reader.site:
        answer = form.passkey_answer.data
        good = proofs.prove_passkey(*about, answer, row=reader.row, site=reader.site, network=reader.network)
        return proofs.PASSKEY if good else None
    return proofs.prove_code(*about, form.one_time_code.data or "", network=reader.network)


def _go_on(reader: Me, by: str) -> ResponseReturnValue:
    """To where one was; at log-in under a new token, told what happened to the account meanwhile."""
    token = sessions.confirm(reader.writing, settings(), reader.row, by=by)
    told = news.since_last_log_in(reader.writing, reader.account, reader.row) if token else []
    reader.writing.commit()
    if token:
        cookie.give(token)
    for text in told:
        flash(text, "warning")
    return redirect(safe_next(request.args.get("next"), url_for("home.index")))
