"""What a receiving body sees: the dossiers issued to it, its own copies, and a place to check a file."""

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col

from casework.access import Permission
from casework.accounts import age_keys
from casework.dossiers import (
    building,
    copies,
    delivery,
    encrypting,
    gist,
    holding,
    kept_heads,
    listing,
    panels,
    recalls,
    seal,
    services,
    volume_delivery,
    volume_recalls,
)
from casework.dossiers.copy_forms import ConfirmForm
from casework.dossiers.delivery import HandedOut
from casework.dossiers.encrypting import Encrypted
from casework.dossiers.explaining import explain, verdict, worst_first
from casework.dossiers.forms import CheckForm
from casework.dossiers.models import DossierVersion
from casework.dossiers.report import Report
from casework.dossiers.standing import standing
from casework.dossiers.verify import unfit
from casework.errors import NotFound
from casework.i18n import _
from casework.signing import services as certificates
from casework.signing.states import CertificateRole
from casework.vault import vault_of
from casework.web import commit_download, current_actor, get_session, needs, page, release_session, render, settings

bp = Blueprint("received", __name__, url_prefix="/dossiers")

assert panels  # noqa: S101 - importing it registers what the first page shows
MOST_BYTES = 200 * 1024 * 1024


def as_download(made: HandedOut) -> Response:
    """A PDF that the browser saves and never shows."""
    response = Response(made.data, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=made.filename)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Casework-SHA256"] = made.sha256
    return response


@bp.get("")
@needs(Permission.DOSSIER_RECEIVE)
def index() -> ResponseReturnValue:
    """The dossiers issued to the reader's body, newest first."""
    session, actor = get_session(), current_actor()
    statement = delivery.received(session, actor)
    shown = page(session, statement, key=col(DossierVersion.id), after=request.args.get("after", type=int), size=25)
    dossiers = delivery.dossiers_by_id(session, {row.dossier_id for row in shown.items})
    gone = recalls.marked(session, shown.items, dossiers)
    return render("dossiers/received.html", page=shown, dossiers=dossiers, gone=gone)


def as_encrypted(made: Encrypted) -> Response:
    """An age file that the browser saves, sent piece by piece."""
    response = Response(made.chunks(), mimetype="application/octet-stream")
    response.call_on_close(made.file.close)
    response.content_length = made.size
    response.headers.set("Content-Disposition", "attachment", filename=made.filename)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@bp.get("/<int:version_id>")
@needs(Permission.DOSSIER_RECEIVE)
def show(version_id: int) -> ResponseReturnValue:
    """One issued version: what it is, its editions, and how to check it."""
    return version_page(version_id, ConfirmForm(formdata=None))


def version_page(version_id: int, form: ConfirmForm) -> str:
    """The page of a version, with the form to confirm that one has a copy."""
    session, actor = get_session(), current_actor()
    version, dossier, recipient = delivery.find_received(session, actor, version_id)
    mine = services.own_copies(session, actor, version)
    holds, today = holding.standing(session, version, [copy.key for copy in mine]), holding.today_of(session, version)
    ended = {copy.key: holding.ended(holds, copy, today) for copy in mine}
    return render(
        "dossiers/received_show.html",
        sent=version,
        dossier=dossier,
        recipient=recipient,
        standard=gist.standard(version),
        mine=mine,
        form=form,
        fetched=listing.fetched(session, mine),
        confirmed=holding.confirmations_of(session, mine),
        ended=ended,
        ended_copies=[key for key, why in ended.items() if why],
        ended_for_all=holding.ended(holds, None, today),
        volume=volume_delivery.received_volume(session, version),
        volumes_to_destroy=volume_recalls.must_go(session, vault_of(settings()), dossier, version),
        body_keys=age_keys.fingerprints(recipient.age_keys),
        is_withdrawn=bool(services.consent_gone(session, dossier, version)),
        fingerprint=seal.fingerprint(seal.public_bytes(building.keys_of(settings())[0])),
        authority=certificates.current(session, CertificateRole.AUTHORITY),
    )


