"""Physical items: register one without a file, and say how it is kept."""

from flask import g
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.errors import Invalid, Stale
from casework.evidence import items
from casework.evidence.blueprint import address, bp, exhibit_of, the_store
from casework.evidence.custody_forms import ItemForm, NewItemForm, item_values
from casework.web import apply_errors, current_actor, get_session, needs, render, saved
from casework.web.restoring import typed_formdata


@bp.route("/new-item", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_EDIT)
def new_item(case_ref: str) -> ResponseReturnValue:
    """Register a thing that is kept elsewhere."""
    form = NewItemForm(formdata=typed_formdata())
    if form.validate_on_submit():
        session, actor = get_session(), current_actor()
        try:
            details = form.details(g.case.time_zone)
            made = items.register_item(session, actor, the_store(), case=g.case, details=details, kept=form.kept())
            return saved(address(made))
        except Invalid as problem:
            session.rollback()
            apply_errors(form, problem)
    return render("evidence/new_item.html", form=form), 422 if form.errors else 200


@bp.route("/<ref>/item", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_EDIT)
def item(case_ref: str, ref: str) -> ResponseReturnValue:
    """Say how a physical item is kept from now on."""
    session, actor, exhibit = get_session(), current_actor(), exhibit_of(ref)
    form = ItemForm(formdata=typed_formdata(), data=item_values(items.item_of(session, actor, exhibit=exhibit)))
    theirs: list[tuple[str, str, str]] = []
    if form.validate_on_submit():
        try:
            version = int(form.version.data) if (form.version.data or "").isdigit() else 0
            items.keep_item(session, actor, case=g.case, exhibit=exhibit, version=version, details=form.kept())
            return saved(address(exhibit))
        except Invalid as problem:
            apply_errors(form, problem)
        except Stale as stale:
            stored = item_values(stale.current)
            form.version.data = stored.pop("version")
            theirs = [
                (form[name].label.text, value, form[name].data)
                for name, value in stored.items()
                if value != (form[name].data or "")
            ]
    status = 409 if theirs else 422 if form.errors else 200
    return render("evidence/item.html", form=form, exhibit=exhibit, theirs=theirs), status
