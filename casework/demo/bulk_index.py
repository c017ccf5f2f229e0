"""Make bulk testimonies findable: what `search.put` does, without asking for each whether it is there already."""

from collections.abc import Iterable

from sqlmodel import Session

from casework.search import index
from casework.search.documents import case_word, filter_word
from casework.search.fold import tokens
from casework.search.models import SearchDoc
from casework.testimonies.models import Testimony


def index_bulk(session: Session, rows: Iterable[Testimony]) -> None:
    """Index testimonies that are new in the database."""
    docs = [_doc(row) for row in rows]
    session.add_all(docs)
    session.flush()
    for doc in docs:
        filters = [case_word(doc.case_id), filter_word("kind", "testimony"), filter_word("status", doc.status)]
        index.write(session, doc.key, tokens(f"{doc.label} {doc.title} {doc.body}"), filters)


def _doc(row: Testimony) -> SearchDoc:
    texts = [text for part in row.draft["paragraphs"] for text in (part["original"], part["translation"])]
    return SearchDoc(
        case_id=row.case_id, subject_kind="testimony", subject_id=row.key, label=row.reference, title=row.reference,
        body="\n".join(texts), status=row.status.value, on_date=row.taken_at.date() if row.taken_at else None,
    )  # fmt: skip
