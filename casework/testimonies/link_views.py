"""Pages that link exhibits to paragraphs."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.errors import Invalid
from casework.i18n import _
from casework.testimonies import exhibits
from casework.testimonies.blueprint import bp, find
from casework.testimonies.forms import ExhibitForm
from casework.web import apply_errors, current_actor, get_session, needs, render, saved


@bp.route("/<ref>/exhibits/link", methods=["GET", "POST"])
@needs(Permission.TESTIMONY_EDIT)
def link(case_ref: str, ref: str) -> ResponseReturnValue:
    """Link an exhibit to a paragraph (`?paragraph=9`), or to the whole statement."""
    session, actor, testimony = get_session(), current_actor(), find(ref)
    asked = {"paragraph": request.args.get("paragraph", ""), "exhibit": request.args.get("exhibit", "")}
    form = ExhibitForm(data=asked)
    numbers = [(number, f"¶{number}") for number in exhibits.numbers_of(testimony)]
    form.paragraph.choices = [("", _("The whole statement")), *numbers]
    if form.validate_on_submit():
        paragraph = form.paragraph.data or ""
        try:
            exhibits.link(session, actor, testimony=testimony, paragraph=paragraph, exhibit=form.exhibit.data,
                          note=form.note.data or "")  # fmt: skip
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("The exhibit was linked."))
            return saved(_place(case_ref, ref, paragraph))
    page = render(
        "testimonies/link.html", testimony=testimony, form=form, exhibits=exhibits.exhibits_of_case(session, testimony)
    )
    return page, 422 if form.is_submitted() else 200


@bp.post("/<ref>/exhibits/<int:link_id>/unlink")
@needs(Permission.TESTIMONY_EDIT)
def unlink(case_ref: str, ref: str, link_id: int) -> ResponseReturnValue:
    """Take a link away."""
    exhibits.unlink(get_session(), current_actor(), testimony=find(ref), link_id=link_id)
    flash(_("The link was taken away."))
    return saved(_place(case_ref, ref, request.args.get("paragraph", "")))


def _place(case_ref: str, ref: str, paragraph: str) -> str:
    return url_for("testimonies.show", case_ref=case_ref, ref=ref, _anchor=f"p{paragraph}" if paragraph else None)
