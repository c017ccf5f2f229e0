"""The default-deny hook: nothing is served unless its endpoint declared a permission and the reader holds it."""

from typing import cast

import flask_login
from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import NotFound as NoSuchPage

from casework.access import Permission, Scope, may_ever, require
from casework.access.anew import asks_anew
from casework.access.policy import POLICY
from casework.accounts import sessions
from casework.accounts.factors import has_factor
from casework.accounts.models import Account, LoginSession
from casework.cases.services import find_case
from casework.db import write_session
from casework.dossiers.delivery import find_received
from casework.errors import Forbidden
from casework.evidence.uploads import fields_of
from casework.i18n import LOCALES, _, forget_reader, set_language, set_zone
from casework.web.context import SAFE_METHODS, close_session, engine, get_session, read_only, settings
from casework.web.cookies import cookie_name
from casework.web.drafts import MOST_BYTES, is_kept, keep_typed
from casework.web.endpoints import declared_permission, is_public, needs_fresh_factor
from casework.web.submits import earlier_location

_CONFIRM, _CHANGE_PASSWORD, _ENROL = "confirm.ask", "accounts.change_password", "factors.start"
# What opens before a step of the log-in is done, beside the step itself.
_ALWAYS = {"accounts.log_out"}
_ENROLLING = {"factors.start", "factors.app", "factors.passkey"}


class LoggedIn(UserMixin):
    """flask-login's user: an account in one of its sessions. Its id is the session's secret token."""

    def __init__(self, account: Account, row: LoginSession, token: str, *, has_factor: bool) -> None:
        self.account, self.row, self.token, self.has_factor = account, row, token, has_factor

    def next_step(self, *, required: bool) -> str | None:
        """The endpoint of the step that the log-in still lacks; None when everything is open to this session."""
        must_enrol = required and not self.has_factor
        if self.row.second_factor_at is None and not must_enrol:
            return _CONFIRM
        if self.account.must_change_password:
            return _CHANGE_PASSWORD
        return _ENROL if must_enrol else None

    def get_id(self) -> str:
        """What the signed cookie holds."""
        return self.token


def _load_user(token: str) -> LoggedIn | None:
    with read_only() as reading:
        found = sessions.resume(reading, settings(), token)
        if found is None:
            return None
        return LoggedIn(*found, token, has_factor=has_factor(reading, found[0]))


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
    chosen = request.cookies.get(cookie_name(settings(), "casework_language"), "")
    if chosen not in LOCALES and user.is_authenticated:
        chosen = user.account.language
    if chosen not in LOCALES:
        chosen = request.accept_languages.best_match(list(LOCALES)) or "en"
    set_language(chosen)
    set_zone(settings().time_zone)


def check() -> ResponseReturnValue | None:
    """Deny by default. Answers None when the view may run."""
    view = current_app.view_functions.get(request.endpoint or "")
    user = cast(LoggedIn, flask_login.current_user)
    step = user.next_step(required=settings().requires_factor) if user.is_authenticated else None
    opens = _opens(request.endpoint, step)
    if user.is_authenticated and opens:
        _know(user)
    if view is None:
        return None  # no such page: Flask answers 404, with the reader's own ways on from there
    if request.endpoint == "static" or is_public(view):
        return None
    permission = declared_permission(view)
    if permission is None:
        raise NoSuchPage
    if not user.is_authenticated:
        _keep_what_was_typed()
        return _lead_to("accounts.log_in")
    if step and not opens:
        return _lead_to(step)
    _authorise(Permission(permission))
    anew = needs_fresh_factor(view) or asks_anew(Permission(permission), is_writing=request.method not in SAFE_METHODS)
    if anew and not step and not sessions.is_fresh(settings(), user.row):
        close_session()  # the request may hold the write lock that keeping needs
        _keep_for(g.actor.key)
        return _lead_to(_CONFIRM)
    return _same_submit_again()


def _opens(endpoint: str | None, step: str | None) -> bool:
    """True for every page when no step of the log-in is missing, else for the pages of that step."""
    if step is None or endpoint in {step, *_ALWAYS}:
        return True
    return step == _ENROL and endpoint in _ENROLLING


def _know(user: LoggedIn) -> None:
    g.account = user.account
    g.actor = user.account.as_actor(user.row.key)
    if sessions.needs_touch(user.row):
        with write_session(engine()) as writing:
            sessions.touch(writing, user.row.key)
            writing.commit()


def _authorise(permission: Permission) -> None:
    """The role holds the permission at all; and inside a case, the reader belongs to it; and to the body of a dossier
    about which they send something."""
    if not may_ever(g.actor.role, permission):
        raise Forbidden(permission)
    given = request.view_args or {}
    reference = given.get("case_ref")
    if reference is None:
        if request.method not in SAFE_METHODS and POLICY[permission].scope is Scope.RECIPIENT and "version_id" in given:
            find_received(get_session(), g.actor, given["version_id"])
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


def _lead_to(endpoint: str) -> ResponseReturnValue:
    """To a step that comes first; from there one gets back here."""
    here = request.full_path.rstrip("?") if request.method in SAFE_METHODS else _nearest_page(request.path)
    target = url_for(endpoint) if endpoint == _CHANGE_PASSWORD else url_for(endpoint, next=here)
    if request.headers.get("HX-Request"):
        return "", 401, {"HX-Redirect": target}
    if request.headers.get("Tus-Resumable"):
        return _("Your session has ended."), 401  # a program that would send the file on to the log-in page
    return redirect(target)


def _nearest_page(path: str) -> str:
    """The address itself when it can be opened, else the page that its button stands on."""
    adapter = current_app.create_url_adapter(request)
    while path.strip("/") and not (adapter and adapter.test(path, "GET")):
        path = path.rstrip("/").rpartition("/")[0]
    return path or "/"


def _keep_what_was_typed() -> None:
    """What was typed into an expired session's form is kept for its owner."""
    token = session.get("_user_id")
    if not token:
        return
    with read_only() as reading:
        owner = sessions.owner_of(reading, str(token))
    if owner is not None:
        _keep_for(owner)


def _keep_for(owner: int) -> None:
    if request.method in SAFE_METHODS or _nearest_page(request.path) != request.path:
        return  # a button, no page that could offer the text again
    typed = _typed()
    if typed and any(is_kept(name) for name in typed):  # nothing but secrets is no draft
        with write_session(engine()) as writing:
            keep_typed(writing, settings(), owner, request.path, typed.to_dict(flat=False))
            writing.commit()


def _typed() -> MultiDict[str, str] | None:
    """The fields of the form that was sent, unless it is broken or too long to be anybody's typing."""
    if request.mimetype == "multipart/form-data":
        try:
            return fields_of(request)
        except HTTPException:
            return None
    small = (request.content_length or 0) <= MOST_BYTES
    return request.form if small and request.mimetype == "application/x-www-form-urlencoded" else None
