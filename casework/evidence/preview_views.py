"""What is shown of an exhibit: drawn anew by the confined child, never the original. Ranges, so that a video can jump."""

from flask import Response, redirect, request
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.evidence import renditions
from casework.evidence.blueprint import address, bp, exhibit_of, the_store
from casework.evidence.file_views import guarded
from casework.evidence.models import Exhibit
from casework.evidence.viewing_models import Rendition, RenditionKind
from casework.storage import MissingContent
from casework.web import get_session, needs, release_session

MOST_PAGES = 2_000


@bp.get("/<ref>/large")
@needs(Permission.EVIDENCE_VIEW, writes=True)
def large(case_ref: str, ref: str) -> ResponseReturnValue:
    """A photograph drawn anew, large enough to look closely. Made when it is first asked for."""
    return _drawn(exhibit_of(ref), RenditionKind.LARGE, 1)


@bp.get("/<ref>/pages/<int:number>")
@needs(Permission.EVIDENCE_VIEW, writes=True)
def page_picture(case_ref: str, ref: str, number: int) -> ResponseReturnValue:
    """One page of a document as a picture. Made when it is first asked for."""
    return _drawn(exhibit_of(ref), RenditionKind.PAGE, number)


@bp.get("/<ref>/stills/<int:number>")
@needs(Permission.EVIDENCE_VIEW)
def still(case_ref: str, ref: str, number: int) -> ResponseReturnValue:
    """One of the stills of a video."""
    return _made(exhibit_of(ref), RenditionKind.STILL, number)


@bp.get("/<ref>/waveform")
@needs(Permission.EVIDENCE_VIEW)
def waveform(case_ref: str, ref: str) -> ResponseReturnValue:
    """The loudness of a recording, drawn."""
    return _made(exhibit_of(ref), RenditionKind.WAVEFORM, 1)


@bp.get("/<ref>/media")
@needs(Permission.EVIDENCE_VIEW)
def media(case_ref: str, ref: str) -> ResponseReturnValue:
    """The copy to play."""
    return _made(exhibit_of(ref), RenditionKind.PLAYER, 1)


def _made(exhibit: Exhibit, kind: RenditionKind, number: int) -> ResponseReturnValue:
    """A rendition that is there; to the exhibit's page when there is none."""
    found = renditions.rendition(get_session(), exhibit.key, kind, number)
    if found is None or not found.sha256:
        return redirect(address(exhibit))
    return _sent(found, exhibit)


def _drawn(exhibit: Exhibit, kind: RenditionKind, number: int) -> ResponseReturnValue:
    """A rendition, made now when it is not there yet: with no transaction open meanwhile."""
    session, store = get_session(), the_store()
    found = renditions.rendition(session, exhibit.key, kind, number)
    if found is None and _can_be_drawn(exhibit, kind, number):
        what = renditions.held(exhibit)
        release_session()
        try:
            made = renditions.draw(store, what, kind, number)
        except MissingContent:
            return redirect(address(exhibit))
        found = renditions.keep(session, store, what, made) or renditions.rendition(
            session, what.exhibit_id, kind, number
        )
        session.commit()
    if found is None or not found.sha256:
        return redirect(address(exhibit))
    return _sent(found, exhibit)


def _can_be_drawn(exhibit: Exhibit, kind: RenditionKind, number: int) -> bool:
    if exhibit.is_quarantined or not exhibit.sha256 or request.method != "GET":
        return False
    if kind is RenditionKind.LARGE:
        return exhibit.media_type.startswith("image/") and bool(exhibit.preview_sha256)
    return exhibit.media_type == "application/pdf" and 0 < number <= min(pages_of(exhibit), MOST_PAGES)


def pages_of(exhibit: Exhibit) -> int:
    """How many pages a document says it has."""
    pages = exhibit.embedded.get("pages", 0)
    return pages if isinstance(pages, int) else 0


def _sent(found: Rendition, exhibit: Exhibit) -> ResponseReturnValue:
    """All of it, or the part that the browser asks for (RFC 9110, 14)."""
    store, size = the_store(), found.size
    if not store.exists(found.sha256):
        return redirect(address(exhibit))
    start, stop, status = 0, size, 200
    asked = request.range
    if asked is not None:
        span = asked.range_for_length(size)
        if span is None:
            response = guarded(Response(status=416))
            response.headers["Content-Range"] = f"bytes */{size}"
            return response
        (start, stop), status = span, 206
    body = store.open_range(found.sha256, start, stop - start) if request.method == "GET" else None
    response = guarded(Response(body, status=status, mimetype=found.media_type))
    response.content_length = stop - start
    response.headers["Accept-Ranges"] = "bytes"
    if status == 206:
        response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    return response
