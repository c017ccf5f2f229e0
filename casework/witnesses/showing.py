"""An identity on the screen: one way for witnesses, victims and alleged individuals. A reason, one log entry, once."""

from collections.abc import Callable, Mapping

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue

from casework import audit
from casework.accounts.services import names_of
from casework.errors import Invalid, Unavailable
from casework.subjects import Subject
from casework.vault import IdentityField
from casework.web import apply_errors, get_session, render, shown_once
from casework.web.restoring import typed_formdata
from casework.witnesses.identity import READINGS
from casework.witnesses.identity_forms import LABELS, RevealForm

RECENT = 10


def show_identity(
    subject: Subject,
    *,
    template: str,
    back: str,
    opening: Callable[[str], dict[str, str]],
    **values: object,
) -> ResponseReturnValue:
    """The page that asks for the reason (`template`, filled with `values`); for a good one, the identity.

    `opening` is given the reason and returns the identity, having logged it; `back` is the page of the code.
    """
    form, problem, status = RevealForm(formdata=typed_formdata()), None, 200
    if form.validate_on_submit():
        try:
            identity = opening(str(form.reason.data))
            return shown_once(f"{request.path}?shown=1", lambda: _shown(subject, back, identity))
        except Invalid as wrong:
            apply_errors(form, wrong)
        except Unavailable as error:
            problem, status = str(error.message), 503
    if form.errors:
        status = 422
    return render(template, form=form, problem=problem, **_looked(subject), **values), status


def _shown(subject: Subject, back: str, identity: Mapping[str, str]) -> Response:
    """The one answer that carries an identity; `no-store` is on every answer, here it is said once more."""
    html = render("witnesses/revealed.html", code=subject.label, back=back, rows=identity_rows(identity))
    response = make_response(html)
    response.headers["Cache-Control"] = "no-store, max-age=0"
    return response


def _looked(subject: Subject) -> dict[str, object]:
    """Who looked at this identity last, and whether the reader just did."""
    session = get_session()
    reads = audit.entries(session, subject=subject, actions=READINGS, limit=RECENT)
    readers = names_of(session, {entry.actor_id for entry in reads if entry.actor_id})
    return {"subject": subject, "reads": reads, "readers": readers, "was_shown": request.args.get("shown") == "1"}


def identity_rows(identity: Mapping[str, str]) -> list[tuple[str, str]]:
    """Pairs (label, value) of the fields that are filled, in the order of the vault's fields."""
    return [(str(LABELS[name]), identity[name]) for name in IdentityField if identity.get(name)]
