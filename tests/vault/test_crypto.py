"""The cipher is bound to its place, and padding hides lengths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.vault import crypto


@given(st.text())
def test_padding_is_undone_and_fills_blocks(text: str) -> None:
    padded = crypto.pad(text)
    assert crypto.unpad(padded) == text
    assert len(padded) % crypto.PAD_TO == 0


def test_names_of_different_length_make_ciphertexts_of_one_length() -> None:
    assert len(crypto.pad("Ali")) == len(crypto.pad("Abd al-Rahman al-Khatib of Baniyas"))


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_two_places_are_never_written_alike(one: list[str], other: list[str]) -> None:
    assert (crypto.place(*one) == crypto.place(*other)) is (one == other)


@pytest.mark.parametrize("part", ["key", "nonce", "ciphertext", "place"])
def test_any_changed_part_does_not_open(part: str) -> None:
    parts = {"key": crypto.new_key(), "place": crypto.place("sealed_field", "owner", "name", 1)}
    parts["nonce"], parts["ciphertext"] = crypto.seal(parts["key"], b"plain", parts["place"])
    assert crypto.unseal(parts["key"], parts["nonce"], parts["ciphertext"], parts["place"]) == b"plain"
    parts[part] = bytes([parts[part][0] ^ 1]) + parts[part][1:]
    with pytest.raises(crypto.Tampered):
        crypto.unseal(parts["key"], parts["nonce"], parts["ciphertext"], parts["place"])


def test_a_key_id_tells_keys_apart_without_showing_them() -> None:
    one, other = crypto.new_key(), crypto.new_key()
    assert crypto.key_id(one) != crypto.key_id(other)
    assert crypto.key_id(one) not in one.hex()
