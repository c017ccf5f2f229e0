"""What higher floors say beside what was found, for example a condition of consent; asked once for all hits of a page."""

from collections.abc import Callable, Mapping, Sequence

from sqlmodel import Session

from casework.subjects import Subject

# (session, ids of the found objects of one kind) -> for some of them, what has to be kept in mind
Beside = Callable[[Session, Sequence[int]], Mapping[int, Sequence[str]]]
_beside: dict[str, Beside] = {}


def beside_hits(kind: str) -> Callable[[Beside], Beside]:
    """Register what is said beside the hits of a kind. It may ask the database a few times, however many there are."""

    def register(function: Beside) -> Beside:
        _beside[kind] = function
        return function

    return register


def said_beside(session: Session, found: Sequence[Subject]) -> dict[Subject, Sequence[str]]:
    """What stands beside each of these objects, which the reader may see."""
    said: dict[Subject, Sequence[str]] = {}
    for kind, function in _beside.items():
        of_kind = {subject.id: subject for subject in found if subject.kind == kind}
        if of_kind:
            said |= {of_kind[key]: texts for key, texts in function(session, list(of_kind)).items()}
    return said
