"""Numbers that are never reused: `T-0001` is one statement for ever."""

from sqlalchemy import update
from sqlmodel import Field, Session, SQLModel, col


class Counter(SQLModel, table=True):
    """The last number given out in a scope, for example `case:1:T`."""

    scope: str = Field(primary_key=True, max_length=80)
    last: int = Field(default=0)


def next_number(session: Session, scope: str) -> int:
    """The next number of the scope, from 1. The row is locked until the transaction ends, so no two get the same."""
    statement = (
        update(Counter).where(col(Counter.scope) == scope).values(last=Counter.last + 1).returning(col(Counter.last))
    )
    number = session.execute(statement).scalar_one_or_none()
    if number is not None:
        return int(number)
    _make(session, scope)
    return int(session.execute(statement).scalar_one())


def next_numbers(session: Session, scope: str, count: int) -> range:
    """So many numbers of the scope in a row, as `next_number` gives them."""
    first = next_number(session, scope)
    skip_to(session, scope, first + count - 1)
    return range(first, first + count)


def _make(session: Session, scope: str) -> None:
    """Insert the scope's row unless another transaction just did."""
    dialect = session.get_bind().dialect.name
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as pg_insert

        session.execute(pg_insert(Counter).values(scope=scope, last=0).on_conflict_do_nothing())
    else:
        from sqlalchemy.dialects.sqlite import insert as sqlite_insert

        session.execute(sqlite_insert(Counter).values(scope=scope, last=0).on_conflict_do_nothing())


def skip_to(session: Session, scope: str, number: int) -> None:
    """Use up every number of the scope as far as this one: for numbers that came from elsewhere. Never goes back."""
    _make(session, scope)
    session.execute(update(Counter).where(col(Counter.scope) == scope, col(Counter.last) < number).values(last=number))
