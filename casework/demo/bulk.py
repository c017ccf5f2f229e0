"""Writing many rows at once, past the services: for measurements only."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session, SQLModel, col, select

from casework.cases.models import Case
from casework.db import next_number
from casework.db.counters import Counter
from casework.search import index
from casework.search.documents import case_word, filter_word
from casework.search.fold import tokens
from casework.search.models import SearchDoc


def insert_rows(session: Session, model: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows of one table; a column that a row leaves out gets its model's default."""
    if not rows:
        return
    usual = {name: field.get_default(call_default_factory=True) for name, field in model.model_fields.items()}
    usual.pop("id", None)
    session.execute(insert(model), [usual | row for row in rows])


def count_up(session: Session, scope: str, last: int) -> None:
    """Let the numbers of a scope go on after `last`."""
    next_number(session, scope)  # makes the counter where there is none
    session.execute(update(Counter).where(col(Counter.scope) == scope).values(last=last))


def index_bulk(session: Session, case: Case, docs: Sequence[dict[str, Any]]) -> None:
    """Make new objects of one kind findable: `search.put` without asking for each whether it is there already."""
    insert_rows(session, SearchDoc, [doc | {"case_id": case.key} for doc in docs])
    kind, subjects = docs[0]["subject_kind"], [doc["subject_id"] for doc in docs]
    rows = session.exec(
        select(SearchDoc.subject_id, SearchDoc.id).where(
            SearchDoc.subject_kind == kind, col(SearchDoc.subject_id).in_(subjects)
        )
    )
    keys = {subject: key for subject, key in rows if key is not None}
    for doc in docs:
        filters = [case_word(case.key), filter_word("kind", kind), filter_word("status", doc["status"])]
        words = tokens(f"{doc['label']} {doc['title']} {doc['body']}")
        index.write(session, keys[doc["subject_id"]], words, filters)
