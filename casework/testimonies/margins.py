"""What stands beside paragraphs: exhibits, remarks of the reviewer, and what higher floors have to say.

A higher floor registers one function that answers for the whole statement at once, so that a page costs the same number of
queries however many paragraphs it has.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from casework.accounts.services import names_of
from casework.review import services as reviews
from casework.subjects import Actor, Subject
from casework.testimonies.exhibits import LinkedExhibit, linked
from casework.testimonies.models import Testimony

# (session, actor, testimony) -> for each paragraph number, the objects that speak of it: (subject, text).
Note = tuple[Subject, str]
Notes = Callable[[Session, Actor, Testimony], Mapping[str, Sequence[Note]]]
_notes: list[Notes] = []


def notes(function: Notes) -> Notes:
    """Register what a higher floor (allegations, incidents) writes beside paragraphs."""
    if function not in _notes:
        _notes.append(function)
    return function


@dataclass(frozen=True)
class Remark:
    """What a reviewer said about a paragraph."""

    by: str
    text: str


@dataclass(frozen=True)
class Margin:
    """Everything beside the paragraphs of one version, by paragraph number; "" is the whole."""

    exhibits: Mapping[str, Sequence[LinkedExhibit]]
    remarks: Mapping[str, Sequence[Remark]]
    notes: Mapping[str, Sequence[Note]]


def margin_of(session: Session, actor: Actor, testimony: Testimony, version: int | None) -> Margin:
    """The margin of a version; of a draft (None) with the remarks on the version that it corrects."""
    written: dict[str, list[Note]] = {}
    for function in _notes:
        for number, found in function(session, actor, testimony).items():
            written.setdefault(number, []).extend(found)
    about = version or testimony.submitted_version
    remarks = _remarks(session, actor, testimony, about) if about else {}
    return Margin(linked(session, testimony), remarks, written)


def _remarks(session: Session, actor: Actor, testimony: Testimony, version: int) -> dict[str, list[Remark]]:
    rows = reviews.comments_of(session, actor, testimony.subject, version)
    names = names_of(session, {row.author_id for row in rows})
    found: dict[str, list[Remark]] = {}
    for row in rows:
        found.setdefault(row.paragraph, []).append(Remark(names.get(row.author_id, ""), row.text))
    return found
