"""Codes, numbers and Latin passages inside a line of Arabic."""

import re

import pytest

from casework.printing import css_string, is_arabic, with_codes


@pytest.mark.parametrize(
    "code", ["W-0014", "8(2)(c)(i)-1", "CW-2025-0001", "12:30", "2025-03-07 09:15", "100–120"]
)  # fmt: skip
def test_a_code_stands_apart_so_that_it_reads_from_left_to_right(code: str) -> None:
    assert with_codes(f"بحسب {code} وغيره") == f'بحسب <bdi dir="ltr">{code}</bdi> وغيره'


def test_a_number_behind_an_arabic_letter_is_a_number() -> None:
    assert with_codes("بين 30 و40") == 'بين <bdi dir="ltr">30</bdi> و<bdi dir="ltr">40</bdi>'


def test_latin_words_in_an_arabic_line_are_a_passage_with_its_full_stop() -> None:
    made = with_codes("وقعت. Who bears responsibility remains alleged.")
    assert made == 'وقعت. <span lang="en" dir="ltr" class="latin">Who bears responsibility remains alleged.</span>'
    made = with_codes("ذكر، Number 22; grey jumper؛ 3 أولاد")
    assert '<span lang="en" dir="ltr" class="latin">Number <bdi dir="ltr">22</bdi>; grey jumper</span>' in made
    assert "<span" not in with_codes("Who bears responsibility remains alleged.")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("W-0002: للجنة وحدها", True), ("U-0002 الفرقة 62", True), ("كنت في بيتي", True), ("«كنت»", True),
        ("I was in حي القصور that day", False), ("W-0002", False), ("2025", False),
        ("9 أيار 2025، Handed over during the interview", True), ("9 May 2025, handed over in القصور", False), ("", False),
    ],
)  # fmt: skip
def test_a_text_is_read_as_most_of_its_letters_are(text: str, answer: bool) -> None:
    assert is_arabic(text) is answer


def test_a_text_in_a_style_keeps_its_blanks_and_ends_nothing() -> None:
    made = css_string("DRAFT – not issued")
    # As a style sheet is read (CSS Syntax 3, 4.3.7): six digits, and one blank that is not shown.
    assert re.sub(r"\\([0-9a-f]{6}) ", lambda found: chr(int(found[1], 16)), made) == '"DRAFT – not issued"'
    assert "</style>" not in css_string('"</style>\\')
    assert css_string('"</style>\\').count('"') == 2
