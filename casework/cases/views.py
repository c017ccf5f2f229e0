"""Pages of the cases."""

from typing import Any

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.accounts.services import names_of
from casework.cases import services
from casework.cases.forms import CaseForm, MemberForm, NewCaseForm, RemoveMemberForm, StatusForm
from casework.cases.models import Case
from casework.errors import Invalid, Stale
from casework.i18n import _
from casework.i18n.labels import choices
from casework.vocabulary import CaseStatus, Confidence, Marking
from casework.web import apply_errors, current_actor, get_session, needs, render, saved
from casework.web.restoring import typed_formdata

bp = Blueprint("cases", __name__, url_prefix="/cases")
PAGE = 50


def _fields(form: CaseForm) -> dict[str, Any]:
    fields: dict[str, Any] = {name: getattr(form, name).data or "" for name in services.EDITABLE}
    return fields | {
        "standard_of_proof": Confidence(form.standard_of_proof.data),
        "marking": Marking(form.marking.data),
    }


@bp.get("")
@needs(Permission.CASE_LIST)
def index() -> ResponseReturnValue:
    """The cases that the reader belongs to."""
    wanted = request.args.get("status", "")
    status = CaseStatus(wanted) if wanted in set(CaseStatus) else None
    after = request.args.get("after", type=int)
    rows = services.list_cases(get_session(), current_actor(), status=status, after=after, limit=PAGE + 1)
    return render(
        "cases/index.html", cases=rows[:PAGE], more=len(rows) > PAGE, status=status, statuses=choices(CaseStatus)
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.CASE_CREATE)
def new() -> ResponseReturnValue:
    """Open a case."""
    form = NewCaseForm()
    if form.validate_on_submit():
        opened = services.open_case(get_session(), current_actor(), opened_on=form.opened_on.data, **_fields(form))
        flash(_("The case %(reference)s was opened.", reference=opened.reference))
        return saved(url_for("cases.show", case_ref=opened.reference))
    return render("cases/new.html", form=form), 422 if form.is_submitted() else 200


@bp.get("/<case_ref>")
@needs(Permission.CASE_VIEW)
def show(case_ref: str) -> ResponseReturnValue:
    """The overview: what the case is, how far it is, who works on it."""
    case: Case = g.case
    rows = services.members(get_session(), current_actor(), case)
    return render("cases/show.html", case=case, members=rows)


@bp.route("/<case_ref>/edit", methods=["GET", "POST"])
@needs(Permission.CASE_EDIT)
def edit(case_ref: str) -> ResponseReturnValue:
    """Change what the case is about."""
    case, form = g.case, CaseForm(obj=g.case)
    if not form.validate_on_submit():
        return render("cases/edit.html", case=case, form=form), 422 if form.is_submitted() else 200
    try:
        version = int(form.version.data or 0)
        services.edit_case(get_session(), current_actor(), case=case, version=version, **_fields(form))
    except Stale:
        stored = CaseForm(formdata=None, obj=case)
        form.version.data = str(case.version)  # sending again saves what is typed over what is stored
        return render("cases/edit.html", case=case, form=form, stored=stored), 409
    flash(_("The case was saved."))
    return saved(url_for("cases.show", case_ref=case_ref))


@bp.route("/<case_ref>/status", methods=["GET", "POST"])
@needs(Permission.CASE_EDIT)
def status(case_ref: str) -> ResponseReturnValue:
    """Move the case on."""
    case, form = g.case, StatusForm()
    steps = services.NEXT_STATUS[case.status]
    form.to.choices = [(value, text) for value, text in choices(CaseStatus) if CaseStatus(value) in steps]
    if form.validate_on_submit():
        to = CaseStatus(form.to.data)
        services.change_status(get_session(), current_actor(), case=case, to=to, reason=form.reason.data)
        flash(_("The status was changed."))
        return saved(url_for("cases.show", case_ref=case_ref))
    return render("cases/status.html", case=case, form=form), 422 if form.is_submitted() else 200


@bp.route("/<case_ref>/members", methods=["GET", "POST"])
@needs(Permission.CASE_MEMBERS)
def members(case_ref: str) -> ResponseReturnValue:
    """Who belongs to the case; add one."""
    session, actor, form = get_session(), current_actor(), MemberForm(formdata=typed_formdata())
    if form.validate_on_submit():
        try:
            services.add_member(session, actor, case=g.case, email=form.email.data, reason=form.reason.data)
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("The member was added."))
            return saved(url_for("cases.members", case_ref=case_ref))
    rows = services.members(session, actor, g.case)
    names = names_of(session, {m.granted_by for m, _a in rows if m.granted_by})
    status = 422 if form.is_submitted() else 200
    return render("cases/members.html", case=g.case, form=form, members=rows, names=names), status


@bp.route("/<case_ref>/members/<int:account_id>/remove", methods=["GET", "POST"])
@needs(Permission.CASE_MEMBERS)
def remove_member(case_ref: str, account_id: int) -> ResponseReturnValue:
    """End a membership."""
    form = RemoveMemberForm(formdata=typed_formdata())
    if form.validate_on_submit():
        services.remove_member(
            get_session(), current_actor(), case=g.case, account_id=account_id, reason=form.reason.data
        )
        flash(_("The membership was ended."))
        return saved(url_for("cases.members", case_ref=case_ref))
    status = 422 if form.is_submitted() else 200
    return render("cases/remove_member.html", case=g.case, form=form, account_id=account_id), status


@bp.get("/<case_ref>/activity")
@needs(Permission.CASE_TRAIL)
def trail(case_ref: str) -> ResponseReturnValue:
    """What happened in the case, from the log."""
    session = get_session()
    before, action = request.args.get("before", type=int), request.args.get("action", "")
    rows = services.trail(session, current_actor(), g.case, action=action or None, before=before, limit=PAGE + 1)
    names = names_of(session, {entry.actor_id for entry in rows if entry.actor_id})
    return render(
        "cases/trail.html", case=g.case, entries=rows[:PAGE], more=len(rows) > PAGE, names=names, action=action
    )
