"""Pages of the questions: ask, save, open, change, take away."""

from typing import Any

from flask import flash, g, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.accounts.services import names_of
from casework.analysis import questions
from casework.analysis.answering import MODELS, statement_of
from casework.analysis.asking import Question, read
from casework.analysis.blueprint import bp
from casework.analysis.question_forms import AskForm, DeleteForm, QuestionForm
from casework.analysis.question_words import sentence
from casework.errors import Invalid, Stale
from casework.i18n import _
from casework.web import apply_errors, current_actor, get_session, needs, page, render, saved
from casework.web.restoring import typed_formdata


def _answers(question: Question) -> dict[str, Any]:
    """A page of what answers, with how many there are and what was asked."""
    session, actor = get_session(), current_actor()
    model, statement = MODELS[question.about], statement_of(session, actor, g.case, question)
    found = page(session, statement, key=model.id, after=request.args.get("after", type=int))
    return {
        "page": found,
        "count": questions.count_of(session, actor, g.case, question) if found.items else 0,
        "question": question,
        "sentence": sentence(question),
    }


@bp.get("/questions")
@needs(Permission.ANALYSIS_VIEW)
def questions_index(case_ref: str) -> ResponseReturnValue:
    """The saved questions of the case, and a form to ask another."""
    session, actor = get_session(), current_actor()
    rows = questions.saved_questions(session, actor, g.case)
    shown = [(row, sentence(read(row.asked))) for row in rows]
    names = names_of(session, {row.author_id for row in rows if row.author_id})
    form = AskForm(formdata=None, meta={"csrf": False})
    return render("analysis/questions.html", shown=shown, names=names, form=form)


@bp.get("/questions/ask")
@needs(Permission.ANALYSIS_VIEW)
def ask(case_ref: str) -> ResponseReturnValue:
    """Ask without saving; the address is the question."""
    form = AskForm(formdata=request.args, meta={"csrf": False})
    if not form.validate():
        return render("analysis/question.html", form=form, row=None), 422
    return render("analysis/question.html", form=form, row=None, **_answers(form.question()))


@bp.route("/questions/new", methods=["GET", "POST"])
@needs(Permission.QUESTION_SAVE)
def new_question(case_ref: str) -> ResponseReturnValue:
    """Save a question with a name."""
    form = QuestionForm(formdata=typed_formdata(), data=request.args.to_dict())
    if form.validate_on_submit():
        try:
            name, asked = form.name.data or "", form.question()
            row = questions.save_question(get_session(), current_actor(), g.case, name=name, question=asked)
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("The question was saved. All members of the case see it."))
            return saved(url_for("analysis.question", case_ref=case_ref, q_ref=row.reference))
    return render("analysis/question_form.html", form=form, row=None), 422 if form.is_submitted() else 200


@bp.get("/questions/<q_ref>")
@needs(Permission.ANALYSIS_VIEW)
def question(case_ref: str, q_ref: str) -> ResponseReturnValue:
    """Open a saved question: asked anew, of what this reader may see."""
    row = questions.get_question(get_session(), current_actor(), g.case, q_ref)
    asked = read(row.asked)
    form = AskForm(formdata=None, data=row.asked, meta={"csrf": False})
    may_change = questions.is_own(current_actor(), row)
    return render(
        "analysis/question.html", form=form, row=row, may_change=may_change, delete=DeleteForm(), **_answers(asked)
    )


@bp.route("/questions/<q_ref>/edit", methods=["GET", "POST"])
@needs(Permission.QUESTION_SAVE)
def edit_question(case_ref: str, q_ref: str) -> ResponseReturnValue:
    """Change the name of a question, or what it asks."""
    session, actor = get_session(), current_actor()
    row = questions.get_question(session, actor, g.case, q_ref)
    form = QuestionForm(formdata=typed_formdata(), data={**row.asked, "name": row.name, "version": row.version})
    if not form.validate_on_submit():
        return render("analysis/question_form.html", form=form, row=row), 422 if form.is_submitted() else 200
    try:
        name, asked, version = form.name.data or "", form.question(), int(form.version.data or 0)
        questions.change_question(session, actor, g.case, row, name=name, question=asked, version=version)
    except Stale:
        theirs = QuestionForm(formdata=None, data={**row.asked, "name": row.name})
        form.version.data = str(row.version)
        return render("analysis/question_form.html", form=form, row=row, stored=theirs), 409
    flash(_("The question was saved."))
    return saved(url_for("analysis.question", case_ref=case_ref, q_ref=q_ref))


@bp.post("/questions/<q_ref>/delete")
@needs(Permission.QUESTION_SAVE)
def delete_question(case_ref: str, q_ref: str) -> ResponseReturnValue:
    """Take a question away."""
    session, actor = get_session(), current_actor()
    questions.delete_question(session, actor, questions.get_question(session, actor, g.case, q_ref))
    flash(_("The question was taken away."))
    return saved(url_for("analysis.questions_index", case_ref=case_ref))
