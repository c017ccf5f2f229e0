"""The page that takes an exhibit in."""

from flask import g, redirect, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import MultiDict

from casework.access import Permission
from casework.errors import Invalid
from casework.evidence import derivatives, intake
from casework.evidence import waiting as files
from casework.evidence.blueprint import address, bp, exhibit_of, the_store
from casework.evidence.forms import NewExhibitForm
from casework.evidence.models import Exhibit
from casework.evidence.uploads import Upload, receive
from casework.evidence.waiting import Waiting
from casework.evidence.words import size
from casework.i18n import _
from casework.storage import StoreFull, StoreLocked
from casework.uploads import services as uploads
from casework.uploads.blueprint import the_means
from casework.vocabulary import CopyState
from casework.web import apply_errors, current_actor, get_session, needs, release_session, render, saved, settings
from casework.web.csrf import csrf, token_is_good
from casework.web.restoring import typed_formdata
from casework.web.submits import earlier_location

ROOM_FOR_FIELDS = 16 * 1024 * 1024


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_EDIT)
def new(case_ref: str) -> ResponseReturnValue:
    """Register an exhibit. The file streams into the store while no transaction is open."""
    if request.method != "POST":  # a page that was covered asks by HEAD whether its session still holds
        return _fresh()
    release_session()
    limit, store = settings().max_upload_bytes, the_store()
    request.max_content_length = 2 * limit + ROOM_FOR_FIELDS  # read on past the limit, to be able to answer in words
    uploads.sweep(the_means())
    return _take(receive(request, store, limit=limit, before_file=_before_file))


csrf.exempt(f"{__name__}.new")  # checked by hand, before a byte of the file counts


def _fresh() -> str:
    """The empty form, what was typed before, or the form of a file that came in pieces (`?upload=`)."""
    form = NewExhibitForm(formdata=typed_formdata(), data=_preset(_origin(request.args.get("parent", ""))))
    token = request.args.get("upload") or form.received.data or ""
    waiting = files.in_pieces(token) if len(token) == uploads.TOKEN_LETTERS else None
    return _page(form, waiting)


def _before_file(fields: MultiDict[str, str]) -> None:
    if not token_is_good(fields.get("csrf_token")):
        raise CSRFError


def _take(upload: Upload) -> ResponseReturnValue:
    waiting = files.of_form(upload)
    form = NewExhibitForm(formdata=upload.fields)
    form.arrived_name = waiting.filename if waiting else ""
    try:
        earlier = earlier_location(get_session(), current_actor().key)
        release_session()
        if earlier:
            _lapse(waiting)
            return redirect(earlier)
        good = form.validate()
        release_session()
        if waiting:
            waiting.rename(form.arrived_name)
        if upload.refused == "unavailable":
            return _again(form, None, upload.trouble or _full()), 503
        if upload.refused:
            apply_errors(form, Invalid(fields={"file": _why(upload.refused)}))
        elif good:
            return _register(form, waiting)
    except (StoreFull, StoreLocked) as problem:
        _lapse(waiting)
        return _again(form, None, str(problem.message) or _full()), 503
    except BaseException:
        _lapse(waiting)
        raise
    return _again(form, waiting), 422


def _register(form: NewExhibitForm, waiting: Waiting | None) -> ResponseReturnValue:
    session, actor, store = get_session(), current_actor(), the_store()
    file = intake.look_into(store, waiting.staged, waiting.filename, is_agreed=waiting.is_agreed) if waiting else None
    try:
        details, parent = form.details(g.case.time_zone), _origin(form.parent.data or "")
        derived_as, method = form.derived, (form.derivation.data or "").strip()
        derivatives.check_method(parent, derived_as, method)
        if waiting:
            waiting.become(session)
        exhibit = intake.register_exhibit(
            session, actor, store, case=g.case, details=details, file=file,
            parent=parent, derived_as=derived_as, derivation=method, settings=settings(),
        )  # fmt: skip
    except uploads.Gone:
        session.rollback()
        return redirect(earlier_location(session, actor.key) or request.path)
    except Invalid as problem:
        session.rollback()
        apply_errors(form, problem)
        if "file" in problem.fields and waiting:
            waiting.forget()
            waiting = None
        return _again(form, waiting), 422
    return saved(address(exhibit))


def _origin(reference: str) -> Exhibit | None:
    """The exhibit that the new one is made from. Raises NotFound for one that is not there for the reader."""
    return exhibit_of(reference) if reference else None


def _preset(origin: Exhibit | None) -> dict[str, object]:
    """What a derivative begins with: what is known of its origin."""
    if origin is None:
        return {}
    same = ("claimed_content", "creator", "source", "captured_claimed", "place_claimed", "latitude", "longitude",
            "precision_m", "rights", "restriction", "is_graphic")  # fmt: skip
    known: dict[str, object] = {name: getattr(origin, name) for name in same}
    return known | {
        "parent": origin.reference,
        "source_grade": origin.source_grade.value,
        "copy_state": CopyState.COPY.value,
        "original_location": origin.reference,
    }


def _again(form: NewExhibitForm, waiting: Waiting | None, trouble: str = "") -> str:
    """The form once more, everything typed in it, and a file that arrived kept for the next try."""
    release_session()
    form.file.data = None
    return _page(form, waiting, trouble)


def _page(form: NewExhibitForm, waiting: Waiting | None, trouble: str = "") -> str:
    form.received.data = waiting.token if waiting else ""
    others = uploads.unfinished(get_session(), current_actor(), case=g.case)
    return render(
        "evidence/new.html",
        form=form,
        waiting=waiting.told() if waiting else None,
        most=size(settings().max_upload_bytes),
        most_bytes=settings().max_upload_bytes,
        trouble=trouble,
        uploads=[row for row in others if not (waiting and waiting.upload and row.key == waiting.upload.key)],
        sized=size,
        origin=_origin(form.parent.data or ""),
    )


def _why(refused: str) -> str:
    if refused == "empty":
        return _("The file is empty: there is nothing to keep.")
    if refused == "too_large":
        most = size(settings().max_upload_bytes)
        return _("The file is larger than %(most)s, the most that this installation takes.", most=most)
    return _("One file at a time: each is an exhibit of its own.")


def _full() -> str:
    return _("The disk that holds the files is full or cannot be written. Tell whoever runs this installation.")


def _lapse(waiting: Waiting | None) -> None:
    if waiting is not None:
        waiting.lapse()
