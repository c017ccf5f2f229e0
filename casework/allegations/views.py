"""Pages of the allegations."""

from flask import flash, g, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col

from casework.access import Permission
from casework.allegations import beside, entry, labels, law_views, panels, queries, reviewing, services
from casework.allegations.blueprint import bp, find
from casework.allegations.filters import narrowed_by, offered_filters
from casework.allegations.forms import AllegationForm, LegalForm, SubmitForm
from casework.allegations.models import Allegation
from casework.allegations.point_forms import ConfirmLabelForm
from casework.allegations.showing import whole
from casework.errors import Invalid, Stale
from casework.i18n import _
from casework.vocabulary import LegalLabel
from casework.web import apply_errors, current_actor, get_session, needs, page, render, saved
from casework.web.restoring import typed_formdata

# Importing these registers what other pages show, and further pages.
__all__ = ["beside", "bp", "law_views", "panels"]


@bp.get("")
@needs(Permission.ALLEGATION_VIEW)
def index(case_ref: str) -> ResponseReturnValue:
    """The case's allegations."""
    session, asked = get_session(), narrowed_by(request.args)
    statement = services.allegations_listed(session, current_actor(), g.case, asked)
    found = page(session, statement, key=col(Allegation.number), after=request.args.get("after", type=int))
    files = queries.files_of(session, found.items)
    return render("allegations/index.html", page=found, files=files, asked=asked, offered=offered_filters())


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.ALLEGATION_EDIT)
def new(case_ref: str) -> ResponseReturnValue:
    """Link an act to a unit or individual; from a paragraph, an exhibit, an incident or a unit, in one step."""
    session, actor = get_session(), current_actor()
    form = AllegationForm(formdata=typed_formdata(), data=entry.prefilled(request.args))
    entry.offer(form, session, actor, g.case)
    if form.validate_on_submit():
        try:
            facts = entry.facts_of(form, session, actor, g.case)
            allegation = services.make_allegation(session, actor, g.case, facts)
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("%(reference)s was added.", reference=allegation.reference))
            return saved(url_for("allegations.show", case_ref=case_ref, ref=allegation.reference))
    quoted = entry.quoted(session, actor, g.case, request.args)
    status = 422 if form.is_submitted() else 200
    return render("allegations/form.html", form=form, allegation=None, quoted=quoted), status


@bp.get("/<ref>")
@needs(Permission.ALLEGATION_VIEW)
def show(case_ref: str, ref: str) -> ResponseReturnValue:
    """One allegation with everything for and against it."""
    allegation = find(ref)
    legal = LegalForm(data={"labels": allegation.legal_labels, "version": allegation.version})
    shown = whole(get_session(), current_actor(), allegation)
    return render("allegations/show.html", legal=legal, submit=SubmitForm(), confirm=ConfirmLabelForm(), **shown)


@bp.route("/<ref>/edit", methods=["GET", "POST"])
@needs(Permission.ALLEGATION_EDIT)
def edit(case_ref: str, ref: str) -> ResponseReturnValue:
    """Change an allegation."""
    session, actor, allegation = get_session(), current_actor(), find(ref)
    (file,) = queries.files_of(session, [allegation])
    form = AllegationForm(formdata=typed_formdata(), data=entry.stored(file))
    entry.offer(form, session, actor, g.case)
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render("allegations/form.html", form=form, allegation=allegation), status
    try:
        facts, version = entry.facts_of(form, session, actor, g.case), int(form.version.data or 0)
        services.change_allegation(session, actor, g.case, allegation, facts, version=version)
    except Invalid as problem:
        apply_errors(form, problem)
        return render("allegations/form.html", form=form, allegation=allegation), 422
    except Stale:
        (file,) = queries.files_of(session, [allegation])
        theirs = AllegationForm(formdata=None, data=entry.stored(file))
        entry.offer(theirs, session, actor, g.case)
        form.version.data = str(allegation.version)  # sending again saves what is typed over what is stored
        return render("allegations/form.html", form=form, allegation=allegation, stored=theirs), 409
    flash(_("The allegation was saved."))
    return saved(url_for("allegations.show", case_ref=case_ref, ref=ref))


@bp.post("/<ref>/submit")
@needs(Permission.ALLEGATION_EDIT)
def submit(case_ref: str, ref: str) -> ResponseReturnValue:
    """Send the allegation to review."""
    reviewing.submit(get_session(), current_actor(), g.case, find(ref))
    flash(_("%(reference)s waits for review now.", reference=ref))
    return saved(url_for("allegations.show", case_ref=case_ref, ref=ref))


@bp.post("/<ref>/legal")
@needs(Permission.LEGAL_LABEL)
def legal(case_ref: str, ref: str) -> ResponseReturnValue:
    """Give the provisional legal labels."""
    form, allegation = LegalForm(), find(ref)
    chosen = [LegalLabel(value) for value in form.labels.data or [] if value in set(LegalLabel)]
    labels.label_legally(get_session(), current_actor(), allegation, chosen, version=int(form.version.data or 0))
    flash(_("The labels were saved."))
    return saved(url_for("allegations.show", case_ref=case_ref, ref=ref))
