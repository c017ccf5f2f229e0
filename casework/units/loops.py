"""Circles among relations between units: refused when entered, named when they are already there."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from casework.units.chain import Relation
from casework.vocabulary import RelationKind


def closing_loop(relations: Iterable[Relation], new: Relation) -> tuple[int, ...]:
    """The units that a new relation would close into a circle at one time, or an empty tuple.

    Links of one circle must have a possible day in common: a unit may well stand above another in 2014 and below it in
    2020. Only relations that carry orders are asked, and successors among themselves, whatever their dates.
    """
    if new.child == new.parent:
        return (new.child,)
    if new.kind is RelationKind.AFFILIATED:
        return ()
    above: dict[int, list[Relation]] = defaultdict(list)
    for relation in relations:
        is_alike = relation.kind.carries_orders == new.kind.carries_orders
        if is_alike and relation.id != new.id and relation.kind is not RelationKind.AFFILIATED:
            above[relation.child].append(relation)
    return _way_back(above, new)


def _way_back(above: dict[int, list[Relation]], new: Relation) -> tuple[int, ...]:
    timeless = new.kind is RelationKind.SUCCESSOR
    always = (date.min, date.max)
    span = always if timeless else new.period.possible
    waiting: list[tuple[tuple[int, ...], tuple[date, date]]] = [((new.child, new.parent), span)]
    seen = set()
    while waiting:
        way, (first, last) = waiting.pop()
        for relation in above.get(way[-1], ()):
            start, end = always if timeless else relation.period.possible
            common = max(first, start), min(last, end)
            state = (relation.parent, common)
            if common[0] > common[1] or state in seen:
                continue
            if relation.parent == new.child:
                return way
            seen.add(state)
            waiting.append(((*way, relation.parent), common))
    return ()


def loops_in(relations: Sequence[Relation]) -> list[tuple[int, ...]]:
    """Circles already among the relations (imported, say), each named once, starting at its lowest unit."""
    found = (closing_loop(relations, relation) for relation in relations)
    turned = (loop[loop.index(min(loop)) :] + loop[: loop.index(min(loop))] for loop in found if loop)
    return sorted(set(turned))
