"""Which sources somebody may see: what lies in a case is its members'; what is public, whoever sees a fact on it."""

from typing import Any

from sqlalchemy import Select, exists, or_
from sqlmodel import Session, col, select

from casework.access import visible_cases
from casework.sources.models import FactSource, Source
from casework.subjects import Actor


def in_reach(actor: Actor, column: Any) -> Any:
    """The condition that a case is none at all, or one of the actor's."""
    return or_(column.is_(None), column.in_(visible_cases(actor)))


def seen(actor: Actor) -> Select[Any]:
    """The sources that the actor may see, to be narrowed and paged further.

    A citation that only another case rests on is not shown: it would tell what that case looks into.
    """
    on_it = exists().where(col(FactSource.source_id) == Source.id, in_reach(actor, col(FactSource.case_id)))
    return select(Source).where(in_reach(actor, col(Source.case_id)), or_(on_it, col(Source.added_by) == actor.id))


def may_see(session: Session, actor: Actor, source: Source) -> bool:
    """Whether this source is one of them."""
    return actor.is_system or session.exec(seen(actor).where(col(Source.id) == source.key)).first() is not None  # type: ignore[call-overload]
