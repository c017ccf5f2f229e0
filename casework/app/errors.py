"""What went wrong, in the reader's language: what happened, what was kept, what to do next. Never content."""

import errno
import logging

from flask import Flask, g, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from casework import audit
from casework.accounts.models import Account
from casework.db import write_session
from casework.errors import CaseworkError, Forbidden, Invalid, NotFound, Refused, Stale, Unavailable
from casework.i18n import _
from casework.storage import AlteredContent
from casework.web.context import SAFE_METHODS, close_session, engine, settings
from casework.web.drafts import keep_typed
from casework.web.pages import render

_log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Put the handlers in place."""
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(404, not_found)
    app.register_error_handler(Forbidden, forbidden)
    app.register_error_handler(Stale, stale)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(Invalid, invalid)
    app.register_error_handler(Unavailable, unavailable)
    app.register_error_handler(AlteredContent, altered)
    app.register_error_handler(413, too_large)
    app.register_error_handler(CSRFError, expired_form)
    app.register_error_handler(DBAPIError, database_failed)
    app.register_error_handler(OSError, machine_failed)
    app.register_error_handler(Exception, unexpected)


def not_found(_error: Exception) -> ResponseReturnValue:
    """The one answer for what is missing and for what is forbidden."""
    return render("errors/404.html"), 404


def forbidden(error: Forbidden) -> ResponseReturnValue:
    """As `not_found`; the refusal is written to the log in a transaction of its own."""
    close_session()
    actor = g.get("actor")
    if actor is not None:
        with write_session(engine()) as session:
            account = session.get_one(Account, actor.key)
            subject = error.subject or account.subject
            facts = {"permission": str(error.permission), "endpoint": request.endpoint, "method": request.method}
            audit.record(session, actor, "access.refused", subject, **facts)
            session.commit()
    return render("errors/404.html"), 404


def stale(error: Stale) -> ResponseReturnValue:
    """Somebody else saved first; views with a form show both texts themselves."""
    return render("errors/409.html", causes=[], message=error.message), 409


def refused(error: Refused) -> ResponseReturnValue:
    """A rule forbids it; every cause with a way to mend it."""
    close_session()
    return render("errors/409.html", causes=error.causes, message="", title=error.title), 409


def invalid(error: Invalid) -> ResponseReturnValue:
    """Input that no form caught."""
    close_session()
    return render("errors/422.html", messages=[error.message, *error.fields.values()]), 422


def altered(_error: AlteredContent) -> ResponseReturnValue:
    """A stored file no longer opens; the next check of its integrity says so to everybody."""
    close_session()
    text = _("The file was altered and can no longer be decrypted. Restore it from a backup.")
    return render("errors/409.html", causes=[], message=text), 409


def unavailable(error: Unavailable) -> ResponseReturnValue:
    """The machine cannot do it now; nothing was saved, what was typed is kept."""
    return _failed(str(error.message) or _("The machine could not do this now."))


def too_large(_error: Exception) -> ResponseReturnValue:
    """More than the installation takes."""
    return render("errors/413.html"), 413


def expired_form(_error: Exception) -> ResponseReturnValue:
    """The form's token is not this session's: show it again with what was typed."""
    close_session()  # the request holds the write lock that keeping needs
    _keep()
    return render("errors/422.html", messages=[_("This form was open for too long. Open it again: what you typed was kept.")]), 422  # fmt: skip


def database_failed(error: DBAPIError) -> ResponseReturnValue:
    """The database said no: disk full, a failing log, a lost connection. Parameters are never printed."""
    _log.error("database: %s", type(error.orig).__name__ if error.orig else type(error).__name__)
    return _failed(_("The database could not save this."))


def machine_failed(error: OSError) -> ResponseReturnValue:
    """The disk is full or does not answer."""
    _log.error("machine: %s", errno.errorcode.get(error.errno or 0, type(error).__name__))
    return _failed(_("The disk is full.") if error.errno == errno.ENOSPC else _("The machine could not do this now."))


def unexpected(error: Exception) -> ResponseReturnValue:
    """A defect of ours: the reader gets an apology, the log a place, nobody any content."""
    if isinstance(error, HTTPException):
        return error
    if isinstance(error, CaseworkError):
        return not_found(error)
    close_session()
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    _log.error("defect: %s at %s (%s)", type(error).__name__, where, request.endpoint)
    return render("errors/500.html"), 500


def _failed(message: str) -> ResponseReturnValue:
    close_session()
    return render("errors/503.html", message=message, kept=_keep()), 503


def _keep() -> bool:
    """Keep what was typed, as far as the machine lets us."""
    actor = g.get("actor")
    if actor is None or request.method in SAFE_METHODS or request.mimetype != "application/x-www-form-urlencoded":
        return False
    try:
        with write_session(engine()) as session:
            keep_typed(session, settings(), actor.key, request.path, request.form.to_dict(flat=False))
            session.commit()
    except (DBAPIError, OSError):
        return False
    return True
