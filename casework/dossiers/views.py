"""Dossiers inside a case: compose, build, read the draft, issue, see who has copies."""

from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select
from sqlmodel import col

from casework.access import Permission
from casework.accounts import age_keys
from casework.accounts.models import Recipient
from casework.accounts.services import get_recipient, names_of
from casework.dossiers import (
    comparing_views,
    composing,
    delivery,
    encrypting,
    holding_views,
    jobs,
    listing,
    own_profiles,
    reading_views,
    recalls,
    received_views,
    services,
)
from casework.dossiers.forms import ActForm, ComposeForm, name_of_part, values_of
from casework.dossiers.models import Dossier, DossierRecall
from casework.dossiers.outline import PARTS
from casework.dossiers.scope import Period
from casework.dossiers.states import DossierState
from casework.dossiers.unsearchable import people_unsearchable
from casework.dossiers.volume_models import SealedVolumeRecall
from casework.errors import Invalid, NotFound, Stale
from casework.i18n import _, current_language
from casework.incidents.services import incident_choices
from casework.jobs.models import JobState
from casework.vault import vault_of
from casework.web import (
    Page,
    apply_errors,
    commit_download,
    current_actor,
    get_session,
    needs,
    page,
    render,
    saved,
    settings,
)
from casework.web.progress import asks_for_inner, with_addresses
from casework.web.restoring import typed_formdata

__all__ = [
    "bp",
    "comparing_views",
    "holding_views",
    "jobs",
    "reading_views",
    "received_views",
]  # the worker and the other pages are known with this module

bp = Blueprint("dossiers", __name__, url_prefix="/cases/<case_ref>/dossiers")


def _find(ref: str) -> Dossier:
    return composing.find_dossier(get_session(), current_actor(), case=g.case, reference=ref)


def _body_name(recipient: Recipient) -> str:
    return recipient.name_ar if current_language() == "ar" and recipient.name_ar else recipient.name


def _said_of(recipient: Recipient, dossier: Dossier) -> list[tuple[str, str, str]]:
    further = own_profiles.shown(settings().instance, dossier.profile, dossier.own_profile).scopes
    return services.said_of_recipient(get_session(), current_actor(), case=g.case, recipient=recipient, further=further)


def _form(**values: Any) -> ComposeForm:
    form = ComposeForm(formdata=typed_formdata(), data=values or None)
    bodies = [(body.slug, _body_name(body)) for body in composing.recipients(get_session())]
    own = own_profiles.choices(settings().instance, current_language())
    form.prepare(bodies, incident_choices(get_session(), current_actor(), g.case), own)
    return form


@bp.get("")
@needs(Permission.DOSSIER_VIEW)
def index(case_ref: str) -> ResponseReturnValue:
    """The case's dossiers, newest first, each with its newest version."""
    session = get_session()
    statement = composing.dossiers_listed(session, current_actor(), g.case)
    shown = page(session, statement, key=col(Dossier.id), after=request.args.get("after", type=int), size=25)
    bodies = {body.key: _body_name(body) for body in composing.recipients(session)}
    newest = {row.key: next(iter(composing.versions_of(session, row, limit=1)), None) for row in shown.items}
    by_id = {row.key: row for row in shown.items}
    gone = recalls.marked(session, [row for row in newest.values() if row], by_id)
    return render("dossiers/index.html", page=shown, bodies=bodies, newest=newest, gone=gone)


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.DOSSIER_BUILD)
def new(case_ref: str) -> ResponseReturnValue:
    """Compose a dossier."""
    session, form = get_session(), _form()
    if form.validate_on_submit():
        try:
            recipient = get_recipient(session, form.recipient.data or "")
            made = composing.compose(session, current_actor(), case=g.case, recipient=recipient, details=form.details())
        except NotFound:
            apply_errors(form, Invalid(fields={"recipient": _("Choose the body that receives it.")}))
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("%(reference)s was begun. Build it to see the draft.", reference=made.reference))
            return saved(url_for("dossiers.show", case_ref=case_ref, ref=made.reference))
    return render("dossiers/form.html", form=form, dossier=None), 422 if form.is_submitted() else 200


@bp.route("/<ref>/edit", methods=["GET", "POST"])
@needs(Permission.DOSSIER_BUILD)
def edit(case_ref: str, ref: str) -> ResponseReturnValue:
    """Change texts and scope. The addressee stays: another body is another dossier."""
    session, dossier = get_session(), _find(ref)
    recipient = session.get_one(Recipient, dossier.recipient_id)
    slug = recipient.slug
    about = {"dossier": dossier, "said_of": _said_of(recipient, dossier)}
    form = _form(**values_of(dossier, slug))
    if not form.validate_on_submit():
        return render("dossiers/form.html", form=form, **about), 422 if form.is_submitted() else 200
    try:
        seen = int(form.version.data or 0)
        composing.change(session, current_actor(), case=g.case, dossier=dossier, details=form.details(), version=seen)
    except Invalid as problem:
        apply_errors(form, problem)
        return render("dossiers/form.html", form=form, **about), 422
    except Stale:
        stored = ComposeForm(formdata=None, data=values_of(dossier, slug))
        form.version.data = str(dossier.version)  # sending again saves what is typed over what is stored
        return render("dossiers/form.html", form=form, **about, stored=stored), 409
    flash(_("The dossier was saved. Build it again to see the change."))
    return saved(url_for("dossiers.show", case_ref=case_ref, ref=ref))


