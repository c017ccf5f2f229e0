"""tus 1.0.0 over HTTP: core, creation, termination, expiration, checksum; and two questions of our own page."""

import contextlib
import socket
from collections.abc import Callable

from flask import Response, g, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from casework.access import Permission
from casework.cases.services import require_open
from casework.uploads import finishing, housekeeping, protocol, receiving, services
from casework.uploads.blueprint import bp, own_upload, say, sent, the_means
from casework.uploads.models import Upload
from casework.uploads.names import metadata_of
from casework.uploads.protocol import Refusal
from casework.web import current_actor, needs, read_only, release_session, settings

__all__ = ["bp", "housekeeping"]  # the worker knows the task with this module

SILENCE = 30.0  # seconds without a byte before the connection is given up


@bp.route("", methods=["OPTIONS"], provide_automatic_options=False)
@bp.route("/<token>", methods=["OPTIONS"], provide_automatic_options=False, endpoint="options")
@needs(Permission.EVIDENCE_EDIT)
def options(case_ref: str, token: str = "") -> ResponseReturnValue:
    """What this server can do."""
    return say(204, headers={
        "Tus-Version": protocol.VERSION,
        "Tus-Extension": protocol.EXTENSIONS,
        "Tus-Max-Size": str(settings().max_upload_bytes),
        "Tus-Checksum-Algorithm": ",".join(protocol.ALGORITHMS),
    })  # fmt: skip


@bp.get("")
@needs(Permission.EVIDENCE_EDIT)
def index(case_ref: str) -> ResponseReturnValue:
    """For our page: what of the reader's is on its way in this case, and a token for a session that began anew."""
    with read_only() as reading:
        mine = services.unfinished(reading, current_actor(), case=g.case)
    return jsonify(csrf=generate_csrf(), uploads=[_told(each) for each in mine])


@bp.post("")
@needs(Permission.EVIDENCE_EDIT)
def create(case_ref: str) -> ResponseReturnValue:
    """Begin an upload."""
    release_session()
    protocol.require_version(sent())
    size = protocol.length_of(sent(), settings().max_upload_bytes)
    said = request.headers.get("Upload-Metadata", "")
    upload = services.begin(the_means(), current_actor(), case=g.case, size=size, metadata=said)
    return _state(upload, 201, {"Location": _address(upload)})


@bp.route("/<token>", methods=["HEAD", "PATCH", "DELETE", "POST"], provide_automatic_options=False)
@needs(Permission.EVIDENCE_EDIT)
def one(case_ref: str, token: str) -> ResponseReturnValue:
    """Where an upload stands, more of it, or its end. A POST names its method itself, for networks that know no PATCH."""
    release_session()
    protocol.require_version(sent())
    method = request.method
    if method == "POST":
        method = request.headers.get("X-HTTP-Method-Override", "").upper()
    ways = {"HEAD": _head, "PATCH": _patch, "DELETE": _delete}
    if method not in ways:
        raise Refusal(405)
    return ways[method](own_upload(token))


def _head(upload: Upload) -> Response:
    means = the_means()
    offset = receiving.offset_of(means, upload)
    said = metadata_of(means.settings, upload)
    headers = {"Upload-Offset": str(offset), "Upload-Length": str(upload.size)}
    return _state(upload, 200, headers | ({"Upload-Metadata": said} if said else {}))


def _patch(upload: Upload) -> Response:
    if request.mimetype != protocol.STREAM:
        raise Refusal(415)
    if "Transfer-Encoding" in request.headers:
        raise Refusal(411)
    require_open(g.case)
    upload = receiving.receive(
        the_means(),
        upload,
        request.environ["wsgi.input"].read,
        offset=protocol.number(sent(), "Upload-Offset"),
        length=request.content_length or 0,
        checksum=protocol.checksum(sent()),
        give_way=_connection(),
    )
    return _state(upload, 204, {"Upload-Offset": str(upload.received)})


def _delete(upload: Upload) -> Response:
    services.discard(the_means(), upload)
    return say(204)


@bp.post("/<token>/finish")
@needs(Permission.EVIDENCE_EDIT)
def finish(case_ref: str, token: str) -> ResponseReturnValue:
    """The whole file is here: take its hash, and compare it with the browser's."""
    release_session()
    said = protocol.hash_of(request.form.get("sha256", ""))
    upload = finishing.finish(the_means(), current_actor(), own_upload(token), said)
    return jsonify(_told(upload))


@bp.post("/<token>/discard")
@needs(Permission.EVIDENCE_EDIT)
def discard(case_ref: str, token: str) -> ResponseReturnValue:
    """The same as DELETE, by a button that needs no script."""
    release_session()
    services.discard(the_means(), own_upload(token))
    return redirect(url_for("evidence.new", case_ref=case_ref), 303)


def _state(upload: Upload, status: int, headers: dict[str, str]) -> Response:
    return say(status, headers={"Upload-Expires": protocol.expires(upload.expires_at), **headers})


def _address(upload: Upload) -> str:
    return url_for("uploads.one", case_ref=g.case.reference, token=upload.token)


def _told(upload: Upload) -> dict[str, object]:
    return {
        "token": upload.token,
        "address": _address(upload),
        "size": upload.size,
        "offset": upload.received,
        "head": upload.head_sha256,
        "sha256": upload.sha256,
        "agreed": upload.is_agreed,
    }


def _connection() -> Callable[[], None] | None:
    """Give up waiting for a sender who is silent; returns what ends the waiting at once."""
    found = request.environ.get("gunicorn.socket") or request.environ.get("werkzeug.socket")
    if not isinstance(found, socket.socket):
        return None
    found.settimeout(SILENCE)

    def give_way() -> None:
        with contextlib.suppress(OSError):
            found.shutdown(socket.SHUT_RD)

    return give_way
