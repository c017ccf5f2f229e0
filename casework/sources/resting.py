"""Which facts rest on a source: those that the reader may see, in words; the others are counted."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import not_
from sqlmodel import Session, col, func, select

from casework.sources.models import DatumClaim, FactSource, Source
from casework.sources.seeing import in_reach
from casework.subjects import Actor

PAGE = 50


@dataclass(frozen=True)
class Fact:
    """A fact in words, and the page on which it stands; `withdrawn`: it was taken back."""

    words: str
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)
    withdrawn: bool = False


@dataclass(frozen=True)
class Resting:
    """A page of the facts on one source: each with the row that ties it; how many are not shown; where to go on."""

    facts: Sequence[tuple[FactSource, Fact]]
    others: int = 0
    next_after: int | None = None


Teller = Callable[[Session, Actor, set[int]], Mapping[int, Fact]]
_tellers: dict[str, Teller] = {}


def tells(kind: str) -> Callable[[Teller], Teller]:
    """Register who puts facts of a kind into words, many at once; a fact that is left out is not shown to the actor."""

    def register(teller: Teller) -> Teller:
        _tellers[kind] = teller
        return teller

    return register


def resting_on(session: Session, actor: Actor, source: Source, *, after: int | None = None) -> Resting:
    """The facts that rest on a source, the newest first; statements: one a kind, however many facts."""
    mine = in_reach(actor, col(FactSource.case_id))
    statement = select(FactSource).where(FactSource.source_id == source.key, mine)
    if after is not None:
        statement = statement.where(col(FactSource.id) < after)
    rows = session.exec(statement.order_by(col(FactSource.id).desc()).limit(PAGE + 1)).all()
    hidden = select(func.count()).select_from(FactSource).where(FactSource.source_id == source.key, not_(mine))
    shown = rows[:PAGE]
    told = facts_told(session, actor, [(row.fact_kind, row.fact_id) for row in shown])
    facts = [(row, told[row.fact_kind, row.fact_id]) for row in shown if (row.fact_kind, row.fact_id) in told]
    others = session.exec(hidden).one() + len(shown) - len(facts)
    return Resting(facts, others, shown[-1].key if len(rows) > PAGE else None)


def facts_told(session: Session, actor: Actor, wanted: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Fact]:
    """Facts by kind and number, in words."""
    by_kind: dict[str, set[int]] = defaultdict(set)
    for kind, key in wanted:
        by_kind[kind].add(key)
    found: dict[tuple[str, int], Fact] = {}
    for kind, keys in by_kind.items():
        if kind in _tellers:
            found |= {(kind, key): fact for key, fact in _tellers[kind](session, actor, keys).items()}
    return found


@tells("datum")
def data(session: Session, actor: Actor, ids: set[int]) -> Mapping[int, Fact]:
    """One value of one datum; the record's own words tell whose."""
    rows = session.exec(select(DatumClaim).where(col(DatumClaim.id).in_(ids))).all()
    about = facts_told(session, actor, [(row.subject_kind, row.subject_id) for row in rows])
    found = {}
    for row in rows:
        if fact := about.get((row.subject_kind, row.subject_id)):
            words = f"{fact.words}: {(row.value or row.value_ar)[:120]}"
            found[row.key] = Fact(words, fact.endpoint, {**fact.values, "_anchor": "claims"}, bool(row.withdrawn))
    return found
