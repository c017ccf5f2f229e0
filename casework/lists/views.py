"""Pages of the import: give a list, say its columns, look at it, have it imported."""

from io import BytesIO

from flask import Response, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.errors import Invalid
from casework.i18n import _
from casework.incidents import services as incidents
from casework.incidents.models import Incident
from casework.jobs import Job
from casework.lists import intake_views, jobs, panels, services
from casework.lists.blueprint import address, bp
from casework.lists.checking import problems_in_order
from casework.lists.columns import Column
from casework.lists.forms import ColumnsForm, form_for
from casework.lists.models import ListState, VictimList
from casework.lists.sheets import problem_sheet, template_sheet
from casework.vault import vault_of
from casework.vocabulary import Harm
from casework.web import (
    BaseForm,
    apply_errors,
    current_actor,
    get_session,
    needs,
    release_session,
    render,
    saved,
    settings,
)

__all__ = ["bp", "intake_views", "jobs"]  # importing it registers the work
SHOWN = 3  # lines beside each column
PROBLEMS_SHOWN = 50


def find(list_id: int) -> VictimList:
    """The list that the address names."""
    return services.get_list(get_session(), current_actor(), g.case, list_id)


def is_open(row: VictimList) -> bool:
    """True for a list of the reader's own that is not imported yet."""
    return row.account_id == current_actor().id and row.state in services.OPEN


@bp.get("/template-<language>.csv")
@needs(Permission.INCIDENT_EDIT)
def template(case_ref: str, language: str) -> ResponseReturnValue:
    """An empty list to fill in, in English or Arabic."""
    wanted = "ar" if language == "ar" else "en"
    return _sheet(template_sheet(wanted), f"victims-{wanted}.csv")


@bp.get("/<int:list_id>")
@needs(Permission.INCIDENT_EDIT)
def show(case_ref: str, list_id: int) -> ResponseReturnValue:
    """What an import would do, how far it is, or what came of it."""
    session, row = get_session(), find(list_id)
    if row.state is ListState.READ and is_open(row):
        return redirect(address(row, "lists.columns"))
    job = session.get(Job, row.job_id) if row.job_id else None
    looked = services.look(session, current_actor(), vault_of(settings()), g.case, row) if is_open(row) else None
    problems = problems_in_order(looked.checked.bad) if looked else []
    after = max(0, request.args.get("from", 0, type=int))
    return render(
        "lists/show.html", row=row, job=job, looked=looked, problems=problems[after : after + PROBLEMS_SHOWN],
        found=len(problems), after=after, size=PROBLEMS_SHOWN, form=BaseForm(), exhibit=panels.exhibit_of(session, row),
        is_mine=row.account_id == current_actor().id, working=row.state is ListState.IMPORTING,
    )  # fmt: skip


@bp.route("/<int:list_id>/columns", methods=["GET", "POST"])
@needs(Permission.INCIDENT_EDIT)
def columns(case_ref: str, list_id: int) -> ResponseReturnValue:
    """Say where each column goes."""
    session, row = get_session(), find(list_id)
    if not is_open(row):
        return redirect(address(row))
    lines = services.lines_of(vault_of(settings()), row)
    width = max(len(line.cells) for line in lines)
    form: ColumnsForm = form_for(width)(formdata=request.form if request.method == "POST" else None, data=_said(row))
    form.incident.offer(_("not tied to an incident"), incidents.incident_choices(session, current_actor(), g.case))
    if form.validate_on_submit():
        try:
            _say(form, row, width)
            return saved(address(row))
        except Invalid as problem:
            apply_errors(form, problem)
    shown = lines[: SHOWN + 1]
    return render("lists/columns.html", row=row, form=form, lines=shown, width=width), 422 if form.errors else 200


def _said(row: VictimList) -> dict[str, object]:
    incident = get_session().get(Incident, row.incident_id) if row.incident_id else None
    said = {f"column_{at}": column.value for at, column in services.columns_of(row).items()}
    harm, reference = row.harm.value if row.harm else "", incident.reference if incident else ""
    return said | {"is_headed": row.is_headed, "harm": harm, "incident": reference}


def _say(form: ColumnsForm, row: VictimList, width: int) -> None:
    session, actor = get_session(), current_actor()
    services.say_columns(
        session, actor, g.case, row,
        columns={at: Column(form[f"column_{at}"].data) for at in range(width)},
        is_headed=bool(form.is_headed.data),
        harm=Harm(form.harm.data) if form.harm.data else None,
        incident=form.incident.resolve(lambda ref: incidents.get_incident(session, actor, g.case, ref)),
    )  # fmt: skip


@bp.get("/<int:list_id>/mistakes.csv")
@needs(Permission.INCIDENT_EDIT, writes=True)
def problems(case_ref: str, list_id: int) -> ResponseReturnValue:
    """The lines with mistakes as they came, each with what is wrong with it: to be mended and given again."""
    session, row = get_session(), find(list_id)
    if not is_open(row):
        return redirect(address(row))
    vault = vault_of(settings())
    looked = services.look(session, current_actor(), vault, g.case, row)
    text = problem_sheet(services.lines_of(vault, row), looked.checked.bad, is_headed=row.is_headed)
    services.note_taken(session, current_actor(), row, len(looked.checked.bad))
    session.commit()
    return _sheet(text, f"mistakes-{row.key}.csv")


@bp.post("/<int:list_id>/start")
@needs(Permission.INCIDENT_EDIT)
def start(case_ref: str, list_id: int) -> ResponseReturnValue:
    """Have the good lines imported."""
    row = find(list_id)
    if is_open(row):
        services.start(get_session(), current_actor(), g.case, row)
    return saved(address(row))


@bp.post("/<int:list_id>/forget")
@needs(Permission.INCIDENT_EDIT)
def forget(case_ref: str, list_id: int) -> ResponseReturnValue:
    """Throw the list away; nothing of it was imported."""
    row = find(list_id)
    if is_open(row):
        services.forget(get_session(), current_actor(), vault_of(settings()), row)
        flash(_("The list was thrown away. Nothing of it was imported."))
    return saved(url_for("lists.new", case_ref=case_ref))


def _sheet(text: str, name: str) -> Response:
    release_session()
    answer = Response(BytesIO(text.encode("utf-8-sig")).getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
