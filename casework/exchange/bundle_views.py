"""Bundles of exhibits: for supervisors under the bags of a case, for a body on the page of its dossier."""

from flask import Blueprint, flash, g, url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.accounts.models import Recipient
from casework.dossiers.composing import find_dossier
from casework.dossiers.received_views import as_encrypted
from casework.dossiers.services import find_version
from casework.errors import Invalid
from casework.evidence.words import size
from casework.exchange import offering, services
from casework.exchange.bundling import bundle_of
from casework.exchange.choosing import Choice
from casework.exchange.forms import BundleForm
from casework.exchange.pages import as_zip, name_of
from casework.exchange.views import MOST_SHOWN
from casework.exchange.views import bp as bags
from casework.i18n import _, current_language
from casework.storage import open_store
from casework.web import (
    apply_errors,
    commit_download,
    current_actor,
    get_session,
    needs,
    read_only,
    render,
    saved,
    settings,
)

bp = Blueprint("bundle", __name__, url_prefix="/dossiers")


@bags.route("/for/<dossier_ref>/<int:number>", methods=["GET", "POST"])
@needs(Permission.BAG_MAKE, fresh_factor=True)
def new_bundle(case_ref: str, dossier_ref: str, number: int) -> ResponseReturnValue:
    """See which exhibits of a version would go today, and have the bundle made."""
    session, actor, form = get_session(), current_actor(), BundleForm()
    dossier = find_dossier(session, actor, case=g.case, reference=dossier_ref)
    version = find_version(session, actor, dossier=dossier, number=number)
    if not form.is_submitted():
        form.language.data = current_language()
    if form.validate_on_submit():
        try:
            bag = offering.start_bundle(
                session, actor, case=g.case, dossier=dossier, version=version, language=form.language.data,
                is_checked=bool(form.files_checked.data),
            )  # fmt: skip
            return saved(url_for("bags.show", case_ref=case_ref, ref=bag.reference))
        except Invalid as problem:
            apply_errors(form, problem)
    recipient = session.get_one(Recipient, dossier.recipient_id)
    printed = bundle_of(dossier, version)
    with read_only() as seeing:  # sees everything, so that everybody's consent is asked; what is hidden is not shown
        found: Choice = services.preview(seeing, actor, case=g.case, recipient=recipient, bundle=printed)
    page = render(
        "bags/bundle.html", form=form, dossier=dossier, version=version, found=found, printed=printed, size=size,
        body=name_of(recipient), told=services.told, most=MOST_SHOWN,
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bags.post("/<ref>/offer")
@needs(Permission.DOSSIER_ISSUE)
def offer(case_ref: str, ref: str) -> ResponseReturnValue:
    """Put a bundle on its body's pages."""
    session, actor = get_session(), current_actor()
    offering.offer(session, actor, bag=services.find_bag(session, actor, case=g.case, reference=ref))
    flash(_("The bundle is offered on the body’s pages."))
    return saved(url_for("bags.show", case_ref=case_ref, ref=ref))


@bp.get("/<int:version_id>/exhibits.zip")
@needs(Permission.DOSSIER_RECEIVE, writes=True)
def download(version_id: int) -> ResponseReturnValue:
    """The exhibits of a version for the reader's own experts; consent is asked again, and there is a receipt."""
    with read_only() as seeing:
        made = offering.hand_out(
            get_session(), current_actor(), settings(), open_store(settings()), version_id=version_id, seeing=seeing
        )
    commit_download()
    return as_zip(made)


@bp.get("/<int:version_id>/exhibits.zip.age")
@needs(Permission.DOSSIER_RECEIVE, writes=True)
def download_encrypted(version_id: int) -> ResponseReturnValue:
    """The same in a file that the keys of the reader's body open."""
    session = get_session()
    made = offering.hand_out_encrypted(
        session, current_actor(), settings(), open_store(settings()), version_id=version_id, see=read_only,
        between=session.commit,
    )  # fmt: skip
    commit_download()
    return as_encrypted(made)
