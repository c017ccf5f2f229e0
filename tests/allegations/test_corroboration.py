"""Independent origins: what repeats another source adds nothing."""

import pytest

from casework.allegations.corroboration import Resting, count_origins
from casework.vocabulary import KnowledgeBasis

SAW, TOLD = KnowledgeBasis.SAW, KnowledgeBasis.WAS_TOLD


def told(number: int, heard_from: str = "", knowledge: KnowledgeBasis | None = SAW) -> Resting:
    return Resting(f"T-{number}", f"witness:{number}", heard_from, knowledge)


def shown(number: int, root: int) -> Resting:
    return Resting(f"EX-{number}", f"exhibit:{root}", is_exhibit=True)


@pytest.mark.parametrize(
    ("sources", "count", "not_counted"),
    [
        ([], 0, ()),
        ([told(1), told(2)], 2, ()),
        ([told(1), Resting("T-9", "witness:1", knowledge=SAW)], 1, ()),  # two statements of one witness
        ([told(1, "witness:7"), told(2, "witness:7"), told(3, "witness:7")], 1, ()),
        ([told(7), told(1, "witness:7", TOLD)], 1, ()),
        ([told(1, "outside:a neighbour"), told(2, "outside:a driver")], 2, ()),
        ([shown(1, 1), shown(2, 1), shown(3, 3)], 2, ()),  # an original, its redacted copy, another file
        ([told(1, "witness:2"), told(2, "witness:1")], 1, ()),  # each has it from the other
        ([told(1), told(1, "witness:2"), told(2)], 2, ()),  # saw it, and was told more of it
        ([told(1), told(2, "", TOLD)], 1, ("T-2",)),
        ([told(2, "", TOLD)], 0, ("T-2",)),
        ([told(3, "witness:2", TOLD), told(2, "", TOLD)], 0, ("T-2", "T-3")),
        ([told(2), told(2, "", TOLD)], 1, ()),
    ],
)
def test_what_repeats_one_origin_counts_once(sources: list[Resting], count: int, not_counted: tuple[str, ...]) -> None:
    found = count_origins(sources)
    assert (found.count, found.not_counted) == (count, not_counted)
    assert count_origins(reversed(sources)) == found


def test_the_count_says_what_was_counted() -> None:
    found = count_origins([told(1), told(2, "witness:1"), told(3), shown(1, 1), shown(2, 1)])
    assert (found.count, found.testimonies, found.exhibits, found.is_single) == (3, 3, 2, False)
    assert count_origins([told(1), told(1)]).is_single
    assert not count_origins([]).is_single
