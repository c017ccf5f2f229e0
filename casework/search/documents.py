"""What the features hand to the search."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from casework.access.compartments import compartment_of
from casework.db import UNFILTERED
from casework.search import index
from casework.search.fold import tokens
from casework.search.models import SearchDoc
from casework.subjects import Subject

EVERYONE = "xglobal"


@dataclass(frozen=True)
class Doc:
    """An object to be found: its title and text as written (no identities), its state and date.

    `within`: whose compartment it obeys (a statement its witness's); None: its own.
    """

    subject: Subject
    title: str
    body: str = ""
    status: str = ""
    on: date | None = None
    within: Subject | None = None


def case_word(case_id: int | None) -> str:
    """The word of the index that says whose a document is."""
    return EVERYONE if case_id is None else f"xcase{case_id}"


def room_word(compartment_id: int) -> str:
    """The word of a document that only the people of a compartment find: it stands in place of the case's."""
    return f"xroom{compartment_id}"


def filter_word(kind: str, value: str) -> str:
    """A filter as a word of the index: letters and digits only."""
    return f"x{kind}" + "".join(char for char in value if char.isalnum())


def put(session: Session, doc: Doc) -> None:
    """Make an object findable, in place of what was known of it, in the caller's transaction."""
    row = _row(session, doc.subject) or SearchDoc(
        subject_kind=doc.subject.kind, subject_id=doc.subject.id, label=doc.subject.label
    )
    _fill(row, doc)
    session.add(row)
    session.flush()
    _index(session, row)


def put_new(session: Session, docs: Sequence[Doc]) -> None:
    """Make objects findable that are all new, and of a kind that is never restricted: as `put`, in two statements."""
    rows = [
        SearchDoc(subject_kind=doc.subject.kind, subject_id=doc.subject.id, label=doc.subject.label) for doc in docs
    ]
    for row, doc in zip(rows, docs, strict=True):
        _fill(row, doc)
    session.add_all(rows)
    session.flush()
    index.write_new(session, [(row.key, _words(row), _filters(row, case_word(row.case_id))) for row in rows])


def _fill(row: SearchDoc, doc: Doc) -> None:
    row.case_id, row.label, row.title = doc.subject.case_id, doc.subject.label, doc.title[:500]
    row.body, row.status, row.on_date = doc.body, doc.status, doc.on
    within = doc.within or doc.subject
    row.within_kind, row.within_id = within.kind, within.id


def _row(session: Session, subject: Subject) -> SearchDoc | None:
    return session.exec(
        select(SearchDoc).where(SearchDoc.subject_kind == subject.kind, SearchDoc.subject_id == subject.id),
        execution_options=UNFILTERED,
    ).first()


def _index(session: Session, row: SearchDoc) -> None:
    room = compartment_of(session, row.within_kind, row.within_id)
    access = room_word(room.key) if room else case_word(row.case_id)
    index.write(session, row.key, _words(row), _filters(row, access))


def _words(row: SearchDoc) -> list[str]:
    return tokens(f"{row.label} {row.title} {row.body}")


def _filters(row: SearchDoc, access: str) -> list[str]:
    status = [filter_word("status", row.status)] if row.status else []
    return [access, filter_word("kind", row.subject_kind), *status]


def remove(session: Session, subject: Subject) -> None:
    """Make an object unfindable."""
    row = _row(session, subject)
    if row is not None:
        index.erase(session, row.key)
        session.delete(row)
        session.flush()


def follow_compartment(session: Session, subject: Subject) -> None:
    """A witness or exhibit was restricted or opened: write the words of all that hangs on it anew."""
    statement = select(SearchDoc).where(SearchDoc.within_kind == subject.kind, SearchDoc.within_id == subject.id)
    for row in session.exec(statement, execution_options=UNFILTERED).all():
        _index(session, row)


def rebuild(session: Session, batch: int = 500) -> int:
    """Fold and index every document anew (after a change of the folding, or damage); returns how many."""
    index.clear(session)
    after = count = 0
    while rows := session.exec(
        select(SearchDoc).where(col(SearchDoc.id) > after).order_by(col(SearchDoc.id)).limit(batch)
    ).all():
        for row in rows:
            _index(session, row)
        count, after = count + len(rows), rows[-1].key
        session.expunge_all()
    return count
