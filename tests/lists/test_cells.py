"""Cells as people write them, in both languages; what is not surely understood is refused with what to write."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework import dates
from casework.i18n import use_locale
from casework.lists.cells import Unread, read_age, read_date, read_harms, read_word
from casework.lists.columns import Column, gathered, guessed
from casework.vocabulary import AgeBand, CivilianStatus, Harm, Sex


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("2025-03-08", "2025-03-08"), ("8/3/2025", "2025-03-08"), ("08.03.2025", "2025-03-08"),
        ("٨/٣/٢٠٢٥", "2025-03-08"), ("8 آذار 2025", "2025-03-08"), ("شباط ٢٠٢٥", "2025-02"), ("8 March 2025", "2025-03-08"),
        ("2025-03~", "2025-03~"), ("2025-03-07/2025-03-09", "2025-03-07/2025-03-09"), ("2025", "2025"),
    ],
)  # fmt: skip
def test_a_date_is_read_as_it_is_written_here(text: str, stored: str) -> None:
    assert read_date(text) == stored


@pytest.mark.parametrize(
    "text", ["13/13/2025", "3/8/25", "45724", "spring", "31/2/2025", "2025-03-08 14:30", "8 foo 2025"]
)
def test_what_is_no_sure_date_is_refused(text: str) -> None:
    with pytest.raises(Unread, match="2025-03-08"):
        read_date(text)


@given(st.text(max_size=20))
@settings(max_examples=150)
def test_whatever_stands_in_a_date_cell_is_a_date_or_refused(text: str) -> None:
    try:
        stored = read_date(text)
    except Unread:
        return
    assert dates.normalise(stored) == stored


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("34", AgeBand.FROM_30_TO_44), ("34.0", AgeBand.FROM_30_TO_44), ("٧ سنوات", AgeBand.UNDER_12), ("0", AgeBand.UNDER_12),
        ("17 years", AgeBand.FROM_12_TO_17), ("18 to 29", AgeBand.FROM_18_TO_29), ("120", AgeBand.FROM_60),
        ("60 عاماً فأكثر", AgeBand.FROM_60), ("unknown", AgeBand.UNKNOWN),
    ],
)  # fmt: skip
def test_an_age_becomes_a_band(text: str, band: AgeBand) -> None:
    assert read_age(text) is band


@pytest.mark.parametrize("text", ["121", "child", "-3", "30-40", "1986"])
def test_what_is_no_sure_age_is_refused_in_the_readers_language(text: str) -> None:
    with use_locale("ar"), pytest.raises(Unread) as refused:
        read_age(text)
    assert "دون 12" in str(refused.value)


def test_words_are_known_in_both_languages_and_as_lists_write_them() -> None:
    assert [read_word(Sex, text) for text in ("F", "أنثى", "Female", "ذكر")] == [
        Sex.FEMALE,
        Sex.FEMALE,
        Sex.FEMALE,
        Sex.MALE,
    ]
    assert read_word(CivilianStatus, "مدني") is CivilianStatus.CIVILIAN
    assert read_harms("شهيد، مخطوف") == [Harm.KILLED, Harm.ABDUCTED]
    with pytest.raises(Unread, match="Female, Male"):
        read_word(Sex, "Z")


def test_columns_are_known_by_their_names_and_several_names_become_one() -> None:
    head = ["م", "الاسم الأول", "اسم الأب", "الكنية", "الجنس", "Date of death", "Gender", "something"]
    found = guessed(head)
    assert [found.get(at) for at in range(8)] == [
        Column.NUMBER, Column.NAME, Column.NAME, Column.NAME, Column.SEX, Column.HARMED_ON, None, None,
    ]  # fmt: skip
    assert gathered(["7", "سلمى", "علي", "المخترعة"], found)[Column.NAME] == "سلمى علي المخترعة"
