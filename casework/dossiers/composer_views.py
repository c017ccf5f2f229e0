"""Composing a dossier: findings incident by incident, and references found by words."""

from flask import Blueprint, Response, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col

from casework.access import Permission
from casework.dossiers import composing, findings, previewing, referring
from casework.dossiers import outlook as outlooks
from casework.dossiers.forms import FindingForm, name_of_part
from casework.dossiers.models import Dossier, DossierFinding
from casework.dossiers.outline import PARTS
from casework.dossiers.reading_views import SHOWN
from casework.dossiers.scope import Period
from casework.dossiers.services import LANGUAGES
from casework.errors import Invalid, NotFound, Stale
from casework.i18n import _
from casework.incidents.models import Incident
from casework.storage import open_store
from casework.web import (
    apply_errors,
    commit_download,
    current_actor,
    get_session,
    needs,
    page,
    read_only,
    release_session,
    render,
    saved,
    settings,
)
from casework.web.progress import asks_for_inner, with_addresses
from casework.web.restoring import typed_formdata

bp = Blueprint("composer", __name__, url_prefix="/cases/<case_ref>/dossiers")
MOST_TYPED, MOST_SHOWN = 300, 100


def _find(ref: str) -> Dossier:
    return composing.find_dossier(get_session(), current_actor(), case=g.case, reference=ref)


@bp.get("/references")
@needs(Permission.DOSSIER_BUILD)
def references(case_ref: str) -> ResponseReturnValue:
    """What can be referred to, found by words or by code. htmx asks for the results alone."""
    q = request.args.get("q", "")[:MOST_TYPED].strip()
    found = referring.offered(get_session(), current_actor(), case=g.case, q=q) if q else []
    template = "dossiers/_references.html" if asks_for_inner() else "dossiers/references.html"
    return render(template, q=q, found=found)


@bp.get("/<ref>/findings")
@needs(Permission.DOSSIER_BUILD)
def index(case_ref: str, ref: str) -> ResponseReturnValue:
    """The incidents in scope, and about which of them something was written."""
    session, dossier = get_session(), _find(ref)
    statement = findings.incidents_listed(session, current_actor(), dossier=dossier)
    shown = page(session, statement, key=col(Incident.number), after=request.args.get("after", type=int), size=50)
    written = findings.written_about(session, dossier, [row.key for row in shown.items])
    period = Period(dossier.period_from, dossier.period_to)
    outside = {row.key for row in shown.items if not period.may_hold(row.starts, row.ends)}
    return render("dossiers/findings.html", dossier=dossier, page=shown, written=written, outside=outside)


@bp.route("/<ref>/findings/<incident_ref>", methods=["GET", "POST"])
@needs(Permission.DOSSIER_BUILD)
def finding(case_ref: str, ref: str, incident_ref: str) -> ResponseReturnValue:
    """Write what the dossier finds about one incident."""
    session, actor, dossier = get_session(), current_actor(), _find(ref)
    incident, row = findings.find_finding(session, actor, dossier=dossier, incident_ref=incident_ref)
    form = FindingForm(formdata=typed_formdata(), data=_values(row))
    about = {"dossier": dossier, "incident": incident}
    if not form.validate_on_submit():
        return render("dossiers/finding.html", form=form, **about), 422 if form.is_submitted() else 200
    try:
        findings.write_finding(
            session, actor, case=g.case, dossier=dossier, incident=incident, texts=form.texts,
            version=int(form.version.data or 0),
        )  # fmt: skip
    except Invalid as problem:
        apply_errors(form, problem)
        return render("dossiers/finding.html", form=form, **about), 422
    except Stale:
        stored = FindingForm(formdata=None, data=_values(row))
        form.version.data = stored.version.data  # sending again saves what is typed over what is stored
        return render("dossiers/finding.html", form=form, **about, stored=stored), 409
    flash(_("The finding was saved. Build the dossier again to see it there."))
    return saved(url_for("composer.index", case_ref=case_ref, ref=ref))


@bp.get("/<ref>/outlook")
@needs(Permission.DOSSIER_BUILD)
def outlook(case_ref: str, ref: str) -> ResponseReturnValue:
    """What a build would leave out and why, and what would refuse it, without building."""
    dossier, after = _find(ref), max(0, request.args.get("after", 0, type=int))
    with read_only() as seeing:
        found = outlooks.outlook(seeing, current_actor(), settings(), dossier=dossier)
    causes = [
        {"message": one.message, "endpoint": one.fix_endpoint, "values": one.fix_values}
        for one in found.causes[:MOST_SHOWN]
    ]
    rows = found.missing[after : after + MOST_SHOWN]
    more = after + MOST_SHOWN if len(found.missing) > after + MOST_SHOWN else None
    left = [name_of_part(kind) for kind in PARTS if kind.name in dossier.without]
    return render(
        "dossiers/outlook.html", dossier=dossier, found=found, causes=with_addresses(causes), rows=rows, next_after=more,
        left_out=left,
    )  # fmt: skip


@bp.get("/<ref>/preview")
@needs(Permission.DOSSIER_BUILD)
def preview(case_ref: str, ref: str) -> ResponseReturnValue:
    """The parts that can be looked at."""
    dossier = _find(ref)
    parts = [(kind.name, name_of_part(kind)) for kind in PARTS if kind.name not in (*dossier.without, "changes")]
    return render("dossiers/preview.html", dossier=dossier, parts=parts)


@bp.get("/<ref>/preview/<name>.<language>.pdf")
@needs(Permission.DOSSIER_BUILD, writes=True)
def part(case_ref: str, ref: str, name: str, language: str) -> ResponseReturnValue:
    """One part as it would be printed now. Nothing is stored but the entry of the log."""
    dossier, actor = _find(ref), current_actor()
    if language not in LANGUAGES:
        raise NotFound
    release_session()  # no lock is held while it is put into words and typeset
    with read_only() as seeing:
        try:
            made = previewing.previewed(
                seeing, actor, settings(), dossier=dossier, name=name, language=language,
                item=request.args.get("item", ""),
            )  # fmt: skip
        except previewing.Empty as empty:
            return render("dossiers/preview_empty.html", dossier=dossier, title=name_of_part(empty.kind))
    data = previewing.as_pdf(open_store(settings()), made)
    previewing.record_look(get_session(), actor, dossier=dossier, name=name, language=language)
    commit_download()
    response = Response(data, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=f"{dossier.reference}-{name}-{language}-draft.pdf")
    response.headers["Content-Security-Policy"] = SHOWN
    return response


def _values(row: DossierFinding | None) -> dict[str, str]:
    texts = row.texts if row else {}
    written = {f"finding_{language}": texts.get(language, "") for language in ("en", "ar")}
    return {"version": str(row.version if row else 0), **written}