@bp.get("/<int:version_id>/<language>.pdf")
@needs(Permission.DOSSIER_RECEIVE, writes=True)
def download(version_id: int, language: str) -> ResponseReturnValue:
    """The reader's own numbered copy; every download leaves a receipt."""
    session, actor = get_session(), current_actor()
    made = delivery.hand_out(
        session, actor, settings(), version_id=version_id, language=language, between=session.commit
    )
    commit_download()
    return as_download(made)


@bp.get("/<int:version_id>/<language>.pdf.age")
@needs(Permission.DOSSIER_RECEIVE, writes=True)
def download_encrypted(version_id: int, language: str) -> ResponseReturnValue:
    """The same copy in a file that the keys of the reader's body open; a receipt as for the plain one."""
    session, actor = get_session(), current_actor()
    made = encrypting.hand_out(
        session, actor, settings(), version_id=version_id, language=language, between=session.commit
    )
    commit_download()
    return as_encrypted(made)


@bp.get("/<int:version_id>/volume/<language>.pdf.age")
@needs(Permission.DOSSIER_RECEIVE, writes=True, fresh_factor=True)
def download_volume(version_id: int, language: str) -> ResponseReturnValue:
    """The sealed volume that goes with a version: never but encrypted to the keys of the reader's body."""
    session, actor = get_session(), current_actor()
    made = volume_delivery.hand_out(
        session, actor, settings(), version_id=version_id, language=language, between=session.commit
    )
    commit_download()
    return as_encrypted(made)


@bp.route("/verify", methods=["GET", "POST"])
@needs(Permission.HOME_VIEW)
def verify() -> ResponseReturnValue:
    """Check a file against the seal, its attachments and the log. It is read in memory and not kept."""
    form, report, said = CheckForm(), None, None
    if form.validate_on_submit():
        data = form.file.data.stream.read(MOST_BYTES + 1)
        if problem := _("This file is too large.") if len(data) > MOST_BYTES else unfit(data):
            form.file.errors = [problem]
        else:
            report = delivery.check_file(get_session(), settings(), data)
            kept_heads.check_kept(get_session(), settings(), report, form.head.data or "")
            if report.holds:
                said = standing(get_session(), current_actor(), report.manifest)
            release_session()
    return _report("dossiers/verify.html", report, form=form, said=said), 422 if form.errors else 200


@bp.get("/<int:version_id>/<language>/check")
@needs(Permission.DOSSIER_RECEIVE)
def check(version_id: int, language: str) -> ResponseReturnValue:
    """What each check says of the reader's own copy as it lies here: the same words, without a file to give in."""
    session, actor = get_session(), current_actor()
    version, dossier, recipient = delivery.find_received(session, actor, version_id)
    copy = delivery.own_copy(session, actor, version, language)
    if copy is None:
        flash(_("You have no copy of this edition yet. Read or download it first."))
        return redirect(url_for("received.show", version_id=version_id))
    data = copies.file_of(session, settings(), copies.Held(version, copy, recipient), delivery.nothing)
    report = delivery.check_file(session, settings(), data)
    release_session()
    return _report("dossiers/check.html", report, sent=version, dossier=dossier, copy=copy)


def _report(template: str, report: Report | None, **values: object) -> str:
    rows = worst_first(explain(report)) if report else []
    known = certificates.current(get_session(), CertificateRole.AUTHORITY)
    found = verdict(report) if report else None
    return render(template, report=report, rows=rows, verdict=found, authority=known, **values)


@bp.get("/authority.pem")
@needs(Permission.HOME_VIEW)
def authority() -> ResponseReturnValue:
    """The certificates of our own authority, to check electronic signatures against; nothing in them is secret."""
    text = certificates.authorities(get_session())
    if not text:
        raise NotFound
    return saved_as(text.encode(), "authority.pem", "application/x-pem-file")


@bp.get("/revoked.crl")
@needs(Permission.HOME_VIEW)
def revoked() -> ResponseReturnValue:
    """Which of its certificates are not to be relied on, signed by that authority."""
    listed = certificates.revocations(get_session(), settings())
    if listed is None:
        raise NotFound
    return saved_as(listed, "revoked.crl", "application/pkix-crl")


def saved_as(data: bytes, filename: str, kind: str) -> Response:
    response = Response(data, mimetype=kind)
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response
