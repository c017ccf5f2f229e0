"""Pages on which claims about units are added, given further sources, and withdrawn."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.cases.services import list_cases
from casework.errors import Invalid
from casework.i18n import _
from casework.leaks.watching import WatchedForm
from casework.sources.claim_forms import WhyForm
from casework.sources.forms import SourceForm
from casework.units import claims, individuals, preferring, services, sources
from casework.units.claims import Claim
from casework.units.forms import PostingForm, RelationForm, VacancyForm, WithdrawForm
from casework.units.models import Posting, UnitRelation
from casework.units.sources import POSTING, RELATION, VACANCY
from casework.vocabulary import PostingRole, RelationKind
from casework.web import apply_errors, current_actor, get_session, needs, render, saved
from casework.web.restoring import typed_formdata

bp = Blueprint("claims", __name__, url_prefix="/units")
ANCHORS = {RELATION: "relations", POSTING: "postings", VACANCY: "postings"}


def _offer_cases(form: SourceForm) -> None:
    form.offer_cases([case.reference for case in list_cases(get_session(), current_actor(), limit=200)])


@bp.route("/<ref>/relations/new", methods=["GET", "POST"])
@needs(Permission.UNIT_EDIT)
def new_relation(ref: str) -> ResponseReturnValue:
    """Say how the unit stood to another."""
    session, actor = get_session(), current_actor()
    unit = services.get_unit(session, actor, ref)
    form = RelationForm(formdata=typed_formdata())
    form.other.offer(_("Choose a unit"), services.unit_choices(session, actor))
    _offer_cases(form)
    if form.validate_on_submit():
        try:
            other = form.other.found(lambda code: services.get_unit(session, actor, code))
            child, parent = (unit, other) if form.direction.data == "under" else (other, unit)
            claims.relate_units(
                session, actor, child=child, parent=parent, kind=RelationKind(form.kind.data), said=form.said()
            )
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("The relation was recorded."))
            return saved(url_for("units.show", ref=ref))
    return render("units/relation.html", form=form, unit=unit), 422 if form.is_submitted() else 200


@bp.route("/<ref>/postings/new", methods=["GET", "POST"])
@needs(Permission.UNIT_EDIT)
def new_posting(ref: str) -> ResponseReturnValue:
    """Say who is alleged to have served in the unit."""
    session, actor = get_session(), current_actor()
    unit = services.get_unit(session, actor, ref)
    form = PostingForm(formdata=typed_formdata(), data={"individual": request.args.get("individual", "")})
    form.individual.offer(_("Choose an individual"), individuals.individual_choices(session, actor))
    _offer_cases(form)
    if form.validate_on_submit():
        try:
            person = form.individual.found(lambda code: individuals.get_individual(session, actor, code))
            role, rank = PostingRole(form.role.data), form.rank.data or ""
            claims.record_posting(session, actor, unit=unit, individual=person, role=role, rank=rank, said=form.said())
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("The posting was recorded."))
            return saved(url_for("units.show", ref=ref))
    return render("units/posting.html", form=form, unit=unit), 422 if form.is_submitted() else 200


@bp.route("/<ref>/vacancies/new", methods=["GET", "POST"])
@needs(Permission.UNIT_EDIT)
def new_vacancy(ref: str) -> ResponseReturnValue:
    """Say that, according to a source, nobody commanded the unit."""
    session, actor = get_session(), current_actor()
    unit = services.get_unit(session, actor, ref)
    form = VacancyForm(formdata=typed_formdata())
    _offer_cases(form)
    if form.validate_on_submit():
        try:
            claims.record_vacancy(session, actor, unit=unit, said=form.said())
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("The vacancy was recorded."))
            return saved(url_for("units.show", ref=ref))
    return render("units/vacancy.html", form=form, unit=unit), 422 if form.is_submitted() else 200


@bp.route("/claims/<kind>/<int:claim_id>/sources/new", methods=["GET", "POST"])
@needs(Permission.UNIT_EDIT)
def new_source(kind: str, claim_id: int) -> ResponseReturnValue:
    """Put a further source under a claim."""
    session, actor = get_session(), current_actor()
    claim = claims.get_claim(session, actor, kind, claim_id)
    unit = claims.unit_of(session, claim)
    form = SourceForm(formdata=typed_formdata())
    _offer_cases(form)
    if form.validate_on_submit():
        try:
            sources.add_source(session, actor, kind=kind, fact_id=claim_id, about=unit.subject, given=form.source())
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("The source was added."))
            return saved(url_for("units.show", ref=unit.reference))
    return render(
        "units/source.html", form=form, unit=unit, claim=claim, kind=kind
    ), 422 if form.is_submitted() else 200


@bp.route("/claims/<kind>/<int:claim_id>/withdraw", methods=["GET", "POST"])
@needs(Permission.UNIT_EDIT)
def withdraw(kind: str, claim_id: int) -> ResponseReturnValue:
    """Take a claim back, with a reason."""
    session, actor = get_session(), current_actor()
    claim = claims.get_claim(session, actor, kind, claim_id)
    form = WithdrawForm()
    if form.validate_on_submit():
        preferring.withdraw(session, actor, claim, reason=form.reason.data)
        flash(_("The claim was taken back. It stays readable."))
        return saved(url_for("units.show", ref=claims.unit_of(session, claim).reference))
    return _reason_page(kind, claim, form)


@bp.route("/claims/<kind>/<int:claim_id>/prefer", methods=["GET", "POST"])
@needs(Permission.UNIT_EDIT)
def prefer(kind: str, claim_id: int) -> ResponseReturnValue:
    """Prefer a claim to those that compete with it, with a reason."""
    done = _("The claim is preferred now; the others stay beside it.")
    return _with_reason(kind, claim_id, done, preferring.prefer)


@bp.route("/claims/<kind>/<int:claim_id>/unprefer", methods=["GET", "POST"])
@needs(Permission.UNIT_EDIT)
def unprefer(kind: str, claim_id: int) -> ResponseReturnValue:
    """Take a preference back, with a reason."""
    return _with_reason(kind, claim_id, _("No claim is preferred any more."), preferring.unprefer)


def _with_reason(kind: str, claim_id: int, done: str, act: Callable[..., Any]) -> ResponseReturnValue:
    session, actor = get_session(), current_actor()
    claim = claims.get_claim(session, actor, kind, claim_id)
    form = WhyForm(formdata=typed_formdata())
    if form.validate_on_submit():
        try:
            act(session, actor, claim, reason=form.reason.data)
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(done)
            return saved(url_for("units.show", ref=claims.unit_of(session, claim).reference, _anchor=ANCHORS[kind]))
    return _reason_page(kind, claim, form)


def _reason_page(kind: str, claim: Claim, form: WatchedForm) -> ResponseReturnValue:
    """A claim, and a reason to be given for what is done with it."""
    session = get_session()
    unit, act = claims.unit_of(session, claim), (request.endpoint or "").rpartition(".")[2]
    rivals = preferring.rivals_of(session, claim) if act == "prefer" else []
    people = services.individuals_by_id(session, {row.individual_id for row in rivals if isinstance(row, Posting)})
    units = services.units_by_id(session, {row.parent_id for row in rivals if isinstance(row, UnitRelation)})
    status = 422 if form.is_submitted() else 200
    return render(
        "units/reason.html", form=form, unit=unit, claim=claim, kind=kind, act=act,
        rivals=[(preferring.key_of(row)[0], row) for row in rivals], people=people, units=units,
    ), status  # fmt: skip
