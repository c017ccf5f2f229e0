"""The sealed volume of an issued version: prepared, issued, sent. It never reaches a browser but encrypted."""

from flask import Blueprint, flash, g, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from casework.access import Permission
from casework.accounts import age_keys
from casework.accounts.models import Recipient
from casework.accounts.services import names_of
from casework.dossiers import composing, received_views, services, volume_delivery, volumes
from casework.dossiers.forms import ActForm
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.states import DossierState
from casework.errors import Invalid, Refused
from casework.i18n import _, _l
from casework.vault import vault_of
from casework.web import (
    BaseForm,
    apply_errors,
    commit_download,
    current_actor,
    get_session,
    needs,
    render,
    saved,
    settings,
)

bp = Blueprint("volumes", __name__, url_prefix="/cases/<case_ref>/dossiers/<ref>/versions/<int:number>/volume")


class PrepareForm(BaseForm):
    """Why names are told."""

    reason = TextAreaField(
        _l("Why the body needs names"),
        [DataRequired(), Length(max=500)],
        description=_l("Each identity that is opened gets an entry in the log with this reason. Do not write a name."),
    )


def _find(ref: str, number: int) -> tuple[Dossier, DossierVersion]:
    session, actor = get_session(), current_actor()
    dossier = composing.find_dossier(session, actor, case=g.case, reference=ref)
    return dossier, services.find_version(session, actor, dossier=dossier, number=number)


@bp.route("", methods=["GET", "POST"])
@needs(Permission.DOSSIER_BUILD, fresh_factor=True)
def show(case_ref: str, ref: str, number: int) -> ResponseReturnValue:
    """Who may be named to this body, who may not and why; a volume is prepared from here."""
    session, actor, vault, form = get_session(), current_actor(), vault_of(settings()), PrepareForm()
    dossier, version = _find(ref, number)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            made = volumes.prepare(
                session, actor, vault=vault, dossier=dossier, version=version, reason=form.reason.data or ""
            )
        except Invalid as problem:
            apply_errors(form, problem)
        else:
            flash(_("%(reference)s was prepared. Somebody else has to issue it.", reference=made.reference))
            return saved(url_for("volumes.show", case_ref=case_ref, ref=ref, number=number))
    recipient = session.get_one(Recipient, dossier.recipient_id)
    rows = volumes.volumes_of(session, version)
    people = {key for row in rows for key in (row.built_by, row.issued_by) if key}
    values = {
        "dossier": dossier, "version": version, "recipient": recipient, "form": form, "volumes": rows,
        "found": volumes.nameable(session, vault, dossier, version), "why_not": _why_not(dossier, version),
        "keys": age_keys.fingerprints(recipient.age_keys), "names": names_of(session, people), "act_form": ActForm(),
        "states": DossierState,
        "may_issue": {row.number: actor.id not in (row.built_by, dossier.author_id) for row in rows},
    }  # fmt: skip
    return render("dossiers/volume.html", **values), status


def _why_not(dossier: Dossier, version: DossierVersion) -> str:
    """Why no volume can go with this version; empty: one can."""
    try:
        volumes.refuse_without_ground(get_session(), dossier, version)
    except Refused as refusal:
        return " ".join(str(cause.message) for cause in refusal.causes)
    return ""


@bp.post("/<int:volume>/issue")
@needs(Permission.DOSSIER_ISSUE, fresh_factor=True)
def issue(case_ref: str, ref: str, number: int, volume: int) -> ResponseReturnValue:
    """Make it final, in the reader's name."""
    session, (dossier, version) = get_session(), _find(ref, number)
    found = volumes.find_volume(session, version, volume)
    vault = vault_of(settings())
    volumes.issue(session, current_actor(), vault=vault, dossier=dossier, version=version, volume=found)
    flash(_("%(reference)s was issued. It leaves encrypted alone.", reference=found.reference))
    return saved(url_for("volumes.show", case_ref=case_ref, ref=ref, number=number))


@bp.get("/<int:volume>/<language>.pdf.age")
@needs(Permission.DOSSIER_ISSUE, writes=True, fresh_factor=True)
def send_out(case_ref: str, ref: str, number: int, volume: int, language: str) -> ResponseReturnValue:
    """The volume, encrypted to the body's keys, to be sent by other means. Each name in it leaves an entry."""
    session, (dossier, version) = get_session(), _find(ref, number)
    found = volumes.find_volume(session, version, volume)
    asked = volume_delivery.Asked(dossier, version, found, language, session.commit)
    made = volume_delivery.send_out(session, current_actor(), settings(), asked=asked)
    commit_download()
    return received_views.as_encrypted(made)
