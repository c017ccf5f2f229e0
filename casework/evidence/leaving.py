"""Who may object when an exhibit's file leaves: higher floors, which know the consent of whoever gave it."""

import re
from collections.abc import Callable, Sequence

from sqlmodel import Session

from casework.errors import Cause, Refused
from casework.evidence.models import Exhibit

Objection = Callable[[Session, Exhibit], Sequence[Cause]]
_objections: list[Objection] = []
_CODE = re.compile(r"\bW-\d{4,}")


def objects_to_leaving(function: Objection) -> Objection:
    """Register a function that answers with every reason why an exhibit's file may not leave now."""
    if function not in _objections:
        _objections.append(function)
    return function


def refuse_objections(session: Session, exhibit: Exhibit) -> None:
    """Raise Refused with every objection."""
    causes = [cause for function in _objections for cause in function(session, exhibit)]
    if causes:
        raise Refused(causes)


def givers_in(source: str) -> set[str]:
    """The codes of the witnesses whom an exhibit's source names: they gave it."""
    return set(_CODE.findall(source))
