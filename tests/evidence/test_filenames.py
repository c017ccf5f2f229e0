"""Names that files arrive with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.evidence.filenames import LONGEST, Neutralised, clean, extension


def test_an_ordinary_name_stays_as_it_is():
    assert clean("IMG_2025 صورة.JPG").name == "IMG_2025 صورة.JPG"
    assert clean("photo.jpg").changes == ()


@pytest.mark.parametrize("claimed", ["../../etc/passwd", "/etc/passwd", "C:\\Users\\me\\passwd", "..\\passwd"])
def test_a_path_loses_its_folders_and_says_so(claimed):
    cleaned = clean(claimed)
    assert cleaned.name == "passwd"
    assert Neutralised.PATH in cleaned.changes


def test_a_direction_override_cannot_hide_the_extension():
    cleaned = clean("photo\u202egpj.exe")
    assert cleaned.name == "photogpj.exe"
    assert cleaned.changes == (Neutralised.DIRECTION,)
    assert cleaned.original == "photo\\u202egpj.exe"


def test_control_characters_are_taken_out_and_written_out():
    cleaned = clean("a\r\nSet-Cookie: x\0.txt")
    assert cleaned.name == "aSet-Cookie: x.txt"
    assert cleaned.changes == (Neutralised.INVISIBLE,)
    assert "\\u000d\\u000a" in cleaned.original


def test_joiners_of_persian_and_kurdish_stay():
    assert clean("می\u200cروم.txt").changes == ()


def test_a_long_name_keeps_its_extension():
    cleaned = clean("x" * 500 + ".jpeg")
    assert len(cleaned.name) == LONGEST
    assert cleaned.name.endswith("x.jpeg")
    assert cleaned.changes == (Neutralised.LENGTH,)


@pytest.mark.parametrize("claimed", ["", "..", "/", "\u202e", "  . "])
def test_nothing_left_becomes_file(claimed):
    assert clean(claimed).name == "file"
    assert Neutralised.NO_NAME in clean(claimed).changes


def test_an_extension_is_letters_and_digits_only():
    assert [extension(name) for name in ("a.JPG", "a.tar.gz", "a", "a.<b>", "a.")] == ["jpg", "gz", "", "", ""]


@given(st.text(max_size=600))
def test_whatever_arrives_the_name_is_one_short_visible_part(claimed):
    cleaned = clean(claimed)
    assert 0 < len(cleaned.name) <= LONGEST
    assert not set(cleaned.name) & set("/\\\0\r\n\u202e\u2066")
    assert clean(cleaned.name).name == cleaned.name
