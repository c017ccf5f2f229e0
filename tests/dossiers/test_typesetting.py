"""Typesetting in a process of its own."""

import pytest

from casework.dossiers import building, typesetting
from casework.errors import Unavailable
from tests.dossiers import samples


def test_a_child_process_makes_the_same_bytes_and_its_keeper_beats() -> None:
    made = samples.snapshot()
    assert typesetting.typeset_apart({"en": (made, {})})["en"] == building.typeset(made, {})


def test_a_child_that_fails_says_nothing_of_what_it_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting.sys, "executable", "/bin/false")
    with pytest.raises(Unavailable) as problem:
        typesetting.typeset_apart({"en": (samples.snapshot(), {})})
    assert "T-0001" not in str(problem.value)