@bp.get("/<ref>")
@needs(Permission.DOSSIER_VIEW)
def show(case_ref: str, ref: str) -> ResponseReturnValue:
    """A dossier: the draft, what was issued, who has copies, and whose consent is gone since."""
    session, actor, dossier = get_session(), current_actor(), _find(ref)
    recipient = session.get_one(Recipient, dossier.recipient_id)
    versions = composing.versions_of(session, dossier)
    copies = listing.first_copies(session, [row.key for row in versions])
    gone = {row.key: services.consent_gone(session, dossier, row) for row in versions[:10]}
    recalled = {row.key: _first(listing.recalls(row), DossierRecall.id) for row in versions[:10]}
    named = {row.key: _first(listing.volume_recalls(row), SealedVolumeRecall.id) for row in versions[:10]}
    ended = [row for row in versions[:10] if gone[row.key] or recalled[row.key].items or named[row.key].items]
    holders = {row.key: recalls.holders(session, row) for row in ended}
    people = {key for row in versions for key in (row.built_by, row.issued_by) if key}
    people |= {copy.made_for for rows in copies.values() for copy in rows if copy.made_for}
    return render(
        "dossiers/show.html",
        dossier=dossier,
        recipient=recipient,
        body_keys=age_keys.fingerprints(recipient.age_keys),
        sent=delivery.SENT,
        said_of=_said_of(recipient, dossier),
        profile=own_profiles.shown(settings().instance, dossier.profile, dossier.own_profile),
        versions=versions,
        copies=copies,
        gone=gone,
        recalled=recalled,
        named=named,
        holders=holders,
        most=listing.FIRST,
        volumes=listing.volumes_by_id(session, [one for shown in named.values() for one in shown.items]),
        fetched=listing.fetched(session, [copy for rows in copies.values() for copy in rows]),
        names=names_of(session, people),
        job=services.job_of(session, actor, dossier),
        act_form=ActForm(),
        period=Period(dossier.period_from, dossier.period_to),
        left_out=[name_of_part(kind) for kind in PARTS if kind.name in dossier.without],
        may_issue=actor.id
        not in [dossier.author_id, *(row.built_by for row in versions if row.state is DossierState.BUILT)],
        unsearchable=people_unsearchable(session, vault_of(settings()), g.case),
    )


def _first(statement: Select[Any], key: Any) -> Page[Any]:
    return page(get_session(), statement, key=col(key), size=listing.FIRST, descending=False)


@bp.post("/<ref>/build")
@needs(Permission.DOSSIER_BUILD)
def build(case_ref: str, ref: str) -> ResponseReturnValue:
    """Ask the worker for a draft."""
    services.start_build(get_session(), current_actor(), dossier=_find(ref))
    return saved(url_for("dossiers.progress", case_ref=case_ref, ref=ref))


@bp.post("/<ref>/versions/<int:number>/issue")
@needs(Permission.DOSSIER_ISSUE)
def issue(case_ref: str, ref: str, number: int) -> ResponseReturnValue:
    """Ask the worker to make a draft final, in the reader's name."""
    session, actor, dossier = get_session(), current_actor(), _find(ref)
    version = services.find_version(session, actor, dossier=dossier, number=number)
    checked, vault = request.form.get("names_checked") == "yes", vault_of(settings())
    services.start_issue(session, actor, vault=vault, dossier=dossier, version=version, names_checked=checked)
    return saved(url_for("dossiers.progress", case_ref=case_ref, ref=ref))


@bp.get("/<ref>/progress")
@needs(Permission.DOSSIER_VIEW)
def progress(case_ref: str, ref: str) -> ResponseReturnValue:
    """How far the worker is; a refusal with every cause. htmx asks for the inner part alone."""
    dossier = _find(ref)
    job = services.job_of(get_session(), current_actor(), dossier)
    if job is None:
        return redirect(url_for("dossiers.show", case_ref=case_ref, ref=ref))
    causes = with_addresses(job.result.get("causes", []))
    values = {
        "dossier": dossier,
        "job": job,
        "causes": causes,
        "working": job.state.is_under_way,
        "states": JobState,
    }
    template = "dossiers/_progress.html" if asks_for_inner() else "dossiers/progress.html"
    return render(template, **values)


@bp.get("/<ref>/versions/<int:number>/<language>.pdf")
@needs(Permission.DOSSIER_VIEW, writes=True)
def draft(case_ref: str, ref: str, number: int, language: str) -> ResponseReturnValue:
    """The file for those who work on the case: a draft, or the case's own copy. Logged."""
    session, actor, dossier = get_session(), current_actor(), _find(ref)
    version = services.find_version(session, actor, dossier=dossier, number=number)
    made = delivery.draft_file(session, actor, settings(), dossier=dossier, version=version, language=language)
    commit_download()
    return received_views.as_download(made)


@bp.get("/<ref>/versions/<int:number>/<language>.pdf.age")
@needs(Permission.DOSSIER_ISSUE, writes=True, fresh_factor=True)
def send_out(case_ref: str, ref: str, number: int, language: str) -> ResponseReturnValue:
    """The body's copy, encrypted to its keys, to be sent by other means. Logged, with a receipt."""
    session, actor, dossier = get_session(), current_actor(), _find(ref)
    version = services.find_version(session, actor, dossier=dossier, number=number)
    made = encrypting.send_out(
        session, actor, settings(), dossier=dossier, version=version, language=language, between=session.commit
    )
    commit_download()
    return received_views.as_encrypted(made)
