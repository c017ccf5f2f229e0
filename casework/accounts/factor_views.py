"""One's own second factors: set up, look at, remove."""

import segno
from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from casework.access import Permission
from casework.accounts import codes, cookie, enrolling, passkeys, proofs, sessions
from casework.accounts.factor_forms import AppForm, PasskeyForm
from casework.accounts.factors import factors_of, has_factor
from casework.accounts.own import Me, me
from casework.errors import Invalid
from casework.i18n import _
from casework.web import apply_errors, needs, render, safe_next, saved, settings
from casework.web.submits import spend

bp = Blueprint("factors", __name__, url_prefix="/account/factors")


@bp.get("")
@needs(Permission.ACCOUNT_OWN)
def index() -> ResponseReturnValue:
    """The app, the passkeys, and how many recovery codes are left."""
    reader = me()
    held = factors_of(reader.writing, reader.account)
    return render("accounts/factors.html", held=held, required=settings().requires_factor, site=reader.site)


@bp.get("/start")
@needs(Permission.ACCOUNT_OWN)
def start() -> ResponseReturnValue:
    """At the first log-in: what a second factor is, and which one to choose."""
    reader = me()
    if has_factor(reader.writing, reader.account):
        return redirect(safe_next(request.args.get("next"), url_for("factors.index")))
    return render("accounts/factor_start.html", site=reader.site)


@bp.route("/app", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_OWN, writes=True, fresh_factor=True)
def app() -> ResponseReturnValue:
    """Set up an app: its secret as a picture and as text, and the first code as proof that it arrived."""
    reader, form = me(), AppForm()
    about = (reader.writing, settings(), reader.actor, reader.account)
    if form.validate_on_submit():
        try:
            fresh = enrolling.confirm_app(*about, form.one_time_code.data)
            return _enrolled(reader, fresh, proofs.APP)
        except Invalid as problem:
            apply_errors(form, problem)
    secret = enrolling.begin_app(*about)
    reader.writing.commit()
    picture = segno.make(codes.address(secret, reader.account.key), micro=False)
    svg = Markup(picture.svg_inline(omitsize=True, svgclass="qr", lineclass=None))  # noqa: S704 - a path of numbers
    grouped = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    html = render("accounts/factor_app.html", form=form, svg=svg, secret=grouped, enrolling=_enrolling(reader))
    return html, 422 if form.is_submitted() else 200


@bp.route("/passkey", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_OWN, writes=True, fresh_factor=True)
def passkey() -> ResponseReturnValue:
    """Register a passkey: a security key, or the lock of this device."""
    reader, form = me(), PasskeyForm()
    if reader.site and form.validate_on_submit():
        try:
            answer, name = form.passkey_answer.data or "", form.name.data
            key = passkeys.registered(
                reader.writing, reader.account, row=reader.row, site=reader.site, answer=answer, name=name
            )
            fresh = enrolling.add_passkey(reader.writing, settings(), reader.actor, reader.account, key)
            return _enrolled(reader, fresh, proofs.PASSKEY)
        except Invalid as problem:
            apply_errors(form, problem)
    options = reader.site and passkeys.registration_options(
        reader.writing, settings(), reader.account, reader.row, reader.site
    )
    reader.writing.commit()
    html = render("accounts/factor_passkey.html", form=form, options=options, enrolling=_enrolling(reader))
    return html, 422 if form.is_submitted() else 200


@bp.post("/app/remove")
@needs(Permission.ACCOUNT_OWN, fresh_factor=True)
def remove_app() -> ResponseReturnValue:
    """Give the app up."""
    reader = me()
    enrolling.remove_app(reader.writing, settings(), reader.actor, reader.account)
    flash(_("The app was removed. Its codes open nothing any more."))
    return saved(url_for("factors.index"))


@bp.post("/passkeys/<int:passkey_id>/remove")
@needs(Permission.ACCOUNT_OWN, fresh_factor=True)
def remove_passkey(passkey_id: int) -> ResponseReturnValue:
    """Give a passkey up: a lost key, an old telephone."""
    reader = me()
    enrolling.remove_passkey(reader.writing, settings(), reader.actor, reader.account, passkey_id)
    flash(_("The passkey was removed."))
    return saved(url_for("factors.index"))


@bp.post("/codes")
@needs(Permission.ACCOUNT_OWN, fresh_factor=True)
def make_codes() -> ResponseReturnValue:
    """Ten new recovery codes in place of the old ones."""
    reader = me()
    fresh = enrolling.make_codes(reader.writing, settings(), reader.actor, reader.account)
    return _codes_shown_once(reader, fresh)


def _enrolling(reader: Me) -> bool:
    """True when nothing else is open to the reader yet."""
    return settings().requires_factor and not has_factor(reader.writing, reader.account)


def _enrolled(reader: Me, fresh: list[str], by: str) -> ResponseReturnValue:
    """The factor counts; setting it up is also its first proof."""
    token = sessions.confirm(reader.writing, settings(), reader.row, by=by)
    if not fresh:
        flash(_("The second factor was set up. Your other sessions were ended."))
        return saved(url_for("factors.index"))
    return _codes_shown_once(reader, fresh, token)


def _codes_shown_once(reader: Me, fresh: list[str], token: str | None = None) -> ResponseReturnValue:
    """On the answer itself, which nobody stores; the same form sent again leads to the list."""
    spend(reader.writing, reader.account.key, url_for("factors.index"))
    reader.writing.commit()
    if token:
        cookie.give(token)
    return render("accounts/codes.html", fresh=fresh)
