"""The blueprint of the protocol's addresses, and what all of them need."""

from flask import Blueprint, Response, current_app, g, request
from flask.typing import ResponseReturnValue

from casework.errors import Refused, Unavailable
from casework.i18n import _
from casework.storage import open_store
from casework.uploads import protocol, services
from casework.uploads.locking import Busy
from casework.uploads.models import Upload
from casework.uploads.protocol import Refusal
from casework.uploads.services import Means
from casework.web import current_actor, read_only, settings
from casework.web.context import engine

bp = Blueprint("uploads", __name__, url_prefix="/cases/<case_ref>/uploads")


def the_means() -> Means:
    """What this installation receives files with."""
    return Means(engine(), open_store(settings()), settings())


def own_upload(token: str) -> Upload:
    """The reader's own upload in the case that the address names. Raises NotFound."""
    with read_only() as reading:
        return services.find(reading, current_actor(), case=g.case, token=token)


def sent() -> dict[str, str]:
    """The headers of the request; names are written like `Upload-Offset`."""
    return dict(request.headers)


def say(status: int, text: str = "", headers: dict[str, str] | None = None) -> Response:
    """An answer to a program; its text is shown to whoever sits before it."""
    return Response(text, status, headers or {}, mimetype="text/plain")


@bp.after_request
def speak_the_version(response: Response) -> Response:
    """Every answer of the protocol names its version."""
    response.headers["Tus-Resumable"] = protocol.VERSION
    return response


@bp.errorhandler(Refusal)
def refusal(refused: Refusal) -> ResponseReturnValue:
    """As the protocol says it."""
    return say(refused.status, refused.text, refused.headers)


@bp.errorhandler(Refused)
def refused_by_rule(refused: Refused) -> ResponseReturnValue:
    """A rule of ours: not 409, which asks a client to try elsewhere."""
    return say(403, str(refused))


@bp.errorhandler(Busy)
def busy(_error: Busy) -> ResponseReturnValue:
    """The client tries again by itself."""
    return say(423, _("Another request has this upload in hand."), {"Retry-After": "2"})


@bp.errorhandler(Unavailable)
def no_room(error: Unavailable) -> ResponseReturnValue:
    """The disk is full: said before the first byte where it can be known."""
    current_app.logger.error("uploads: %s at %s", type(error).__name__, request.endpoint)
    return say(507, str(error.message))
