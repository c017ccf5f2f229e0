"""Which sources are independent, and which only repeat one another. Pure: knows no table, only keys and who repeats whom.

Three newspapers that quote one agency are one origin, not three (Berkeley Protocol: trace content to its source; the
same thought in OHCHR's guidance on corroboration). A key is anything hashable: a source's number, `("testimony", 7)`,
`("person", "the uncle of W-0003")`. An origin need not be among the sources that are counted.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)

MOST_EXACT = 24
"""Up to so many sources that hang together in ways that are no plain tree are counted exactly; more, from below."""


def origins_of(source: K, repeats: Mapping[K, Collection[K]]) -> set[K]:
    """Everything that a source goes back to, itself included; ends even in a circle."""
    found, waiting = {source}, [source]
    while waiting:
        for origin in repeats.get(waiting.pop(), ()):
            if origin not in found:
                found.add(origin)
                waiting.append(origin)
    return found


def independent_origins(
    sources: Iterable[K], repeats: Mapping[K, Collection[K]] | None = None, alike: Iterable[tuple[K, K]] = ()
) -> list[list[K]]:
    """The sources in groups that count once each: `len()` of the answer is the corroboration count.

    `repeats` says of a source what it takes its word from: "as reported by", the person whom a witness heard it from,
    the exhibit that another is derived from. `alike` are pairs that are one text or one file for all we know
    (near-duplicates): they are taken as one, transitively, and with all that either repeats.

    The count is the largest number of the sources of which no two go back to a common origin. So it never grows by a
    repetition and never shrinks by a further source; nor does a link between two sources ever raise it. The first of
    each group is the one that counts; the others go back to an origin that it goes back to as well. Order: as given.
    Above `MOST_EXACT` sources that are entangled without being plain repetitions the count is a lower bound.
    """
    named = _representatives(alike)
    linked: dict[K, set[K]] = {}
    for source, origins in (repeats or {}).items():
        linked.setdefault(named.get(source, source), set()).update(named.get(one, one) for one in origins)
    given = list(dict.fromkeys(sources))
    reach = {source: origins_of(named.get(source, source), linked) for source in given}
    chosen = _most_apart(_without_repeats(given, reach), reach)
    groups: dict[K, list[K]] = {source: [source] for source in chosen}
    for source in given:
        if source not in groups:
            groups[next(one for one in chosen if reach[one] & reach[source])].append(source)
    return list(groups.values())


def closes_circle(repeats: Mapping[K, Collection[K]], source: K, origin: K) -> bool:
    """Whether `source` would in the end repeat itself if it repeated `origin`: such a link is refused."""
    return source in origins_of(origin, repeats)


def _representatives(alike: Iterable[tuple[K, K]]) -> dict[K, K]:
    """One name for all that are alike, also at second hand."""
    parent: dict[K, K] = {}

    def top(key: K) -> K:
        while parent.setdefault(key, key) != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for one, other in alike:
        parent[top(other)] = top(one)
    return {key: top(key) for key in list(parent)}


def _without_repeats(given: list[K], reach: Mapping[K, set[K]]) -> list[K]:
    """The sources without those that go back to all that another one goes back to: that other can take their place."""
    kept: list[K] = []
    for source in sorted(given, key=lambda one: len(reach[one])):  # stable: the first given wins among equals
        if not any(reach[one] <= reach[source] for one in kept):
            kept.append(source)
    return [source for source in given if source in set(kept)]


def _most_apart(sources: list[K], reach: Mapping[K, set[K]]) -> list[K]:
    """As many sources as possible of which no two share an origin, in the order given."""
    clash = {one: {other for other in sources if other != one and reach[one] & reach[other]} for one in sources}
    chosen: set[K] = set()
    for tangle in _tangles(sources, clash):
        chosen |= _largest(tangle, clash) if len(tangle) <= MOST_EXACT else _some(tangle, clash)
    return [source for source in sources if source in chosen]


def _tangles(sources: list[K], clash: Mapping[K, set[K]]) -> list[list[K]]:
    """The sources in sets that have nothing to do with one another."""
    tangles, seen = [], set[K]()
    for source in sources:
        if source not in seen:
            tangle = origins_of(source, clash)
            seen |= tangle
            tangles.append([one for one in sources if one in tangle])
    return tangles


def _largest(left: list[K], clash: Mapping[K, set[K]]) -> set[K]:
    """The largest set without a clash: with or without the source that clashes most (of equals the first), as is more."""
    rest = set(left)
    most = max(left, key=lambda one: len(clash[one] & rest), default=None)
    if most is None or not clash[most] & rest:
        return rest
    with_it = {most} | _largest([one for one in left if one != most and one not in clash[most]], clash)
    without = _largest([one for one in left if one != most], clash)
    return with_it if len(with_it) >= len(without) else without


def _some(tangle: list[K], clash: Mapping[K, set[K]]) -> set[K]:
    """A set without a clash to which nothing can be added: those with fewest clashes first."""
    chosen: set[K] = set()
    for source in sorted(tangle, key=lambda one: len(clash[one])):
        if not clash[source] & chosen:
            chosen.add(source)
    return chosen
