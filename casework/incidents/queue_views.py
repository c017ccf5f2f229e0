"""The pages of the queue of possible duplicates: one pair, one answer, the next pair; by keyboard, without script."""

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.errors import Invalid
from casework.incidents import duplicates, jobs, queue
from casework.incidents.forms import PairForm
from casework.incidents.victims_blueprint import bp
from casework.vocabulary import SamePerson
from casework.web import BaseForm, apply_errors, current_actor, get_session, needs, render, saved
from casework.web.restoring import typed_formdata

assert jobs  # noqa: S101 - importing it registers the work


@bp.route("/duplicates", methods=["GET", "POST"])
@needs(Permission.INCIDENT_EDIT)
def duplicates_queue(case_ref: str) -> ResponseReturnValue:
    """The likeliest pair that waits. Answering it leads to the next."""
    session, actor = get_session(), current_actor()
    form = PairForm(formdata=typed_formdata())
    if form.validate_on_submit():
        try:
            first, second = queue.get_pair(session, actor, g.case, int(form.pair.data or 0))
            duplicates.mark_duplicate(
                session, actor, g.case, first, second, answer=SamePerson(form.answer.data), reason=form.reason.data
            )
            return saved(url_for("victims.duplicates_queue", case_ref=case_ref))
        except Invalid as problem:
            apply_errors(form, problem)
    asked = queue.next_pair(session, actor, g.case, beside=request.args.get("beside", 0, type=int))
    if asked is not None:
        form.pair.data = str(asked.pair.key)
    job = queue.newest_job(session, g.case)
    return render(
        "victims/duplicates.html", form=form, asked=asked, job=job, is_due=queue.is_due(session, g.case, job),
        plain=BaseForm(formdata=None), undecided=len(duplicates.open_questions(session, g.case.key)),
    ), 422 if form.errors else 200  # fmt: skip


@bp.post("/duplicates/look")
@needs(Permission.VICTIM_REVEAL)
def look_for_duplicates(case_ref: str) -> ResponseReturnValue:
    """Have the names compared."""
    queue.start(get_session(), current_actor(), g.case)
    get_session().commit()
    return redirect(url_for("victims.duplicates_queue", case_ref=case_ref), 303)
