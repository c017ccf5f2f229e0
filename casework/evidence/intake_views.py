"""The page that takes an exhibit in."""

from dataclasses import dataclass

from flask import current_app, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict

from casework.access import Permission
from casework.errors import Invalid
from casework.evidence import derivatives, intake
from casework.evidence.blueprint import address, bp, exhibit_of, the_store
from casework.evidence.forms import NewExhibitForm
from casework.evidence.models import Exhibit
from casework.evidence.uploads import Upload, receive
from casework.evidence.words import size
from casework.i18n import _
from casework.storage import Staged, StoreFull, StoreLocked
from casework.vocabulary import CopyState
from casework.web import apply_errors, current_actor, get_session, needs, release_session, render, saved, settings
from casework.web.csrf import csrf, token_is_good
from casework.web.restoring import typed_formdata
from casework.web.submits import earlier_location

WAITS_SECONDS = 12 * 3600
ROOM_FOR_FIELDS = 16 * 1024 * 1024


@dataclass
class Waiting:
    """A file that has arrived and waits for the rest of the form to be right."""

    staged: Staged
    filename: str


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_EDIT)
def new(case_ref: str) -> ResponseReturnValue:
    """Register an exhibit. The file streams into the store while no transaction is open."""
    if request.method == "GET":
        form = NewExhibitForm(formdata=typed_formdata(), data=_preset(_origin(request.args.get("parent", ""))))
        most = size(settings().max_upload_bytes)
        return render("evidence/new.html", form=form, waiting=None, most=most, origin=_origin(form.parent.data or ""))
    release_session()
    limit, store = settings().max_upload_bytes, the_store()
    request.max_content_length = 2 * limit + ROOM_FOR_FIELDS  # read on past the limit, to be able to answer in words
    store.sweep()
    return _take(receive(request, store, limit=limit, before_file=_before_file))


csrf.exempt(f"{__name__}.new")  # checked by hand, before a byte of the file counts


def _before_file(fields: MultiDict[str, str]) -> None:
    if not token_is_good(fields.get("csrf_token")):
        raise CSRFError


def _take(upload: Upload) -> ResponseReturnValue:
    waiting = Waiting(upload.staged, upload.filename) if upload.staged else _arrived_before(upload)
    form = NewExhibitForm(formdata=upload.fields)
    form.arrived_name = waiting.filename if waiting else ""
    try:
        earlier = earlier_location(get_session(), current_actor().key)
        release_session()
        if earlier:
            _forget(waiting)
            return redirect(earlier)
        good = form.validate()
        release_session()
        if waiting:
            waiting.filename = form.arrived_name
        if upload.refused == "unavailable":
            return _again(form, None, upload.trouble or _full()), 503
        if upload.refused:
            apply_errors(form, Invalid(fields={"file": _why(upload.refused)}))
        elif good:
            return _register(form, waiting)
    except (StoreFull, StoreLocked) as problem:
        _forget(waiting)
        return _again(form, None, str(problem.message) or _full()), 503
    except BaseException:
        _forget(waiting)
        raise
    return _again(form, waiting), 422


def _register(form: NewExhibitForm, waiting: Waiting | None) -> ResponseReturnValue:
    session, actor, store = get_session(), current_actor(), the_store()
    file = intake.look_into(store, waiting.staged, waiting.filename) if waiting else None
    try:
        details, parent = form.details(g.case.time_zone), _origin(form.parent.data or "")
        derived_as, method = form.derived, (form.derivation.data or "").strip()
        derivatives.check_method(parent, derived_as, method)
        exhibit = intake.register_exhibit(
            session, actor, store, case=g.case, details=details, file=file,
            parent=parent, derived_as=derived_as, derivation=method, settings=settings(),
        )  # fmt: skip
    except Invalid as problem:
        session.rollback()
        apply_errors(form, problem)
        if "file" in problem.fields:
            _forget(waiting)
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
    form.received.data = _sign(waiting) if waiting else ""
    form.file.data = None
    most = size(settings().max_upload_bytes)
    origin = _origin(form.parent.data or "")
    told = (waiting.filename, size(waiting.staged.size), waiting.staged.sha256) if waiting else None
    return render("evidence/new.html", form=form, waiting=told, most=most, trouble=trouble, origin=origin)


def _why(refused: str) -> str:
    if refused == "empty":
        return _("The file is empty: there is nothing to keep.")
    if refused == "too_large":
        most = size(settings().max_upload_bytes)
        return _("The file is larger than %(most)s, the most that this installation takes.", most=most)
    return _("One file at a time: each is an exhibit of its own.")


def _full() -> str:
    return _("The disk that holds the files is full or cannot be written. Tell whoever runs this installation.")


def _forget(waiting: Waiting | None) -> None:
    if waiting is not None:
        the_store().discard(waiting.staged)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or b"", salt="file that waits")


def _sign(waiting: Waiting) -> str:
    staged = waiting.staged
    whose = [current_actor().key, g.case.key]
    return str(_signer().dumps([*whose, staged.handle, staged.sha256, staged.size, waiting.filename]))


def _arrived_before(upload: Upload) -> Waiting | None:
    """The file of an earlier try of this form, when it is this person's, for this case, and still there."""
    token = upload.fields.get("received", "")
    if not token:
        return None
    try:
        account, case, handle, sha256, length, filename = _signer().loads(token, max_age=WAITS_SECONDS)
    except (BadSignature, ValueError):
        return None
    if (account, case) != (current_actor().key, g.case.key):
        return None
    staged = the_store().staged_again(handle, sha256, length)
    return Waiting(staged, filename) if staged else None
