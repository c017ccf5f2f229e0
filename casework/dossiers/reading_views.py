"""Reading an issued dossier on the screen: the PDF itself, or its pages as pictures."""

from flask import Response, request
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.dossiers import delivery, reading
from casework.dossiers.received_views import bp
from casework.dossiers.states import ReceiptWay
from casework.web import commit_download, current_actor, get_session, needs, render, settings

# Nothing in the file may load, run or send anything, and nobody may frame it. No `sandbox`: browsers then show no PDF.
SHOWN = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@bp.get("/<int:version_id>/<language>/read.pdf")
@needs(Permission.DOSSIER_RECEIVE, writes=True)
def read(version_id: int, language: str) -> ResponseReturnValue:
    """The reader's own numbered copy, shown by the browser; a receipt as for a download."""
    session, actor = get_session(), current_actor()
    made = delivery.hand_out(
        session, actor, settings(), version_id=version_id, language=language, between=session.commit,
        way=ReceiptWay.READ,
    )  # fmt: skip
    commit_download()
    response = Response(made.data, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=made.filename)
    response.headers["Content-Security-Policy"] = SHOWN
    response.headers["X-Casework-SHA256"] = made.sha256
    return response


@bp.get("/<int:version_id>/<language>/pages")
@needs(Permission.DOSSIER_RECEIVE, writes=True)
def pages(version_id: int, language: str) -> ResponseReturnValue:
    """One page of the copy at a time as a picture, with its neighbours one step away."""
    opened = _opened(version_id, language)
    commit_download()
    most = opened.copy.pages
    number = min(max(request.args.get("page", 1, type=int), 1), most)
    small = request.args.get("size") == "small"
    return render("dossiers/read.html", opened=opened, number=number, most=most, small=small)


@bp.get("/<int:version_id>/<language>/pages/<int:number>.jpg")
@needs(Permission.DOSSIER_RECEIVE, writes=True)
def page_picture(version_id: int, language: str, number: int) -> ResponseReturnValue:
    """The picture of one page. Consent is asked for each."""
    opened = _opened(version_id, language)
    commit_download()
    small = request.args.get("size") == "small"
    response = Response(
        reading.page_picture(get_session(), settings(), opened, number, small=small), mimetype="image/jpeg"
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _opened(version_id: int, language: str) -> reading.Opened:
    session = get_session()
    return reading.open_pages(
        session, current_actor(), settings(), version_id=version_id, language=language, between=session.commit
    )
