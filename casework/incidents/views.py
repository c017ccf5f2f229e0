"""Pages of the incidents and of the figures about them."""

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col

from casework.access import Permission
from casework.errors import Invalid, Stale
from casework.i18n import _
from casework.i18n.labels import choices
from casework.incidents import figures, panels, reviewing, services, telling, victims
from casework.incidents.forms import FigureForm, IncidentForm, ReasonForm, SubmitForm
from casework.incidents.models import Incident, Victim
from casework.vocabulary import Act
from casework.web import apply_errors, current_actor, get_session, needs, page, render, saved
from casework.web.restoring import typed_formdata

bp = Blueprint("incidents", __name__, url_prefix="/cases/<case_ref>/incidents")
assert panels  # noqa: S101 - importing it registers what other pages show
assert telling  # noqa: S101 - and what the pages of sources say


def _find(ref: str) -> Incident:
    return services.get_incident(get_session(), current_actor(), g.case, ref)


@bp.get("")
@needs(Permission.INCIDENT_VIEW)
def index(case_ref: str) -> ResponseReturnValue:
    """The case's incidents, and the figures that sources give for all of it."""
    session, q, wanted = get_session(), request.args.get("q", ""), request.args.get("act", "")
    act = Act(wanted) if wanted in set(Act) else None
    statement = services.incidents_listed(session, current_actor(), g.case, q=q, act=act)
    after = request.args.get("after", type=int)
    found = page(session, statement, key=col(Incident.number), after=after, descending=False)
    return render("incidents/index.html", page=found, q=q, act=act, acts=choices(Act))


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.INCIDENT_EDIT)
def new(case_ref: str) -> ResponseReturnValue:
    """Add an incident."""
    form = IncidentForm(formdata=typed_formdata())
    if form.validate_on_submit():
        try:
            incident = services.add_incident(get_session(), current_actor(), g.case, form.facts())
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("%(reference)s was added.", reference=incident.reference))
            return saved(url_for("incidents.show", case_ref=case_ref, ref=incident.reference))
    return render("incidents/form.html", form=form, incident=None), 422 if form.is_submitted() else 200


@bp.get("/<ref>")
@needs(Permission.INCIDENT_VIEW)
def show(case_ref: str, ref: str) -> ResponseReturnValue:
    """An incident with its figures and victims."""
    session, incident = get_session(), _find(ref)
    counted = figures.side_by_side(figures.figures_of(session, g.case.key, incident_id=incident.key))
    hurt = victims.victims_listed(session, current_actor(), g.case, incident=incident)
    first = page(session, hurt, key=col(Victim.id), descending=False)
    return render("incidents/show.html", incident=incident, figures=counted, victims=first, submit=SubmitForm())


@bp.post("/<ref>/submit")
@needs(Permission.INCIDENT_EDIT)
def submit(case_ref: str, ref: str) -> ResponseReturnValue:
    """Send the incident to review."""
    reviewing.submit(get_session(), current_actor(), g.case, _find(ref))
    flash(_("%(reference)s waits for review now.", reference=ref))
    return saved(url_for("incidents.show", case_ref=case_ref, ref=ref))


@bp.route("/<ref>/edit", methods=["GET", "POST"])
@needs(Permission.INCIDENT_EDIT)
def edit(case_ref: str, ref: str) -> ResponseReturnValue:
    """Change an incident."""
    incident = _find(ref)
    form = IncidentForm(formdata=typed_formdata(), data=incident.model_dump())
    if not form.validate_on_submit():
        return render("incidents/form.html", form=form, incident=incident), 422 if form.is_submitted() else 200
    try:
        version = int(form.version.data or 0)
        services.change_incident(get_session(), current_actor(), g.case, incident, form.facts(), version=version)
    except Invalid as problem:
        apply_errors(form, problem)
        return render("incidents/form.html", form=form, incident=incident), 422
    except Stale:
        stored = IncidentForm(formdata=None, data=incident.model_dump())
        form.version.data = str(incident.version)  # sending again saves what is typed over what is stored
        return render("incidents/form.html", form=form, incident=incident, stored=stored), 409
    flash(_("The incident was saved."))
    return saved(url_for("incidents.show", case_ref=case_ref, ref=ref))


@bp.get("/figures")
@needs(Permission.INCIDENT_VIEW)
def case_figures(case_ref: str) -> ResponseReturnValue:
    """Every figure of the case, side by side; incidents are named beside theirs."""
    session = get_session()
    rows = figures.figures_of(session, g.case.key)
    names = {row.key: row for row in services.incidents_of(session, g.case.key)}
    return render("incidents/figures.html", figures=figures.side_by_side(rows), incidents=names)


@bp.route("/figures/new", methods=["GET", "POST"])
@needs(Permission.INCIDENT_EDIT)
def new_figure(case_ref: str) -> ResponseReturnValue:
    """Put a source's figure beside the others: for the whole case, or (`?incident=I-0001`) for one incident."""
    session, actor = get_session(), current_actor()
    form = FigureForm(formdata=typed_formdata(), data={"incident": request.args.get("incident", "")})
    offered = services.incident_choices(session, actor, g.case)
    form.incident.offer(_("For the whole case"), offered)
    at = form.incident.data or ""
    back = url_for("incidents.show", case_ref=case_ref, ref=at) if at else None
    back = back or url_for("incidents.case_figures", case_ref=case_ref)
    if form.validate_on_submit():
        try:
            figures.add_figure(session, actor, g.case, form.given(), incident=form.incident.resolve(_find))
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("The figure was added beside the others."))
            return saved(back)
    return render("incidents/figure.html", form=form, back=back), 422 if form.is_submitted() else 200


@bp.route("/figures/<int:figure_id>/withdraw", methods=["GET", "POST"])
@needs(Permission.INCIDENT_EDIT)
def withdraw_figure(case_ref: str, figure_id: int) -> ResponseReturnValue:
    """Take back a figure that was entered wrongly."""
    form = ReasonForm()
    figure = figures.get_figure(get_session(), current_actor(), g.case, figure_id)
    back = url_for("incidents.case_figures", case_ref=case_ref)
    if form.validate_on_submit():
        figures.withdraw_figure(get_session(), current_actor(), g.case, figure_id, reason=form.reason.data)
        flash(_("The figure was taken back. It stays readable."))
        return saved(back)
    status = 422 if form.is_submitted() else 200
    return render("incidents/withdraw_figure.html", form=form, figure=figure, back=back), status
