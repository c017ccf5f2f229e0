"""Pages of sources: which there are, which facts rest on one, how it is graded, what it repeats."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlmodel import col

from casework.access import Permission
from casework.errors import Invalid, Stale
from casework.i18n import _
from casework.i18n.labels import choices
from casework.sources import panels, services
from casework.sources.forms import RepeatForm, SourceItselfForm
from casework.sources.models import Source
from casework.sources.resting import resting_on
from casework.sources.where import where_it_lies
from casework.vocabulary import SourceGrade
from casework.web import apply_errors, current_actor, get_session, needs, page, render, saved
from casework.web.restoring import typed_formdata

assert panels  # noqa: S101 - what sources draw on the pages of testimonies and exhibits
bp = Blueprint("sources", __name__, url_prefix="/sources")


@bp.get("")
@needs(Permission.SOURCE_VIEW)
def index() -> ResponseReturnValue:
    """The public sources that the reader's facts rest on."""
    session, q, wanted = get_session(), request.args.get("q", ""), request.args.get("grade", "")
    grade = SourceGrade(wanted) if wanted in set(SourceGrade) else None
    statement = services.sources_listed(session, current_actor(), q=q, grade=grade)
    after = request.args.get("after", type=int)
    found = page(session, statement, key=col(Source.id), after=after, descending=False)
    return render("sources/index.html", page=found, q=q, grade=grade, grades=choices(SourceGrade))


@bp.get("/<ref>")
@needs(Permission.SOURCE_VIEW)
def show(ref: str) -> ResponseReturnValue:
    """A source: its grades, what it repeats, and the facts that rest on it."""
    session, actor = get_session(), current_actor()
    source = services.get_source(session, actor, ref)
    resting = resting_on(session, actor, source, after=request.args.get("after", type=int))
    lineage = services.lineage_shown(session, actor, source)
    return render(
        "sources/show.html", source=source, resting=resting, lineage=lineage, at=where_it_lies(session, source),
        form=FlaskForm(),
    )  # fmt: skip


@bp.route("/<ref>/edit", methods=["GET", "POST"])
@needs(Permission.SOURCE_EDIT)
def edit(ref: str) -> ResponseReturnValue:
    """Grade a source, or mend its citation."""
    session, actor = get_session(), current_actor()
    source = services.get_source(session, actor, ref)
    form = SourceItselfForm(formdata=typed_formdata(), data=source.model_dump())
    values = {"form": form, "source": source, "at": where_it_lies(session, source)}
    if not form.validate_on_submit():
        return render("sources/form.html", **values), 422 if form.is_submitted() else 200
    try:
        services.change_source(session, actor, source, form.details(), version=int(form.version.data or 0))
    except Invalid as problem:
        apply_errors(form, problem)
        return render("sources/form.html", **values), 422
    except Stale:
        stored = SourceItselfForm(formdata=None, data=source.model_dump())
        form.version.data = str(source.version)  # sending again saves what is typed over what is stored
        return render("sources/form.html", **values, stored=stored), 409
    flash(_("The source was saved."))
    return saved(url_for("sources.show", ref=ref))


@bp.route("/<ref>/repeats", methods=["GET", "POST"])
@needs(Permission.SOURCE_EDIT)
def repeats(ref: str) -> ResponseReturnValue:
    """Say that the source takes its word from another."""
    session, actor = get_session(), current_actor()
    source = services.get_source(session, actor, ref)
    form = RepeatForm(formdata=typed_formdata())
    if form.validate_on_submit():
        try:
            services.say_repeats(session, actor, source, origin=form.origin.data, note=form.note.data or "")
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("From now on the two count once."))
            return saved(url_for("sources.show", ref=ref))
    status = 422 if form.is_submitted() else 200
    return render("sources/repeats.html", form=form, source=source, at=where_it_lies(session, source)), status


@bp.post("/<ref>/repeats/<int:repeat_id>/remove")
@needs(Permission.SOURCE_EDIT)
def repeats_not(ref: str, repeat_id: int) -> ResponseReturnValue:
    """Take back that the source repeats another."""
    session, actor = get_session(), current_actor()
    source = services.get_source(session, actor, ref)
    services.unsay_repeats(session, actor, source, repeat_id)
    session.commit()
    flash(_("The two count apart again."))
    return redirect(url_for("sources.show", ref=ref))
