"""The pages of a redaction: mark the places, look at the result, follow the making."""

from flask import Blueprint, Response, g, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.errors import Invalid, NotFound
from casework.evidence import services as evidence
from casework.evidence.models import Exhibit
from casework.redactions import jobs, panels, services
from casework.redactions.forms import RedactionForm
from casework.redactions.marks import Act, Mark, Medium
from casework.storage import MissingContent, open_store
from casework.web import apply_errors, current_actor, get_session, needs, release_session, render, saved, settings
from casework.web.restoring import typed_formdata

bp = Blueprint("redactions", __name__, url_prefix="/cases/<case_ref>/evidence/<ref>/redaction")
__all__ = ["bp", "jobs", "panels"]  # the worker and the exhibit's page are known with this module
MOST_BOXES = 200


@bp.route("", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_EDIT)
def make(case_ref: str, ref: str) -> ResponseReturnValue:
    """Mark what is to be taken out. Two buttons: look at it first, or have the copy made."""
    session, actor, exhibit = get_session(), current_actor(), _exhibit(ref)
    medium = services.require_medium(session, actor, case=g.case, exhibit=exhibit)
    form = RedactionForm(formdata=typed_formdata())
    form.prepare(medium)
    if form.validate_on_submit() and not _only_looks():
        try:
            services.begin(session, actor, case=g.case, exhibit=exhibit, marks=form.chosen())
            return saved(url_for("redactions.progress", case_ref=case_ref, ref=ref))
        except Invalid as problem:
            apply_errors(form, problem)
    return _page(exhibit, medium, form), 422 if form.errors else 200


@bp.get("/picture")
@needs(Permission.EVIDENCE_EDIT)
def picture(case_ref: str, ref: str) -> ResponseReturnValue:
    """The picture, or one page, drawn anew with the boxes of the address: what the copy will look like."""
    session, actor, exhibit = get_session(), current_actor(), _exhibit(ref)
    medium = services.require_medium(session, actor, case=g.case, exhibit=exhibit)
    if medium not in (Medium.PICTURE, Medium.PAGES):
        raise NotFound
    sha256, media_type = exhibit.sha256, exhibit.media_type
    page = max(1, request.args.get("page", 1, type=int))
    boxes = [box for text in request.args.getlist("box")[:MOST_BOXES] if (box := _box(text))]
    release_session()
    try:
        with open_store(settings()).open_stream(sha256) as source:
            drawn = services.draw(source, media_type=media_type, page=page, boxes=boxes)
    except MissingContent:
        drawn = None
    if drawn is None:
        raise NotFound
    answer = Response(drawn, mimetype="image/jpeg")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@bp.get("/progress")
@needs(Permission.EVIDENCE_EDIT)
def progress(case_ref: str, ref: str) -> ResponseReturnValue:
    """How far the making is, and what came of it."""
    session, exhibit = get_session(), _exhibit(ref)
    job = services.newest_job(session, current_actor(), exhibit=exhibit)
    working = job is not None and job.state.is_under_way
    return render("redactions/progress.html", exhibit=exhibit, job=job, working=working)


def _exhibit(ref: str) -> Exhibit:
    return evidence.get_exhibit(get_session(), current_actor(), case=g.case, reference=ref)


def _page(exhibit: Exhibit, medium: Medium, form: RedactionForm) -> str:
    rows = [entry.form for entry in form.marks.entries if not entry.form.is_blank()]
    chosen = [row.mark() for row in rows if row.code.data and not row.errors and row.act.data]
    boxes = [mark for mark in chosen if mark.act is Act.BOX]
    pages = int(exhibit.embedded.get("pages", 1) or 1) if medium is Medium.PAGES else 1
    first = boxes[0].page if boxes else 1
    asked = request.form.get("step", request.values.get("page", first, type=int), type=int)
    page = min(max(1, asked), pages)
    return render(
        "redactions/make.html", exhibit=exhibit, medium=medium, form=form, chosen=chosen, page=page, pages=pages,
        boxes=[_text(mark) for mark in boxes if mark.page == page], previewed=request.form.get("do") == "preview",
    )  # fmt: skip


def _only_looks() -> bool:
    """Another page of the document, or the result: nothing is made yet."""
    return request.form.get("do") == "preview" or "step" in request.form


def _text(mark: Mark) -> str:
    return ",".join(f"{value:g}" for value in mark.box)


def _box(text: str) -> list[float] | None:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        return None
    return numbers if len(numbers) == 4 and all(0 <= one <= 100 for one in numbers) else None
