"""The page that takes a list in: the file streams into the store, is read in the confined child, and goes again."""

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import MultiDict

from casework.access import Permission
from casework.errors import Invalid, Unavailable
from casework.evidence import intake
from casework.evidence.blueprint import the_store
from casework.evidence.details import ExhibitDetails
from casework.evidence.models import Exhibit
from casework.evidence.uploads import Upload, receive
from casework.i18n import _
from casework.lists import services
from casework.lists.blueprint import address, bp
from casework.lists.forms import ListForm
from casework.lists.table import read_table
from casework.storage import Staged
from casework.vault import vault_of
from casework.vocabulary import EvidenceType
from casework.web import apply_errors, current_actor, get_session, needs, release_session, render, saved, settings
from casework.web.csrf import csrf, token_is_good
from casework.web.restoring import typed_formdata
from casework.web.submits import earlier_location

MOST_BYTES = 32 * 1024 * 1024
_ROOM = 4 * 1024 * 1024


@bp.route("", methods=["GET", "POST"])
@needs(Permission.INCIDENT_EDIT)
def new(case_ref: str) -> ResponseReturnValue:
    """Give a list, or go on with one."""
    if request.method != "POST":
        again = request.args.get("source", "")[:200]
        return _page(ListForm(formdata=typed_formdata(), data={"source": again}))
    release_session()
    request.max_content_length = 2 * MOST_BYTES + _ROOM
    return _take(receive(request, the_store(), limit=MOST_BYTES, before_file=_before_file))


csrf.exempt(f"{__name__}.new")  # checked by hand, before a byte of the file counts


def _before_file(fields: MultiDict[str, str]) -> None:
    if not token_is_good(fields.get("csrf_token")):
        raise CSRFError


def _take(upload: Upload) -> ResponseReturnValue:
    """Whatever becomes of the list, the file that was staged is forgotten, unless it became an exhibit."""
    form = ListForm(formdata=upload.fields)
    form.arrived_name = upload.filename
    try:
        earlier = earlier_location(get_session(), current_actor().key)
        release_session()
        if earlier:
            return redirect(earlier)
        good = form.validate()
        release_session()
        if upload.refused == "unavailable":
            return _page(form, upload.trouble), 503
        if upload.staged is None or upload.refused:
            apply_errors(form, Invalid(fields={"file": _why(upload.refused)}))
        elif good:
            return _read(form, upload.staged)
    finally:
        if upload.staged is not None:
            the_store().discard(upload.staged)
    return _page(form), 422


def _read(form: ListForm, staged: Staged) -> ResponseReturnValue:
    session, actor = get_session(), current_actor()
    release_session()
    try:
        with the_store().open_staged(staged) as stream:
            table = read_table(stream, form.encoding.data or "")
        exhibit = _exhibit(form, staged) if form.is_kept.data else None
        row = services.begin(
            session, actor, g.case, table, vault=vault_of(settings()), source=form.source.data or "",
            sha256=staged.sha256, size=staged.size, exhibit=exhibit,
        )  # fmt: skip
    except Invalid as problem:
        session.rollback()
        apply_errors(form, problem)
        return _page(form), 422
    except Unavailable as problem:
        session.rollback()
        return _page(form, str(problem.message)), 503
    return saved(address(row, "lists.columns"))


def _exhibit(form: ListForm, staged: Staged) -> Exhibit:
    """The file as an exhibit of the case: the one that it is already, or a new one."""
    session, actor, store = get_session(), current_actor(), the_store()
    twin = intake.same_file(session, actor, case=g.case, sha256=staged.sha256)
    if twin is not None:
        return twin
    release_session()
    file = intake.look_into(store, staged, form.arrived_name)
    source = (form.source.data or "").strip()
    details = ExhibitDetails(
        title=_("List of victims: %(source)s", source=source)[:200], kind=EvidenceType.LIST, source=source
    )
    return intake.register_exhibit(
        session, actor, store, case=g.case, details=details, file=file, settings=settings()
    )  # fmt: skip


def _why(refused: str) -> str:
    if refused == "too_large":
        return _(
            "The list is too large: at most 20,000 lines, 60 columns and 5,000 letters a cell. Cut it into several."
        )
    if refused == "second":
        return _("One list at a time.")
    return _("Choose the file of the list.") if not refused else _("The file is empty: there is nothing to keep.")


def _page(form: ListForm, trouble: str = "") -> str:
    form.file.data = None
    rows = services.own_lists(get_session(), current_actor(), g.case)
    back = url_for("victims.index", case_ref=g.case.reference)
    return render("lists/new.html", form=form, trouble=trouble, rows=rows, back=back, open_states=services.OPEN)
