"""Pages that show how far a worker is: htmx asks for the inner part alone; without a script the layout loads the page
again while `working` is true."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import request, url_for
from werkzeug.routing import BuildError


def asks_for_inner() -> bool:
    """True when htmx asks for the progress alone."""
    return request.headers.get("HX-Request") == "true"


def with_addresses(causes: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The causes of a refusal, as a job keeps them, each with the page where it can be mended, if there is one."""
    return [{**cause, "url": _address(cause)} for cause in causes]


def _address(cause: Mapping[str, Any]) -> str | None:
    if not cause.get("endpoint"):
        return None
    try:
        return url_for(str(cause["endpoint"]), **cause.get("values", {}))
    except BuildError:
        return None
