"""What somebody was typing, offered again when the form is opened.

A form's page is its key. The offer is a template, `drafts/_offer.html`; a view fills its form from `typed_formdata()`.
"""

from flask import g, request, url_for
from werkzeug.datastructures import MultiDict

from casework.web.context import SAFE_METHODS, current_actor, get_session, settings
from casework.web.drafts import Typed, typed_before


def kept_draft() -> Typed | None:
    """What the reader typed on this page and never saved; asked once a request, and only when a form is opened."""
    if request.method not in SAFE_METHODS:
        return None
    if "kept_draft" not in g:
        g.kept_draft = typed_before(get_session(), settings(), current_actor().key, request.path)
    found: Typed | None = g.kept_draft
    return found


def is_restored() -> bool:
    """True when the reader asked for what they typed to be put into the form again."""
    return request.args.get("restore") == "1" and kept_draft() is not None


def typed_formdata() -> MultiDict[str, str] | None:
    """What fills the form: what is being sent, else what was kept when the reader asks for it, else nothing."""
    if request.method not in SAFE_METHODS:
        return request.form
    draft = kept_draft()
    if draft is None or not is_restored():
        return None
    return MultiDict([(name, value) for name, values in draft.fields.items() for value in values])


def autosave_url() -> str:
    """Where this page's form is kept while it is typed (`data-autosave`)."""
    return url_for("drafts.keep", page=request.path)
