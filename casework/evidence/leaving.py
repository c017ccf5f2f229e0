"""Who may object when an exhibit's file leaves: higher floors, which know the consent of whoever gave it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from casework.errors import Cause, Refused
from casework.evidence.models import Exhibit


@dataclass(frozen=True)
class MeantFor:
    """The one body for which somebody elsewhere gave an exhibit: nobody asked them about any other."""

    kind: str
    slug: str


Objection = Callable[[Session, Exhibit], Sequence[Cause]]
Binding = Callable[[Session, int], Mapping[int, MeantFor]]
_objections: list[Objection] = []
_bindings: list[Binding] = []
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


def binds_to_bodies(function: Binding) -> Binding:
    """Register a function that says of a case (by id) which exhibits (by id) were given for one body alone."""
    if function not in _bindings:
        _bindings.append(function)
    return function


def meant_for(session: Session, case_id: int) -> dict[int, MeantFor]:
    """The exhibits of a case that only one body may receive, with that body."""
    return {key: body for function in _bindings for key, body in function(session, case_id).items()}


def givers_in(source: str) -> set[str]:
    """The codes of the witnesses whom an exhibit's source names: they gave it."""
    return set(_CODE.findall(source))
