"""Handing out files: the preview that was drawn anew, and the original under an opaque name."""

from collections.abc import Iterator
from typing import BinaryIO

from flask import Response, g, redirect, request
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.errors import NotFound
from casework.evidence import services, stamps
from casework.evidence.blueprint import address, bp, exhibit_of, the_store
from casework.evidence.filenames import extension
from casework.evidence.models import Exhibit
from casework.storage import CHUNK, AlteredContent, MissingContent
from casework.web import current_actor, get_session, needs

_LOCKED_DOWN = "default-src 'none'; sandbox"


@bp.get("/<ref>/preview")
@needs(Permission.EVIDENCE_VIEW)
def preview(case_ref: str, ref: str) -> ResponseReturnValue:
    """The small picture: re-encoded by us, without metadata."""
    exhibit = exhibit_of(ref)
    if not exhibit.preview_sha256:
        raise NotFound
    try:
        with the_store().open_stream(exhibit.preview_sha256) as stream:
            picture = stream.read()
    except (MissingContent, AlteredContent):
        raise NotFound from None
    return guarded(Response(picture, mimetype="image/jpeg"))


@bp.get("/<ref>/original")
@needs(Permission.EVIDENCE_DOWNLOAD, writes=True)
def original(case_ref: str, ref: str) -> ResponseReturnValue:
    """The file as it came: always a download, never shown by the browser; logged and in the chain of custody."""
    session, exhibit = get_session(), exhibit_of(ref)
    stream = services.hand_out(session, current_actor(), the_store(), exhibit=exhibit)
    if request.method == "HEAD":
        session.rollback()
        stream.close()
        return guarded(Response(mimetype="application/octet-stream"))
    session.commit()
    response = Response(_chunks(stream), mimetype="application/octet-stream")
    response.call_on_close(stream.close)
    response.content_length = exhibit.size or 0
    response.headers.set("Content-Disposition", "attachment", filename=_opaque_name(exhibit))
    return guarded(response)


@bp.get("/<ref>/timestamp")
@needs(Permission.EVIDENCE_VIEW)
def timestamp(case_ref: str, ref: str) -> ResponseReturnValue:
    """The authority's answer as it came, for `openssl ts -verify`; to the exhibit's page when there is none."""
    exhibit = exhibit_of(ref)
    found = stamps.stamp_of(get_session(), current_actor(), exhibit=exhibit)
    if found is None:
        return redirect(address(exhibit))
    response = Response(found.token, mimetype="application/timestamp-reply")
    response.headers.set("Content-Disposition", "attachment", filename=f"{g.case.reference}-{exhibit.reference}.tsr")
    return guarded(response)


def _opaque_name(exhibit: Exhibit) -> str:
    """A name that gives nothing away: case, reference, and an extension."""
    suffix = extension(exhibit.filename)
    return f"{g.case.reference}-{exhibit.reference}{'.' + suffix if suffix else ''}"


def guarded(response: Response) -> Response:
    """A file of a case is no page: nothing in it runs, and its type is not guessed."""
    response.headers["Content-Security-Policy"] = _LOCKED_DOWN
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk
