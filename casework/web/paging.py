"""Keyset pages: a list costs what it shows, however much is stored. Never OFFSET."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select
from sqlmodel import Session

T = TypeVar("T")
SIZE = 50


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows of a list; `next_after` starts the following page, None at the end."""

    items: Sequence[T]
    next_after: int | None
    is_first: bool


def page(
    session: Session,
    statement: Select[Any],
    *,
    key: Any,
    after: int | None = None,
    size: int = SIZE,
    descending: bool = True,
) -> Page[Any]:
    """One page of the statement ordered by the integer column `key`, which is unique in it, newest first by default.

    In a case that is the number: an index has both, so that a page ends where it is full.
    """
    if after is not None:
        statement = statement.where(key < after if descending else key > after)
    statement = statement.order_by(key.desc() if descending else key.asc()).limit(size + 1)
    rows = session.execute(statement).scalars().all()
    more = len(rows) > size
    shown = rows[:size]
    return Page(shown, _value(shown[-1], key) if more else None, after is None)


def _value(row: Any, key: Any) -> int:
    return int(getattr(row, key.key))
