"""What can go wrong, in words for the person at the screen.

Services raise these; the edge (web, command line, worker) decides how each is shown.
No message ever holds testimony or an identity.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from casework.subjects import Subject


class CaseworkError(Exception):
    """Base of all expected errors; `message` is for the reader, already translated or lazily so."""

    def __init__(self, message: object = "") -> None:
        super().__init__(str(message))
        self.message = message


class NotFound(CaseworkError):
    """The object does not exist, or the reader may not know that it does (404 in both cases)."""


class Forbidden(CaseworkError):
    """The policy says no. Shown as 404 so that the existence of an object is not given away; written to the log."""

    def __init__(self, permission: str, subject: Subject | None = None) -> None:
        super().__init__(permission)
        self.permission = permission
        self.subject = subject


class Invalid(CaseworkError):
    """Input that cannot be accepted; `fields` maps a field's name to what is wrong with it (422)."""

    def __init__(self, message: object = "", fields: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


class Stale(CaseworkError):
    """Somebody else saved first; `current` is what is stored now (409, both texts are shown)."""

    def __init__(self, current: Any, message: object = "") -> None:
        super().__init__(message)
        self.current = current


@dataclass(frozen=True)
class Cause:
    """One reason of a refusal, and where it can be mended (an endpoint and its values, if there is a page)."""

    message: object
    subject: Subject | None = None
    fix_endpoint: str | None = None
    fix_values: dict[str, Any] = field(default_factory=dict)


class Refused(CaseworkError):
    """A rule forbids the act now; every cause is named at once (409).

    `title`: what the page is headed with when there is nothing that its reader could mend.
    """

    def __init__(self, causes: Sequence[Cause] | object, title: str = "") -> None:
        self.title = title
        self.causes: list[Cause] = list(causes) if isinstance(causes, (list, tuple)) else [Cause(causes)]
        super().__init__("; ".join(str(cause.message) for cause in self.causes))


class Unavailable(CaseworkError):
    """The machine cannot do it now (disk full, log failing, vault sealed): nothing was saved (503)."""
