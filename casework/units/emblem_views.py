"""The page on which a picture of a case is chosen as the emblem of a unit."""

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length

from casework.access import Permission
from casework.cases.services import find_case, list_cases
from casework.errors import Invalid
from casework.i18n import _, _l
from casework.units import emblems, services
from casework.web import BaseForm, apply_errors, current_actor, get_session, needs, render, saved

bp = Blueprint("emblems", __name__, url_prefix="/units")


class EmblemForm(BaseForm):
    """A picture of a case."""

    case_reference = SelectField(
        _l("Case"), validators=[DataRequired()], description=_l("Only its members will see the picture.")
    )
    exhibit = StringField(
        _l("Exhibit"),
        validators=[Length(max=12)],
        description=_l("As in EX-0003: a photograph, or a document's first page. Empty: show none of this case."),
    )


@bp.route("/<ref>/emblem", methods=["GET", "POST"])
@needs(Permission.UNIT_EDIT)
def choose(ref: str) -> ResponseReturnValue:
    """Choose the picture."""
    session, actor = get_session(), current_actor()
    unit, cases = services.get_unit(session, actor, ref), list_cases(session, actor, limit=200)
    shown = {one.case_reference: one.exhibit.reference for one in emblems.emblems_of(session, actor, unit)}
    first = next(iter(shown), cases[0].reference if cases else "")
    form = EmblemForm(data={"case_reference": first, "exhibit": shown.get(first, "")})
    form.case_reference.choices = [(case.reference, f"{case.reference} · {case.title}") for case in cases]
    if form.validate_on_submit():
        case = find_case(session, actor, str(form.case_reference.data))
        try:
            emblems.choose_emblem(session, actor, unit, case, form.exhibit.data or "")
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("The emblem was saved."))
            return saved(url_for("units.show", ref=ref, _anchor="emblem"))
    return render("units/emblem.html", form=form, unit=unit), 422 if form.is_submitted() else 200
