"""The content of a statement, as typed and as stored."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.testimonies.content import Content, Paragraph, at, canonical, clean, content_hash, on_the_clock
from tests.testimonies.building import ARABIC, complete


def test_what_is_stored_reads_back_the_same() -> None:
    content = complete(ARABIC)
    assert Content.from_json(json.loads(json.dumps(content.to_json()))) == content


def test_a_field_of_a_later_schema_is_passed_over_and_a_missing_one_has_its_default() -> None:
    content = Content.from_json({"language": "ku", "something_new": 1})
    assert (content.language, content.paragraphs) == ("ku", ())


def test_a_wrong_word_is_refused() -> None:
    with pytest.raises(ValueError, match="place_type"):
        complete().changed(place_type="moon")


def test_the_hash_does_not_hang_on_the_order_of_the_keys() -> None:
    stored = complete(ARABIC).to_json()
    assert content_hash(stored) == content_hash(dict(reversed(stored.items())))
    assert canonical({"b": "ي", "a": None}) == '{"a":null,"b":"ي"}'.encode()


def test_one_changed_letter_changes_the_hash() -> None:
    assert content_hash(complete("one").to_json()) != content_hash(complete("onе").to_json())


@given(st.text())
def test_every_text_that_can_be_typed_can_be_stored(text: str) -> None:
    paragraph = Paragraph(original=text)
    assert "\x00" not in paragraph.original
    assert clean(paragraph.original) == paragraph.original
    assert json.loads(canonical(paragraph.model_dump())) == paragraph.model_dump()


def test_half_a_character_is_dropped() -> None:
    assert Paragraph(original="a\ud800b\r\nc\x00").original == "ab\nc"


def test_a_time_means_the_clock_of_the_place() -> None:
    moment = at(datetime(2025, 3, 12, 11, 0), "Asia/Damascus")  # noqa: DTZ001
    assert moment == datetime(2025, 3, 12, 8, 0, tzinfo=UTC)
    assert on_the_clock(moment, "Asia/Damascus") == datetime(2025, 3, 12, 11, 0)  # noqa: DTZ001
