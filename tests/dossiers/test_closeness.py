"""Days and places that a sentence tells."""

import pytest

from casework.dossiers.closeness import days_in, days_of, parts_of, places_told


@pytest.mark.parametrize(
    "text",
    ["on 7 March 2025", "March 7th", "the 7th of March", "في ٧ آذار ٢٠٢٥", "2025-03-07", "7/3/2025", "٧ من شهر مارس"],
)
def test_a_day_is_found_however_it_is_written(text: str) -> None:
    assert (3, 7) in days_in(text)


@pytest.mark.parametrize("text", ["7-9 March", "between 7 and 9 March", "٧ و٩ آذار"])
def test_the_days_between_two_are_told_too(text: str) -> None:
    assert days_in(text) == {(3, 7), (3, 8), (3, 9)}


@pytest.mark.parametrize("text", ["March 2025", "12 people in March 2025", "آذار ٢٠٢٥", "version 7.3", "in May 2025"])
def test_a_month_is_no_day(text: str) -> None:
    assert days_in(text) == set()


def test_an_incident_known_by_the_month_has_no_telling_day() -> None:
    assert days_of("2025-03-07", "2025-03-08") == {(3, 7), (3, 8)}
    assert days_of("2025-03", "") == set()
    assert days_of("", "") == set()


def test_a_place_is_found_in_both_scripts_unless_the_profile_tells_it() -> None:
    places = {"I-0001": [*parts_of("Baniyas, al-Qusour"), *parts_of("بانياس، القصور")], "I-0002": parts_of("Latakia")}
    assert places_told("It happened in Baniyas.", places, []) == {"I-0001"}
    assert places_told("وقع ذلك ببانياس", places, []) == {"I-0001"}
    assert places_told("Latakia", places, ["Latakia"]) == set()
