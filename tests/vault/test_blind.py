"""One number has one hash, however it was written, and none without the key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.vault import blind

KEY, OTHER_KEY = b"k" * 32, b"o" * 32


@pytest.mark.parametrize(
    "text",
    [
        "+963 944 123 456",
        "00963944123456",
        "0944-123-456",
        "944123456",
        "963 944 123 456",
        "+963 (0)944 123456",
        "٠٩٤٤ ١٢٣ ٤٥٦",
        "۰۹۴۴۱۲۳۴۵۶",
        "\u200e+963\u00a0944\u00a0123\u00a0456\u200f",
        "tel. 0944 123 456 (her brother's)",
    ],
)
def test_every_spelling_of_a_telephone_number_is_one_number(text: str) -> None:
    assert set(blind.phones(text)) == {"963944123456"}


def test_several_numbers_are_told_apart() -> None:
    assert set(blind.phones("0944 123 456\n+49 30 901820، 0933123456")) == {
        "963944123456",
        "4930901820",
        "963933123456",
    }
    assert set(blind.phones("0944 123 456 0933 123 456")) == {"963944123456", "963933123456"}
    assert set(blind.phones("none\n112\nafter 5")) == set()


@pytest.mark.parametrize("text", ["N 00-123456", "n00123456", "Passport N 00123456", "ن ٠٠١٢٣٤٥٦"])
def test_an_identity_number_is_found_whatever_stands_around_it(text: str) -> None:
    assert {"n00123456", "00123456"} & set(blind.id_numbers(text))
    assert "00999999" not in set(blind.id_numbers(text))


def test_words_without_a_number_are_no_identity_number() -> None:
    assert set(blind.id_numbers("identity card lost\nnone")) == set()


def test_a_hash_needs_the_key_and_tells_headings_apart() -> None:
    fields = {"phone": "0944123456", "id_numbers": "0944123456", "name": "Zaynab"}
    one, other = blind.digests(KEY, fields), blind.digests(OTHER_KEY, fields)
    assert set(one) == {"phone", "id_numbers"}
    assert not set(one["phone"]) & {*other["phone"], *one["id_numbers"]}
    assert one == blind.digests(KEY, {"phone": "+963 944 123 456", "id_numbers": "0944 123456"})


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    assert all(number.isdecimal() for number in blind.phones(text))
    assert all(number.isalnum() for number in blind.id_numbers(text))
