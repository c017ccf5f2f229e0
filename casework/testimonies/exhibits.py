"""Exhibits beside paragraphs: which exhibit a paragraph speaks of, and which were shown to the witness.

A link is the work of the analyst, not the word of the witness: it stands outside the frozen text, can be added later, and
each change of it is in the log.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.db import UNFILTERED
from casework.errors import Invalid, NotFound
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.subjects import Actor
from casework.testimonies.models import ParagraphExhibit, Testimony

_BETWEEN = re.compile(r"[\s,;،]+")


@dataclass(frozen=True)
class LinkedExhibit:
    """A link as a page shows it."""

    link: ParagraphExhibit
    reference: str
    title: str
    is_quarantined: bool


def codes_in(text: str) -> tuple[str, ...]:
    """The exhibit codes in a line that somebody typed, each once."""
    return tuple(dict.fromkeys(code.upper() for code in _BETWEEN.split(text.strip()) if code))


def unknown_codes(session: Session, testimony: Testimony, codes: Sequence[str]) -> dict[str, str]:
    """A complaint beside `exhibits_shown` for codes that are no exhibits of this case."""
    if not codes:
        return {}
    known = select(Exhibit.reference).where(Exhibit.case_id == testimony.case_id, col(Exhibit.reference).in_(codes))
    missing = sorted(set(codes) - set(session.exec(known, execution_options=UNFILTERED).all()))
    if not missing:
        return {}
    return {"exhibits_shown": _("No exhibit of this case has the code %(codes)s.", codes=", ".join(missing)[:200])}


def link(
    session: Session, actor: Actor, *, testimony: Testimony, paragraph: str, exhibit: str, note: str = ""
) -> ParagraphExhibit:
    """Link an exhibit (by its code) to a paragraph, or to the whole statement when `paragraph` is empty; once.

    Raises Invalid beside `exhibit` or `paragraph`.
    """
    require(session, actor, Permission.TESTIMONY_EDIT, testimony.subject)
    if paragraph and paragraph not in numbers_of(testimony):
        raise Invalid(fields={"paragraph": _("This statement has no such paragraph.")})
    row = _exhibit(session, testimony, exhibit)
    statement = select(ParagraphExhibit).where(
        ParagraphExhibit.testimony_id == testimony.key,
        ParagraphExhibit.paragraph == paragraph,
        ParagraphExhibit.exhibit_id == row.key,
    )
    if session.exec(statement).first():
        raise Invalid(fields={"exhibit": _("This exhibit is linked there already.")})
    made = ParagraphExhibit(
        case_id=testimony.case_id, testimony_id=testimony.key, paragraph=paragraph, exhibit_id=row.key,
        note=note.strip()[:500], linked_by=actor.id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    facts = {"exhibit": row.reference, "paragraph": paragraph}
    audit.record(session, actor, "testimony.exhibit_linked", testimony.subject, **facts)
    return made


def unlink(session: Session, actor: Actor, *, testimony: Testimony, link_id: int) -> None:
    """Take a link away. Raises NotFound for one of another statement."""
    require(session, actor, Permission.TESTIMONY_EDIT, testimony.subject)
    found = session.get(ParagraphExhibit, link_id)
    if found is None or found.testimony_id != testimony.key:
        raise NotFound
    exhibit = session.get_one(Exhibit, found.exhibit_id)
    session.delete(found)
    session.flush()
    facts = {"exhibit": exhibit.reference, "paragraph": found.paragraph}
    audit.record(session, actor, "testimony.exhibit_unlinked", testimony.subject, **facts)


def linked(session: Session, testimony: Testimony) -> dict[str, list[LinkedExhibit]]:
    """The links of a statement by paragraph; those of the whole statement under the empty number."""
    statement = (
        select(ParagraphExhibit, Exhibit.reference, Exhibit.title, Exhibit.is_quarantined)
        .join(Exhibit, col(Exhibit.id) == col(ParagraphExhibit.exhibit_id))
        .where(ParagraphExhibit.testimony_id == testimony.key)
        .order_by(col(ParagraphExhibit.id))
        .limit(2_000)
    )
    found: dict[str, list[LinkedExhibit]] = {}
    for row, reference, title, quarantined in session.exec(statement):
        found.setdefault(row.paragraph, []).append(LinkedExhibit(row, reference, title, quarantined))
    return found


def exhibits_of_case(session: Session, testimony: Testimony, limit: int = 200) -> list[tuple[str, str]]:
    """The newest exhibits of the case, code and title, as suggestions of a form."""
    statement = select(Exhibit.reference, Exhibit.title).where(Exhibit.case_id == testimony.case_id)
    return [(code, title) for code, title in session.exec(statement.order_by(col(Exhibit.id).desc()).limit(limit))]


def follow(session: Session, testimony: Testimony, moves: dict[str, str]) -> None:
    """Keep the links with their paragraphs when a draft is numbered anew; those of a removed one go to the whole."""
    statement = select(ParagraphExhibit).where(ParagraphExhibit.testimony_id == testimony.key)
    rows = session.exec(statement, execution_options=UNFILTERED).all()  # a hidden link follows its paragraph, too
    wandering = [(row, moves.get(row.paragraph, "")) for row in rows if row.paragraph]
    wandering = [(row, number) for row, number in wandering if number != row.paragraph]
    if not wandering:
        return
    taken = {(row.paragraph, row.exhibit_id) for row in rows} - {
        (row.paragraph, row.exhibit_id) for row, _n in wandering
    }
    copies = []
    for row, number in wandering:
        session.delete(row)
        if (number, row.exhibit_id) not in taken:
            taken.add((number, row.exhibit_id))
            copies.append(ParagraphExhibit(**(row.model_dump(exclude={"id", "paragraph"}) | {"paragraph": number})))
    session.flush()
    session.add_all(copies)


def numbers_of(testimony: Testimony) -> Iterable[str]:
    """The paragraph numbers of the text as it stands: the draft, which equals the last version once that is frozen."""
    return [str(row.get("number", "")) for row in testimony.draft.get("paragraphs", [])]


def _exhibit(session: Session, testimony: Testimony, code: str) -> Exhibit:
    wanted = code.strip().upper()
    statement = select(Exhibit).where(Exhibit.case_id == testimony.case_id, Exhibit.reference == wanted)
    found = session.exec(statement).first()
    if found is None:
        raise Invalid(fields={"exhibit": _("No exhibit of this case has this code.")})
    return found
