"""On how many independent origins an allegation rests. Pure; a count that says what it counts, never a truth score.

Sources that repeat one origin count once: several who heard it from the same person, an exhibit and what was made from
it, two statements of one witness. What a witness was told, with nobody saying by whom, may repeat any of the others:
it is named and not counted (OHCHR, commissions of inquiry: corroboration needs independent sources).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from casework.sources.lineage import independent_origins, origins_of
from casework.vocabulary import KnowledgeBasis


@dataclass(frozen=True)
class Resting:
    """One source that supports something. Keys are opaque: equal keys are one person, file or outside origin.

    `own`: the witness who says so, or the exhibit at the root of the derivatives. `goes_back_to`: from whom or what it
    comes, when that is known; empty for what is first-hand or not known.
    """

    reference: str
    own: str
    goes_back_to: str = ""
    knowledge: KnowledgeBasis | None = None
    is_exhibit: bool = False

    @property
    def is_unexplained_hearsay(self) -> bool:
        """The witness was told, and it is not recorded by whom."""
        return self.knowledge is KnowledgeBasis.WAS_TOLD and not self.goes_back_to


@dataclass(frozen=True)
class Corroboration:
    """What was counted: independent origins, the statements and exhibits they come from, and hearsay left uncounted."""

    count: int = 0
    testimonies: int = 0
    exhibits: int = 0
    not_counted: tuple[str, ...] = ()

    @property
    def is_single(self) -> bool:
        """One origin at most, although there is something that supports it."""
        return self.count <= 1 and bool(self.testimonies or self.exhibits)


def count_origins(sources: Iterable[Resting]) -> Corroboration:
    """Count each origin once, however many repeat it. Who also knows first-hand is an origin, whatever else was heard."""
    known = list(sources)
    first_hand = {one.own for one in known if not one.goes_back_to and not one.is_unexplained_hearsay}
    repeats: dict[str, set[str]] = {}
    for one in known:
        if one.goes_back_to and one.own not in first_hand:
            repeats.setdefault(one.own, set()).add(one.goes_back_to)
    unexplained = {one.own for one in known if one.is_unexplained_hearsay} - first_hand - set(repeats)
    lost = {one.own for one in known if origins_of(one.own, repeats) & unexplained}
    origins = independent_origins([one.own for one in known if one.own not in lost], repeats)
    return Corroboration(
        count=len(origins),
        testimonies=len({one.reference for one in known if not one.is_exhibit}),
        exhibits=len({one.reference for one in known if one.is_exhibit}),
        not_counted=tuple(sorted({one.reference for one in known if one.own in lost})),
    )
