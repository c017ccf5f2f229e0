"""Log in and out, one's own account, and the administrator's screens."""

from datetime import timedelta

import flask_login
from flask import Blueprint, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.accounts import cookie, services, sessions
from casework.accounts.forms import AccountForm, LoginForm, NewAccountForm, PasswordForm, RecipientForm, ResetForm
from casework.accounts.models import Account, Recipient
from casework.db import write_session
from casework.errors import Invalid, Stale
from casework.i18n import LOCALES, _
from casework.subjects import Role
from casework.vocabulary import RecipientKind
from casework.web import apply_errors, current_actor, get_session, needs, public, render, safe_next, saved, settings
from casework.web.context import engine
from casework.web.restoring import typed_formdata

bp = Blueprint("accounts", __name__)
recipients = Blueprint("recipients", __name__, url_prefix="/recipients")
_YEAR = int(timedelta(days=365).total_seconds())


@bp.route("/login", methods=["GET", "POST"])
@public
def log_in() -> ResponseReturnValue:
    """Log in; the same answer and the same time for an unknown address and a wrong password."""
    target = safe_next(request.args.get("next"), url_for("home.index"))
    if flask_login.current_user.is_authenticated:
        return redirect(target)
    form = LoginForm()
    with write_session(engine()) as writing:
        fresh = not services.any_account(writing)
        if form.validate_on_submit():
            try:
                found = sessions.log_in(
                    writing, settings(), email=form.email.data, password=form.password.data,
                    network=request.remote_addr or "", device=request.user_agent.string,
                )  # fmt: skip
                writing.commit()
            except Invalid as problem:
                apply_errors(form, problem)
                return render("accounts/login.html", form=form, fresh=fresh), 429
            if found is not None:
                cookie.give(found[1])
                return redirect(target)
            form.form_errors.append(_("The e-mail address or the password is wrong."))
    return render("accounts/login.html", form=form, fresh=fresh), 422 if form.is_submitted() else 200


@bp.post("/logout")
@needs(Permission.ACCOUNT_OWN)
def log_out() -> ResponseReturnValue:
    """End this session, here and on the server."""
    writing, actor = get_session(), current_actor()
    if actor.session_id is not None:
        sessions.end_session(writing, actor, session_id=actor.session_id)
    writing.commit()
    flask_login.logout_user()
    session.clear()
    response = redirect(url_for("accounts.log_in"))
    # Not "cookies": that takes those of every application under the same domain; ours is deleted by name.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@bp.get("/language/<language>")
@public
def language(language: str) -> ResponseReturnValue:
    """Choose the language of the screens."""
    response = redirect(safe_next(request.args.get("next"), url_for("home.index")))
    if language in LOCALES:
        secure = settings().secure_cookies
        response.set_cookie("casework_language", language, max_age=_YEAR, httponly=True, samesite="Lax", secure=secure)
    return response


@bp.get("/account")
@needs(Permission.ACCOUNT_OWN)
def own() -> ResponseReturnValue:
    """One's own account and open sessions."""
    reading, actor = get_session(), current_actor()
    account = reading.get_one(Account, actor.key)
    rows = sessions.own_sessions(reading, actor)
    return render("accounts/own.html", own_account=account, sessions=rows, this_session=actor.session_id)


@bp.post("/account/sessions/<int:session_id>/end")
@needs(Permission.ACCOUNT_OWN)
def end_session(session_id: int) -> ResponseReturnValue:
    """End one of one's own sessions: a lost or forgotten device."""
    sessions.end_session(get_session(), current_actor(), session_id=session_id)
    flash(_("The session was ended."))
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


@bp.get("/accounts")
@needs(Permission.ACCOUNT_MANAGE)
def index() -> ResponseReturnValue:
    """All accounts."""
    after = request.args.get("after", 0, type=int)
    rows = services.list_accounts(get_session(), current_actor(), after=after, limit=51)
    return render("accounts/index.html", accounts=rows[:50], more=len(rows) > 50, after=after)


