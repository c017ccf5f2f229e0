"""A sentence that the program once wrote in one language is read in another."""

import pytest

from casework.i18n import _, said_again, use_locale
from casework.i18n.labels import label
from casework.vocabulary import Confidence

PLAIN = "File withheld: no consent to pictures and sound."


def in_each(message: str, **values: object) -> list[str]:
    found = []
    for language in ("en", "ar"):
        with use_locale(language):
            found.append(_(message, **values))
    return found


@pytest.mark.parametrize("kept", range(2))
@pytest.mark.parametrize("message, values", [(PLAIN, {}), ("Version %(number)s was issued.", {"number": 12})])
def test_a_kept_sentence_is_said_in_the_language_of_its_reader(kept: int, message: str, values: dict[str, int]) -> None:
    english, arabic = said = in_each(message, **values)
    assert english != arabic
    for language, wanted in (("en", english), ("ar", arabic)):
        with use_locale(language):
            assert said_again(said[kept]) == wanted


def test_a_label_is_said_again_and_what_somebody_typed_stays() -> None:
    with use_locale("en"):
        frozen = label(Confidence.REASONABLE_GROUNDS)
    with use_locale("ar"):
        assert said_again(frozen) == label(Confidence.REASONABLE_GROUNDS) != frozen
        for typed in ("", "Version 2 of the baker's story", "100 %", "%(number)s", "رواية 12"):
            assert said_again(typed) == typed
