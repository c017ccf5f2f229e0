"""Codes in the margin beside a factual paragraph."""

import pytest

from casework.dossiers.content import Fact, Source
from casework.dossiers.margins import beside


def test_each_witness_and_exhibit_stands_there_once_and_a_published_source_not_at_all() -> None:
    sources = (
        Source(ref="T-0001", locator="¶2", witness="W-0001"),
        Source(ref="T-0001", locator="¶4", witness="W-0001"),
        Source(ref="EX-0042", grade="B2"),
        Source(ref="A newspaper, 12 March 2025"),
    )
    assert beside(Fact(key="a", text="Something.", sources=sources)) == ["W-0001", "EX-0042"]
    assert beside(Fact(key="b", text="Something.")) == []


@pytest.mark.parametrize(("count", "last"), [(3, "EX-0003"), (4, "+2"), (12, "+10")])
def test_more_than_there_is_room_for_are_counted(count: int, last: str) -> None:
    made = beside(Fact(key="a", text="", sources=tuple(Source(ref=f"EX-{n:04}") for n in range(1, count + 1))))
    assert len(made) == 3
    assert made[-1] == last
