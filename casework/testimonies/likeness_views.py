"""Pages on which a supervisor looks at accounts that share wording."""

from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import Length

from casework.access import Permission, can
from casework.cases.models import Case
from casework.errors import Invalid
from casework.i18n import _, _l
from casework.leaks.watching import WatchedForm
from casework.review.models import Review
from casework.testimonies import likeness_search
from casework.testimonies.blueprint import bp, this_case
from casework.testimonies.languages import text_direction
from casework.testimonies.models import Testimony
from casework.web import apply_errors, current_actor, get_session, needs, render, saved
from casework.web.pages import panel
from casework.web.restoring import typed_formdata


class DismissForm(WatchedForm):
    """Why the same wording means nothing."""

    watched = ("reason",)
    reason = TextAreaField(
        _l("Why the same wording means nothing here"),
        validators=[Length(max=1_000)],
        description=_l("As in: both quote the same announcement. The pair stays, with your reason."),
    )


@bp.get("/likeness")
@needs(Permission.LIKENESS_VIEW)
def likeness(case_ref: str) -> ResponseReturnValue:
    """The pairs of accounts that share wording."""
    pairs = likeness_search.pairs_shown(get_session(), current_actor(), this_case())
    return render("testimonies/likeness.html", pairs=pairs)


@bp.route("/likeness/<int:pair_id>", methods=["GET", "POST"])
@needs(Permission.LIKENESS_VIEW)
def likeness_pair(case_ref: str, pair_id: int) -> ResponseReturnValue:
    """Two accounts side by side with what they share marked; dismissed with a reason."""
    session, actor = get_session(), current_actor()
    row = likeness_search.get_pair(session, actor, this_case(), pair_id)
    form = DismissForm(formdata=typed_formdata(), data={"reason": row.dismissed})
    if form.validate_on_submit():
        try:
            likeness_search.dismiss(session, actor, row, reason=form.reason.data or "")
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("The reason was saved."))
            return saved(url_for("testimonies.likeness", case_ref=case_ref))
    sides = likeness_search.sides_of(session, row)
    directions = [text_direction(side.language) for side in sides]
    status = 422 if form.is_submitted() else 200
    return render("testimonies/likeness_pair.html", row=row, sides=sides, directions=directions, form=form), status


def _shown(testimony: Testimony, case: Case) -> str:
    session, actor = get_session(), current_actor()
    if not can(session, actor, Permission.LIKENESS_VIEW, testimony.subject):
        return ""
    pairs = likeness_search.pairs_shown(session, actor, case, testimony=testimony)
    return render("testimonies/_likeness.html", pairs=pairs, case=case) if pairs else ""


@panel("testimony")
def on_testimony(testimony: Testimony, **_more: Any) -> str:
    """The accounts that share wording with this one, for supervisors."""
    return _shown(testimony, this_case())


@panel("review_testimony")
def in_review(review: Review, case: Case, **_more: Any) -> str:
    """The same, in the review of the statement."""
    testimony = get_session().get_one(Testimony, review.subject_id)
    return _shown(testimony, case)