def _offer_recipients(form: AccountForm | NewAccountForm) -> dict[str, Recipient]:
    bodies = {str(body.key): body for body in services.list_recipients(get_session())}
    form.recipient.choices = [("", _("None")), *((key, body.name) for key, body in bodies.items())]
    return bodies


@bp.route("/accounts/new", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_MANAGE, fresh_factor=True)
def new() -> ResponseReturnValue:
    """Make an account."""
    form = NewAccountForm(formdata=typed_formdata())
    bodies = _offer_recipients(form)
    if form.validate_on_submit():
        try:
            account = services.add_account(
                get_session(), settings(), current_actor(), email=form.email.data, name=form.name.data,
                role=Role(form.role.data), password=form.password.data, language=form.language.data,
                recipient=bodies.get(form.recipient.data), must_change_password=True,
            )  # fmt: skip
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("The account was made."))
            return saved(url_for("accounts.edit", account_id=account.key))
    return render("accounts/new.html", form=form), 422 if form.is_submitted() else 200


@bp.route("/accounts/<int:account_id>", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_MANAGE, fresh_factor=True)
def edit(account_id: int) -> ResponseReturnValue:
    """Rename, disable, give another role."""
    writing, actor = get_session(), current_actor()
    account = services.get_account(writing, actor, account_id)
    form = AccountForm(formdata=typed_formdata(), obj=account, data={"recipient": str(account.recipient_id or "")})
    bodies = _offer_recipients(form)
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render("accounts/edit.html", form=form, edited=account, reset=ResetForm(formdata=None)), status
    try:
        services.change_account(
            writing, actor, account=account, name=form.name.data, role=Role(form.role.data),
            recipient=bodies.get(form.recipient.data), is_disabled=form.is_disabled.data, reason=form.reason.data,
            version=int(form.version.data or 0),
        )  # fmt: skip
    except Invalid as problem:
        apply_errors(form, problem)
        return render("accounts/edit.html", form=form, edited=account, reset=ResetForm(formdata=None)), 422
    except Stale:
        form.version.data = str(account.version)
        page = render("accounts/edit.html", form=form, edited=account, stale=True, reset=ResetForm(formdata=None))
        return page, 409
    flash(_("The account was changed."))
    return saved(url_for("accounts.edit", account_id=account.key))


@bp.post("/accounts/<int:account_id>/password")
@needs(Permission.ACCOUNT_MANAGE, fresh_factor=True)
def reset_password(account_id: int) -> ResponseReturnValue:
    """Give an account a new first password."""
    writing, actor = get_session(), current_actor()
    account, form = services.get_account(writing, actor, account_id), ResetForm()
    if form.validate_on_submit():
        try:
            services.reset_password(writing, settings(), actor, account=account, new=form.password.data)
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("The password was reset. All sessions of the account were ended."))
            return saved(url_for("accounts.edit", account_id=account.key))
    blank = AccountForm(formdata=None, obj=account)
    _offer_recipients(blank)
    return render("accounts/edit.html", form=blank, edited=account, reset=form), 422


@recipients.route("", methods=["GET", "POST"], endpoint="index")
@needs(Permission.RECIPIENT_MANAGE)
def list_recipients() -> ResponseReturnValue:
    """The bodies that receive dossiers, and a form for one more."""
    writing, form = get_session(), RecipientForm()
    if form.validate_on_submit():
        try:
            services.add_recipient(
                writing, current_actor(), slug=form.slug.data, name=form.name.data, name_ar=form.name_ar.data or "",
                kind=RecipientKind(form.kind.data),
            )  # fmt: skip
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("The receiving body was added."))
            return saved(url_for("recipients.index"))
    rows = services.list_recipients(writing)
    return render("accounts/recipients.html", form=form, recipients=rows), 422 if form.is_submitted() else 200
