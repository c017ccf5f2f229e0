"""The cases that search results point into."""

from typing import NamedTuple

from sqlalchemy import column, table
from sqlmodel import Session, select

from casework.access import visible_cases
from casework.subjects import Actor

MOST = 200
# The search floor lies below the cases: it reads their references without knowing their model.
_case = table("case", column("id"), column("reference"), column("title"))


class Place(NamedTuple):
    """A case by its reference."""

    reference: str
    title: str


def places(session: Session, actor: Actor) -> dict[int, Place]:
    """The cases that the actor may see, newest first, at most two hundred."""
    statement = select(_case.c.id, _case.c.reference, _case.c.title).where(_case.c.id.in_(visible_cases(actor)))
    rows = session.execute(statement.order_by(_case.c.id.desc()).limit(MOST)).all()
    return {int(key): Place(reference, title) for key, reference, title in rows}
