"""Drafts of forms: kept while they are typed, thrown away when their writer says so. Generic for every form."""

from typing import Any

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.accounts import housekeeping
from casework.errors import Invalid
from casework.i18n import _
from casework.web import current_actor, get_session, needs, safe_next, settings
from casework.web.drafts import MOST_BYTES, forget_typed, keep_typed

__all__ = ["bp", "housekeeping"]  # the worker knows the task with this module

bp = Blueprint("drafts", __name__, url_prefix="/drafts")


@bp.post("")
@needs(Permission.ACCOUNT_OWN)
def keep() -> ResponseReturnValue:
    """Keep the fields of the form at `?page=` as they are typed: form fields, or JSON `{"name": "text"}`."""
    page = _page()
    if (request.content_length or 0) > MOST_BYTES:
        return "", 413
    session = get_session()
    keep_typed(session, settings(), current_actor().key, page, _fields())
    session.commit()
    return "", 204


@bp.post("/discard")
@needs(Permission.ACCOUNT_OWN)
def discard() -> ResponseReturnValue:
    """Throw the draft of a page away, and go back there."""
    page, session = _page(), get_session()
    forget_typed(session, current_actor().key, page)
    session.commit()
    return redirect(page)


def _page() -> str:
    page = request.args.get("page", "")
    if not page or len(page) > 300 or safe_next(page, "") != page:
        raise Invalid(_("This is not a page of this application."))
    return page


def _fields() -> dict[str, list[str]]:
    if not request.is_json:
        return request.form.to_dict(flat=False)
    sent: Any = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise Invalid(_("Fields are sent as names and texts."))
    return {
        str(name): [str(one) for one in (value if isinstance(value, list) else [value])] for name, value in sent.items()
    }
