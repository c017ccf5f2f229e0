"""One's own account: the open sessions and the password."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.accounts import services, sessions
from casework.accounts.blueprint import bp
from casework.accounts.factors import factors_of
from casework.accounts.forms import PasswordForm
from casework.accounts.models import Account
from casework.errors import Invalid
from casework.i18n import _, ngettext
from casework.web import apply_errors, current_actor, get_session, needs, render, saved, settings


@bp.get("/account")
@needs(Permission.ACCOUNT_OWN)
def own() -> ResponseReturnValue:
    """One's own account: what proves who one is, and the open sessions."""
    reading, actor = get_session(), current_actor()
    account = reading.get_one(Account, actor.key)
    values = {"held": factors_of(reading, account), "sessions": sessions.own_sessions(reading, settings(), actor)}
    return render("accounts/own.html", own_account=account, this_session=actor.session_id, **values)


@bp.post("/account/sessions/<int:session_id>/end")
@needs(Permission.ACCOUNT_OWN)
def end_session(session_id: int) -> ResponseReturnValue:
    """End one of one's own sessions: a lost or forgotten device."""
    sessions.end_session(get_session(), current_actor(), session_id=session_id)
    flash(_("The session was ended."))
    return saved(url_for("accounts.own"))


@bp.post("/account/sessions/end-others")
@needs(Permission.ACCOUNT_OWN)
def end_other_sessions() -> ResponseReturnValue:
    """End every session but the one in use."""
    ended = sessions.end_other_sessions(get_session(), current_actor())
    flash(ngettext("%(num)s session was ended.", "%(num)s sessions were ended.", ended))
    return saved(url_for("accounts.own"))


@bp.route("/account/password", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_OWN)
def change_password() -> ResponseReturnValue:
    """Change one's own password."""
    writing, actor = get_session(), current_actor()
    account, form = writing.get_one(Account, actor.key), PasswordForm()
    if form.validate_on_submit():
        try:
            services.change_password(
                writing, settings(), actor, account=account, current=form.current.data, new=form.new.data
            )
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("Your password was changed. Your other sessions were ended."))
            return saved(url_for("accounts.own"))
    first = account.must_change_password
    return render("accounts/password.html", form=form, first=first), 422 if form.is_submitted() else 200
