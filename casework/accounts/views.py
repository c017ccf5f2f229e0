"""Log in and out, the language, and the bodies that receive dossiers."""

from datetime import timedelta

import flask_login
from flask import Blueprint, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.accounts import admin_views, age_keys, body_keys, cookie, own_views, services, sessions
from casework.accounts.blueprint import bp
from casework.accounts.forms import BodyDaysForm, BodyKeysForm, LoginForm, RecipientForm
from casework.accounts.models import Account, Recipient
from casework.db import write_session
from casework.errors import Invalid, Stale
from casework.i18n import LOCALES, _
from casework.vocabulary import RecipientKind
from casework.web import (
    apply_errors,
    current_actor,
    get_session,
    needs,
    public,
    read_only,
    render,
    safe_next,
    saved,
    settings,
)
from casework.web.context import engine
from casework.web.cookies import cookie_name
from casework.web.restoring import typed_formdata

__all__ = ["admin_views", "bp", "own_views", "recipients"]

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
    if not form.validate_on_submit():
        with read_only() as reading:  # whoever opens the page waits for nobody who saves
            fresh = not services.any_account(reading)
        return render("accounts/login.html", form=form, fresh=fresh), 422 if form.is_submitted() else 200
    try:
        found = _try(form.email.data, form.password.data)
    except Invalid as problem:
        apply_errors(form, problem)
        return render("accounts/login.html", form=form, fresh=False), 429
    if found is not None:
        cookie.give(found[1])
        return redirect(target)
    form.form_errors.append(_("The e-mail address or the password is wrong."))
    return render("accounts/login.html", form=form, fresh=False), 422


def _try(email: str, password: str) -> tuple[Account, str] | None:
    """Compare the password while nobody waits for us, and only then take the lock under which others save."""
    network, device = request.remote_addr or "", request.user_agent.string
    with read_only() as reading:
        judged = sessions.judge(reading, settings(), email=email, password=password, network=network)
    with write_session(engine()) as writing:
        found = sessions.log_in(writing, settings(), email=email, judged=judged, network=network, device=device)
        writing.commit()
    return found


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
        name = cookie_name(settings(), "casework_language")
        response.set_cookie(name, language, max_age=_YEAR, httponly=True, samesite="Lax", secure=secure)
    return response


@recipients.route("", methods=["GET", "POST"], endpoint="index")
@needs(Permission.RECIPIENT_MANAGE)
def list_recipients() -> ResponseReturnValue:
    """The bodies that receive dossiers, and a form for one more."""
    writing, form = get_session(), RecipientForm(formdata=typed_formdata())
    if form.validate_on_submit():
        try:
            services.add_recipient(
                writing, current_actor(), slug=form.slug.data, name=form.name.data, name_ar=form.name_ar.data or "",
                kind=RecipientKind(form.kind.data), keys=form.age_keys.data or "",
            )  # fmt: skip
        except Invalid as problem:
            _forget_secrets(form)
            apply_errors(form, problem)
        else:
            flash(_("The receiving body was added."))
            return saved(url_for("recipients.index"))
    rows = services.list_recipients(writing)
    keys = {row.key: age_keys.fingerprints(row.age_keys) for row in rows}
    return render(
        "accounts/recipients.html", form=form, recipients=rows, keys=keys
    ), 422 if form.is_submitted() else 200


@recipients.route("/<slug>/keys", methods=["GET", "POST"], endpoint="keys")
@needs(Permission.RECIPIENT_MANAGE)
def change_keys(slug: str) -> ResponseReturnValue:
    """The keys that dossiers for a body are encrypted to, who changed them, and a form to change them."""
    writing, actor = get_session(), current_actor()
    body = body_keys.find_body(writing, actor, slug)
    shown = {"age_keys": "\n".join(body.age_keys), "version": str(body.version)}
    form, stale = BodyKeysForm(formdata=typed_formdata(), data=shown), False
    if form.validate_on_submit():
        typed, version = form.age_keys.data or "", int(form.version.data or 0)
        try:
            body_keys.change_keys(
                writing, actor, recipient=body, typed=typed, reason=form.reason.data or "", version=version
            )
        except Invalid as problem:
            _forget_secrets(form)
            apply_errors(form, problem)
        except Stale:
            form.version.data, stale = str(body.version), True
        else:
            flash(_("The keys were changed. Have the body compare the fingerprint once more."))
            return saved(url_for("recipients.keys", slug=slug))
    page = _body_page(body, form, BodyDaysForm(formdata=None, data={"copy_days": body.copy_days}), stale=stale)
    return page, 409 if stale else 422 if form.is_submitted() else 200


@recipients.post("/<slug>/days", endpoint="days")
@needs(Permission.RECIPIENT_MANAGE)
def copy_days(slug: str) -> ResponseReturnValue:
    """For how many days the body's copies of dossiers may be fetched."""
    writing, form = get_session(), BodyDaysForm()
    body = body_keys.find_body(writing, current_actor(), slug)
    if form.validate_on_submit():
        try:
            services.set_copy_days(writing, current_actor(), recipient=body, days=form.copy_days.data)
            flash(_("It holds for copies that are made from now on."))
            return saved(url_for("recipients.keys", slug=slug))
        except Invalid as problem:
            apply_errors(form, problem)
    shown = {"age_keys": "\n".join(body.age_keys), "version": str(body.version)}
    return _body_page(body, BodyKeysForm(formdata=None, data=shown), form), 422


def _body_page(body: Recipient, form: BodyKeysForm, days: BodyDaysForm, *, stale: bool = False) -> str:
    changes = body_keys.changes_of(get_session(), current_actor(), body)
    prints = age_keys.fingerprints(body.age_keys)
    return render(
        "accounts/body_keys.html", form=form, days_form=days, body=body, prints=prints, changes=changes, stale=stale
    )


def _forget_secrets(form: RecipientForm | BodyKeysForm) -> None:
    """What was typed is shown again, but for a secret key."""
    if age_keys.holds_secret(form.age_keys.data or ""):
        form.age_keys.data = ""
