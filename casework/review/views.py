"""Pages of the review: the queue, and one review."""

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.accounts.services import names_of
from casework.errors import Invalid
from casework.i18n import _
from casework.review import services
from casework.review.authorship import had_a_hand_in
from casework.review.forms import CommentForm, DecisionForm
from casework.review.models import Review
from casework.vocabulary import InformationGrade, ReviewDecision, ReviewStatus, SourceGrade
from casework.web import apply_errors, current_actor, get_session, needs, render, saved

bp = Blueprint("review", __name__, url_prefix="/cases/<case_ref>/review")
PAGE = 50


@bp.get("")
@needs(Permission.REVIEW_VIEW)
def index(case_ref: str) -> ResponseReturnValue:
    """What waits for review in this case, or what was decided."""
    wanted = request.args.get("status", "")
    statuses = (ReviewStatus(wanted),) if wanted in set(ReviewStatus) else services.OPEN
    after, session = request.args.get("after", 0, type=int), get_session()
    rows = services.queue(session, current_actor(), case_id=g.case.key, statuses=statuses, after=after, limit=PAGE + 1)
    names = names_of(session, {key for row in rows for key in (row.author_id, row.reviewer_id) if key})
    more = len(rows) > PAGE
    return render("review/index.html", case=g.case, reviews=rows[:PAGE], more=more, names=names, wanted=wanted)


def _page(review: Review, decision: DecisionForm, remark: CommentForm, status: int = 200) -> ResponseReturnValue:
    session, actor = get_session(), current_actor()
    subject = services.subject_of(review)
    remarks = services.comments_of(session, actor, subject)
    people = {review.author_id, review.reviewer_id, *(row.author_id for row in remarks)} - {None}
    names = names_of(session, {key for key in people if key})
    page = render(
        "review/show.html", case=g.case, review=review, subject=subject, form=decision, remark=remark,
        remarks=remarks, names=names, mine=review.reviewer_id == actor.id, wrote_it=review.author_id == actor.id,
        wrote_a_part=had_a_hand_in(session, actor, subject),
    )  # fmt: skip
    return page, status


def _open(review_id: int) -> tuple[Review, DecisionForm]:
    review = services.get_review(get_session(), current_actor(), g.case.key, review_id)
    form = DecisionForm(formdata=request.form if request.endpoint == "review.decide" else None)
    form.offer(review.subject_kind)
    return review, form


@bp.get("/<int:review_id>")
@needs(Permission.REVIEW_VIEW)
def show(case_ref: str, review_id: int) -> ResponseReturnValue:
    """One review: the object, the checklist, the remarks."""
    review, form = _open(review_id)
    remark = CommentForm(formdata=None, data={"paragraph": request.args.get("paragraph", "")})
    return _page(review, form, remark)


@bp.post("/<int:review_id>/claim")
@needs(Permission.REVIEW_DECIDE)
def claim(case_ref: str, review_id: int) -> ResponseReturnValue:
    """Take the review on."""
    review, _form = _open(review_id)
    services.claim(get_session(), current_actor(), review)
    return saved(url_for("review.show", case_ref=case_ref, review_id=review_id))


@bp.post("/<int:review_id>/release")
@needs(Permission.REVIEW_DECIDE)
def release(case_ref: str, review_id: int) -> ResponseReturnValue:
    """Give it back to the queue."""
    review, _form = _open(review_id)
    services.release(get_session(), current_actor(), review)
    return saved(url_for("review.index", case_ref=case_ref))


@bp.post("/<int:review_id>/remarks")
@needs(Permission.REVIEW_DECIDE)
def comment(case_ref: str, review_id: int) -> ResponseReturnValue:
    """Remark on a paragraph."""
    review, decision = _open(review_id)
    remark = CommentForm()
    if remark.validate_on_submit():
        services.comment(
            get_session(), current_actor(), review, paragraph=remark.paragraph.data.strip(), text=remark.text.data
        )
        return saved(url_for("review.show", case_ref=case_ref, review_id=review_id) + "#remarks")
    return _page(review, decision, remark, 422)


@bp.post("/<int:review_id>/decision")
@needs(Permission.REVIEW_DECIDE)
def decide(case_ref: str, review_id: int) -> ResponseReturnValue:
    """Approve, return or reject."""
    review, form = _open(review_id)
    blank = CommentForm(formdata=None)
    if not form.validate_on_submit():
        return _page(review, form, blank, 422)
    try:
        services.decide(
            get_session(), current_actor(), review, decision=ReviewDecision(form.decision.data),
            reasons=form.reasons.data or "", checklist=set(form.checklist.data or []),
            source_grade=SourceGrade(form.source_grade.data),
            information_grade=InformationGrade(form.information_grade.data),
        )  # fmt: skip
    except Invalid as problem:
        apply_errors(form, problem)
        return _page(review, form, blank, 422)
    flash(_("Your decision was recorded."))
    return saved(url_for("review.index", case_ref=case_ref))
