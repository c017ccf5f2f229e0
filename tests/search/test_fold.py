"""Words are made comparable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.search.fold import PROCLITICS, fold, tokens, variants


@pytest.mark.parametrize(
    "written, looked_for",
    [("أحمد", "احمد"), ("القُوّة", "القوة"), ("مدرسة", "مدرسه"), ("مــدرسة", "مدرسة"), ("إلى", "الي"), ("مسؤول", "مسوول"),
     ("Qardāha", "qardaha"), ("٢٠٢٥", "2025"), ("قرى", "قري")],
)  # fmt: skip
def test_different_spellings_of_a_word_fold_to_one(written: str, looked_for: str) -> None:
    assert fold(written) == fold(looked_for)


@pytest.mark.parametrize("one, other", [("علي", "عالي"), ("قتل", "قاتل"), ("حماة", "حمام")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_a_reference_is_one_word() -> None:
    assert tokens("see T-0001, CW-2025-0001.") == ["see", "t0001", "cw20250001"]


def test_proclitics_are_tried_on_and_off() -> None:
    assert "معتقل" in variants("والمعتقل")
    assert "والمعتقل" in variants("معتقل")
    assert variants("house") == {"house"}


def test_short_words_keep_their_first_letter() -> None:
    assert "لد" not in variants("ولد")


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert tokens(" ".join(tokens(text))) == tokens(text) or any(len(word) > 50 for word in tokens(text))


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهوي", min_size=3, max_size=8), st.sampled_from(PROCLITICS))
def test_a_word_finds_itself_behind_any_proclitic(word: str, clitic: str) -> None:
    assert clitic + word in variants(word)
    assert word in variants(clitic + word)
