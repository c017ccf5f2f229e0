"""The table of docs/asvs.md: complete, and every test and document that it names is there."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLE = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \| (.*) \|$", TABLE, re.M)
STATES = {"met": "met", "**open**": "open", "not applicable": "not applicable"}
NAMED = sorted({name for row in ROWS if row[3] == "met" for name in re.findall(r"`([^`]+)`", row[4])})


def test_every_requirement_of_both_levels_stands_in_it_once_and_in_order() -> None:
    numbers = [tuple(int(part) for part in row[0].split(".")) for row in ROWS]
    assert numbers == sorted(set(numbers))
    assert Counter(row[1] for row in ROWS) == {"1": 70, "2": 183}  # as many as ASVS 5.0.0 has


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_requirement_is_met_by_something_or_says_why_not(row: tuple[str, ...]) -> None:
    assert row[3] in STATES
    assert bool(re.search(r"`[^`]+`", row[4])) if row[3] == "met" else row[4].strip()


@pytest.mark.parametrize("name", NAMED)
def test_what_is_named_is_there(name: str) -> None:
    path, _, test = name.partition("::")
    text = (ROOT / path).read_text(encoding="utf-8")
    assert not path.startswith("tests/") or re.search(rf"^(?:async )?def {test}\(", text, re.M)


def test_the_sums_are_those_of_the_rows() -> None:
    counted = Counter((STATES[row[3]], row[1]) for row in ROWS)
    for state in STATES.values():
        one, two = counted[state, "1"], counted[state, "2"]
        assert f"| {state} | {one} | {two} | {one + two} |" in TABLE
