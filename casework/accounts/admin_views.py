"""The administrator's screens: who may log in, as what, and why."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.accounts import enrolling, services
from casework.accounts.blueprint import bp
from casework.accounts.factor_forms import ResetFactorForm
from casework.accounts.factors import factors_of, holders
from casework.accounts.forms import AccountForm, NewAccountForm, ResetForm
from casework.accounts.models import Account, Recipient
from casework.errors import Invalid, Stale
from casework.i18n import _
from casework.subjects import Role
from casework.web import apply_errors, current_actor, get_session, needs, render, saved, settings
from casework.web.restoring import typed_formdata


@bp.get("/accounts")
@needs(Permission.ACCOUNT_MANAGE)
def index() -> ResponseReturnValue:
    """All accounts."""
    after = request.args.get("after", 0, type=int)
    rows = services.list_accounts(get_session(), current_actor(), after=after, limit=51)
    held = holders(get_session(), [row.key for row in rows])
    return render("accounts/index.html", accounts=rows[:50], held=held, more=len(rows) > 50, after=after)


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
                recipient=bodies.get(form.recipient.data), must_change_password=True, reason=form.reason.data,
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
        return _edit_page(account, form), 422 if form.is_submitted() else 200
    try:
        services.change_account(
            writing, actor, account=account, name=form.name.data, role=Role(form.role.data),
            recipient=bodies.get(form.recipient.data), is_disabled=form.is_disabled.data, reason=form.reason.data,
            version=int(form.version.data or 0),
        )  # fmt: skip
    except Invalid as problem:
        apply_errors(form, problem)
        return _edit_page(account, form), 422
    except Stale:
        form.version.data = str(account.version)
        return _edit_page(account, form, stale=True), 409
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
            services.reset_password(
                writing, settings(), actor, account=account, new=form.password.data, reason=form.password_reason.data
            )
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("The password was reset. All sessions of the account were ended."))
            return saved(url_for("accounts.edit", account_id=account.key))
    return _edit_page(account, None, reset=form), 422


@bp.post("/accounts/<int:account_id>/factor")
@needs(Permission.ACCOUNT_MANAGE, fresh_factor=True)
def reset_factor(account_id: int) -> ResponseReturnValue:
    """Take the second factor away from somebody who lost it; they set one up at the next log-in."""
    writing, actor = get_session(), current_actor()
    account, form = services.get_account(writing, actor, account_id), ResetFactorForm()
    if not form.validate_on_submit():
        return _edit_page(account, None, factor=form), 422
    enrolling.reset_factors(writing, actor, account, reason=form.factor_reason.data)
    flash(_("The second factor was reset. All sessions of the account were ended."))
    return saved(url_for("accounts.edit", account_id=account.key))


def _edit_page(account: Account, form: AccountForm | None, **more: object) -> str:
    """The account with its three forms; the one that was sent is given, the others are blank."""
    if form is None:
        form = AccountForm(formdata=None, obj=account, data={"recipient": str(account.recipient_id or "")})
        _offer_recipients(form)
    values = {"reset": ResetForm(formdata=None), "factor": ResetFactorForm(formdata=None)} | more
    held, mine = factors_of(get_session(), account), account.id == current_actor().id
    return render("accounts/edit.html", form=form, edited=account, held=held, mine=mine, **values)
