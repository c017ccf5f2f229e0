"""Pages of the units."""

from datetime import date

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col

from casework.access import Permission
from casework.errors import Invalid, Stale
from casework.i18n import _
from casework.i18n.labels import choices
from casework.units import pages, services, telling
from casework.units.forms import NameForm, UnitForm
from casework.units.models import Unit
from casework.vocabulary import RelationKind, UnitNameKind, UnitType
from casework.web import apply_errors, current_actor, get_session, needs, page, render, saved
from casework.web.restoring import typed_formdata

assert telling  # noqa: S101 - what the pages of sources say of facts about units
bp = Blueprint("units", __name__, url_prefix="/units")


@bp.get("")
@needs(Permission.UNIT_VIEW)
def index() -> ResponseReturnValue:
    """All units, by reference."""
    session = get_session()
    q, wanted = request.args.get("q", ""), request.args.get("kind", "")
    kind = UnitType(wanted) if wanted in set(UnitType) else None
    statement = services.units_listed(session, current_actor(), q=q, kind=kind)
    after = request.args.get("after", type=int)
    found = page(session, statement, key=col(Unit.id), after=after, descending=False)
    return render("units/index.html", page=found, q=q, kind=kind, kinds=choices(UnitType))


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.UNIT_EDIT)
def new() -> ResponseReturnValue:
    """Add a unit."""
    form = UnitForm(formdata=typed_formdata())
    if form.validate_on_submit():
        try:
            unit = services.add_unit(get_session(), current_actor(), form.facts())
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("%(reference)s was added.", reference=unit.reference))
            return saved(url_for("units.show", ref=unit.reference))
    return render("units/form.html", form=form, unit=None), 422 if form.is_submitted() else 200


@bp.get("/<ref>")
@needs(Permission.UNIT_VIEW)
def show(ref: str) -> ResponseReturnValue:
    """A unit: names, what is said of it, and who commanded it on a day."""
    session, actor = get_session(), current_actor()
    unit = services.get_unit(session, actor, ref)
    asked = request.args.get("on", "").strip()
    day = day_asked(asked)
    file = pages.unit_file(session, actor, unit, day)
    status = 422 if asked and not day else 200
    return render("units/show.html", file=file, unit=unit, on=asked, day=day, kinds=RelationKind), status


@bp.route("/<ref>/edit", methods=["GET", "POST"])
@needs(Permission.UNIT_EDIT)
def edit(ref: str) -> ResponseReturnValue:
    """Change what is known of a unit itself."""
    session, actor = get_session(), current_actor()
    unit = services.get_unit(session, actor, ref)
    form = UnitForm(formdata=typed_formdata(), data=_stored(unit))
    if not form.validate_on_submit():
        return render("units/form.html", form=form, unit=unit), 422 if form.is_submitted() else 200
    try:
        services.change_unit(session, actor, unit, form.facts(), version=int(form.version.data or 0))
    except Invalid as problem:
        apply_errors(form, problem)
        return render("units/form.html", form=form, unit=unit), 422
    except Stale:
        stored = UnitForm(formdata=None, data=_stored(unit))
        form.version.data = str(unit.version)  # sending again saves what is typed over what is stored
        return render("units/form.html", form=form, unit=unit, stored=stored), 409
    flash(_("The unit was saved."))
    return saved(url_for("units.show", ref=ref))


@bp.route("/<ref>/names/<int:name_id>", methods=["GET", "POST"])
@needs(Permission.UNIT_EDIT)
def name(ref: str, name_id: int) -> ResponseReturnValue:
    """Say what kind of name a further name is, and in which language."""
    session, actor = get_session(), current_actor()
    unit = services.get_unit(session, actor, ref)
    row = services.get_name(session, unit, name_id)
    form = NameForm(data={"kind": row.kind.value, "language": row.language})
    if form.validate_on_submit():
        kind, language = UnitNameKind(form.kind.data), form.language.data
        services.change_name(session, actor, unit, row, kind=kind, language=language)
        flash(_("The name was saved."))
        return saved(url_for("units.show", ref=ref, _anchor="names"))
    return render("units/name.html", form=form, unit=unit, row=row), 422 if form.is_submitted() else 200


def _stored(unit: Unit) -> dict[str, object]:
    names = services.names_of(get_session(), unit)
    areas = [
        row | {"place_ar": row.get("place_ar", ""), "since": row["from"], "until": row["to"]} for row in unit.areas
    ]
    return unit.model_dump() | {"aliases": "\n".join(row.name for row in names), "areas": [*areas, {}]}


def day_asked(text: str) -> date | None:
    """The day that an address asks for; None for none, or one that cannot be read."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
