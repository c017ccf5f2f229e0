"""The end of a view that saved: one commit, one redirect, one record however often it was clicked."""

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import redirect, request
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from casework.web.context import current_actor, get_session
from casework.web.drafts import forget_typed
from casework.web.submits import SpentSubmit, earlier_location, spend


def saved(location: str) -> Response:
    """Commit the request's transaction and go to `location`.

    The form's submit key is spent in the same commit; a second equal submit that slipped in beside this one
    is rolled back and led to where the first one went.
    """
    return _commit_once(location) or redirect(location)


def shown_once(location: str, answer: Callable[[], Response]) -> Response:
    """Commit what was recorded about the showing, and only then make the answer; the same form never shows it again.

    A reload, a second click and a page taken out of a history are led to `location`.
    """
    return _commit_once(location) or answer()


def commit_download() -> None:
    """Keep what was recorded about a file that goes out; a HEAD request takes none, so nothing of it stays."""
    session = get_session()
    if request.method == "HEAD":
        session.rollback()
    else:
        session.commit()


def _commit_once(location: str) -> Response | None:
    """Spend the form's key and commit; the answer for a submit that another one overtook, else None."""
    session, actor = get_session(), current_actor()
    try:
        spend(session, actor.key, location)
    except IntegrityError as error:
        if SpentSubmit.__tablename__ not in str(error.orig):
            raise
        session.rollback()
        return redirect(earlier_location(session, actor.key) or location)
    forget_typed(session, actor.key, request.path)
    session.commit()
    return None


def safe_next(target: str | None, fallback: str) -> str:
    """A path on this very site, or the fallback: a log-in never leads elsewhere."""
    parts = urlsplit(target or "")
    if not target or parts.scheme or parts.netloc or not target.startswith("/") or target[1:2] in ("/", "\\"):
        return fallback
    return target
