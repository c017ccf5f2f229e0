"""The page that describes many files that have arrived: one form for what they share."""

import time
from collections.abc import Sequence

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.errors import Invalid
from casework.evidence import intake, several
from casework.evidence import waiting as files
from casework.evidence.blueprint import bp, the_store
from casework.evidence.several import Registered
from casework.evidence.several_forms import NUMBERED, SeveralForm
from casework.evidence.waiting import Waiting
from casework.evidence.words import size
from casework.i18n import _, ngettext
from casework.uploads import services as uploads
from casework.uploads.blueprint import the_means
from casework.uploads.models import Upload
from casework.uploads.names import claimed_name
from casework.web import apply_errors, current_actor, get_session, needs, release_session, render, settings
from casework.web.drafts import forget_typed
from casework.web.restoring import typed_formdata

SECONDS = 20.0  # of one request: what is left is taken by the next


@bp.route("/several", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_EDIT)
def several_files(case_ref: str) -> ResponseReturnValue:
    """Describe them together; each is registered in a transaction of its own."""
    waiting = _waiting()
    form = SeveralForm(formdata=typed_formdata())
    _offer(form, waiting)
    if not form.is_submitted():
        form.files.data = form.files.data or [row.token for row in waiting]
        return _page(form, [])
    tokens = _watch(form, waiting)
    good = form.validate()
    release_session()
    _rename(form, waiting, tokens)
    if not good:
        return _page(form, []), 422
    chosen = [row for row in waiting if row.token in form.files.data]
    try:
        results = _register(form, chosen)
    except Invalid as problem:
        get_session().rollback()
        apply_errors(form, problem)
        return _page(form, []), 422
    return _told(form, chosen, results)


def _waiting() -> list[Upload]:
    rows = uploads.unfinished(get_session(), current_actor(), case=g.case)
    return [row for row in rows if row.is_whole]


def _name(row: Upload) -> str:
    return claimed_name(the_means().settings, row)


def _offer(form: SeveralForm, rows: Sequence[Upload]) -> None:
    """The files to choose from; what was registered or discarded meanwhile is no longer among them."""
    form.files.choices = [(row.token, f"\u2068{_name(row) or _('File')}\u2069 · {size(row.size)}") for row in rows]
    form.files.data = [token for token in form.files.data or [] if token in {row.token for row in rows}]


def _watch(form: SeveralForm, rows: Sequence[Upload]) -> dict[str, str]:
    """Let the names of the chosen files be searched; returns which upload each warning would be about."""
    tokens: dict[str, str] = {}
    for number, row in enumerate(rows, 1):
        if row.token in form.files.data and (name := _name(row)):
            about = _("File %(number)s", number=number)
            tokens[about], form.names = row.token, {**form.names, about: name}
    return tokens


def _rename(form: SeveralForm, rows: Sequence[Upload], tokens: dict[str, str]) -> None:
    """The writer put codes in the place of names."""
    by_token = {row.token: row for row in rows}
    for about, token in tokens.items():
        if form.names[about] != _name(by_token[token]):
            uploads.rename(the_means(), by_token[token], form.names[about])
    _offer(form, _waiting())
    release_session()


def _register(form: SeveralForm, chosen: Sequence[Upload]) -> list[Registered]:
    """One after the other, until the time of one request is used up. Raises Invalid for what they share."""
    results: list[Registered] = []
    until = time.monotonic() + SECONDS
    for row in chosen:
        if results and time.monotonic() > until:
            break
        waiting = files.in_pieces(row.token)
        if waiting is None:
            continue
        results.append(_one(form, waiting, (form.done.data or 0) + 1))
        if results[-1].exhibit:
            form.done.data = (form.done.data or 0) + 1
    return results


def _one(form: SeveralForm, waiting: Waiting, number: int) -> Registered:
    assert waiting.upload is not None  # noqa: S101 - it came in pieces
    session, actor, store = get_session(), current_actor(), the_store()
    file = intake.look_into(store, waiting.staged, waiting.filename, is_agreed=waiting.is_agreed)
    by_number = form.naming.data == NUMBERED
    title = (
        several.numbered((form.title.data or "").strip(), number) if by_number else several.title_of(waiting.filename)
    )
    result = several.register_one(
        session, actor, store, case=g.case, upload=waiting.upload, file=file,
        shared=form.shared(g.case.time_zone), title=title, by_content=form.is_by_content, settings=settings(),
    )  # fmt: skip
    session.commit()
    return result


def _told(form: SeveralForm, chosen: Sequence[Upload], results: list[Registered]) -> ResponseReturnValue:
    """Done: the list of exhibits. Else the page again, with what became of each and what is left."""
    session, actor = get_session(), current_actor()
    count = sum(1 for each in results if each.exhibit)
    if count:
        flash(ngettext("%(num)s exhibit was registered.", "%(num)s exhibits were registered.", count))
    if len(results) == len(chosen) and count == len(results):
        forget_typed(session, actor.key, request.path)
        session.commit()
        return redirect(url_for("evidence.index", case_ref=g.case.reference))
    form.files.data = [row.token for row in chosen[len(results) :]]
    _offer(form, _waiting())
    form.going_on.data = "1" if form.files.data else ""
    return _page(form, results)


def _page(form: SeveralForm, results: list[Registered]) -> str:
    return render("evidence/several.html", form=form, results=results)
