"""The default-deny hook: nothing is served unless its endpoint declared a permission and the reader holds it."""

from typing import cast

import flask_login
from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin
from werkzeug.exceptions import NotFound as NoSuchPage

from casework.access import Permission, Scope, may_ever, require
from casework.access.policy import POLICY
from casework.accounts import sessions
from casework.accounts.models import Account, LoginSession
from casework.cases.services import find_case
from casework.db import write_session
from casework.errors import Forbidden
from casework.i18n import LOCALES, forget_reader, set_language, set_zone
from casework.web.context import SAFE_METHODS, engine, get_session, read_only, settings
from casework.web.drafts import MOST_BYTES, keep_typed
from casework.web.endpoints import declared_permission, is_public
from casework.web.submits import earlier_location

# Before a first password is changed, only these open.
_UNTIL_PASSWORD_CHANGED = {"accounts.change_password", "accounts.log_out", "static"}


class LoggedIn(UserMixin):
    """flask-login's user: an account in one of its sessions. Its id is the session's secret token."""

    def __init__(self, account: Account, row: LoginSession, token: str) -> None:
        self.account, self.row, self.token = account, row, token

    def get_id(self) -> str:
        """What the signed cookie holds."""
        return self.token


def _load_user(token: str) -> LoggedIn | None:
    with read_only() as reading:
        found = sessions.resume(reading, settings(), token)
    return LoggedIn(*found, token) if found else None


def register(app: Flask) -> None:
    """Put the hook and flask-login in place."""
    manager = LoginManager(app)
    manager.session_protection = None  # addresses change on a bad connection; the token is revocable instead
    manager.user_loader(_load_user)
    app.before_request(choose_language)
    app.teardown_request(lambda _error: forget_reader())
    app.before_request(check)


def choose_language() -> None:
    """The reader's choice, else the account's, else the browser's."""
    user = flask_login.current_user
    chosen = request.cookies.get("casework_language", "")
    if chosen not in LOCALES and user.is_authenticated:
        chosen = user.account.language
    if chosen not in LOCALES:
        chosen = request.accept_languages.best_match(list(LOCALES)) or "en"
    set_language(chosen)
    set_zone(settings().time_zone)


def check() -> ResponseReturnValue | None:
    """Deny by default. Answers None when the view may run."""
    view = current_app.view_functions.get(request.endpoint or "")
    user = flask_login.current_user
    if user.is_authenticated:
        _know(cast(LoggedIn, user))
    if view is None:
        return None  # no such page: Flask answers 404, with the reader's own ways on from there
    if request.endpoint == "static" or is_public(view):
        return None
    permission = declared_permission(view)
    if permission is None:
        raise NoSuchPage
    if not user.is_authenticated:
        return _ask_to_log_in()
    if user.account.must_change_password and request.endpoint not in _UNTIL_PASSWORD_CHANGED:
        return redirect(url_for("accounts.change_password"))
    _authorise(Permission(permission))
    return _same_submit_again()


def _know(user: LoggedIn) -> None:
    g.account = user.account
    g.actor = user.account.as_actor(user.row.key)
    if sessions.needs_touch(user.row):
        with write_session(engine()) as writing:
            sessions.touch(writing, user.row.key)
            writing.commit()


def _authorise(permission: Permission) -> None:
    """The role holds the permission at all; and inside a case, the reader belongs to it."""
    if not may_ever(g.actor.role, permission):
        raise Forbidden(permission)
    reference = (request.view_args or {}).get("case_ref")
    if reference is None:
        return
    g.case = find_case(get_session(), g.actor, reference)
    if POLICY[permission].scope is Scope.CASE:
        require(get_session(), g.actor, permission, g.case.subject)
    set_zone(g.case.time_zone)


def _same_submit_again() -> ResponseReturnValue | None:
    """A form that was saved already, sent twice: show where the first one led."""
    if request.method in SAFE_METHODS or request.mimetype != "application/x-www-form-urlencoded":
        return None
    location = earlier_location(get_session(), g.actor.key)
    return redirect(location) if location else None


def _ask_to_log_in() -> ResponseReturnValue:
    """Log in first. What was typed into an expired session's form is kept for its owner."""
    _keep_what_was_typed()
    target = request.full_path.rstrip("?") if request.method in SAFE_METHODS else request.path
    if request.headers.get("HX-Request"):
        return "", 401, {"HX-Redirect": url_for("accounts.log_in", next=target)}
    return redirect(url_for("accounts.log_in", next=target))


def _keep_what_was_typed() -> None:
    token = session.get("_user_id")
    small = (request.content_length or 0) <= MOST_BYTES
    if request.method in SAFE_METHODS or not token or not small:
        return
    if request.mimetype != "application/x-www-form-urlencoded":
        return
    with write_session(engine()) as writing:
        owner = sessions.owner_of(writing, str(token))
        if owner is not None:
            keep_typed(writing, owner, request.path, request.form.to_dict(flat=False))
            writing.commit()
