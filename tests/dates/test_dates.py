"""Uncertain dates: what each notation can mean, how it is refused, how it is said."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import dates
from casework.dates import Precision, normalise, parse, words

DAYS = st.dates(min_value=date(1901, 1, 1), max_value=date(2100, 12, 31))


def point(day: date, shape: str) -> str:
    return {"day": f"{day:%Y-%m-%d}", "month": f"{day:%Y-%m}", "year": f"{day:%Y}"}[shape]


SHAPES = st.sampled_from(["day", "month", "year"])
POINTS = st.builds(lambda d, s, about: point(d, s) + about, DAYS, SHAPES, st.sampled_from(["", "~"]))


@given(DAYS, SHAPES, st.sampled_from(["", "~"]))
def test_a_date_can_always_mean_the_day_it_was_written_from(day: date, shape: str, about: str) -> None:
    assert parse(point(day, shape) + about).may_be(day)


@given(DAYS, DAYS)
def test_an_exact_date_means_no_other_day(day: date, other: date) -> None:
    assert parse(day.isoformat()).may_be(other) == (day == other)


@given(DAYS)
def test_less_precise_is_never_narrower(day: date) -> None:
    exact, month, year = (parse(point(day, shape)) for shape in ("day", "month", "year"))
    assert year.earliest <= month.earliest <= exact.earliest == exact.latest <= month.latest <= year.latest  # type: ignore[operator]


@given(POINTS)
def test_about_reaches_further_on_both_sides(text: str) -> None:
    plain, about = parse(text.rstrip("~")), parse(text.rstrip("~") + "~")
    assert about.earliest < plain.earliest  # type: ignore[operator]
    assert about.latest > plain.latest  # type: ignore[operator]


@given(POINTS)
def test_an_open_side_is_never_closed(text: str) -> None:
    before, after = parse("/" + text), parse(text + "/")
    assert (before.earliest, before.latest) == (None, parse(text).latest)
    assert (after.earliest, after.latest) == (parse(text).earliest, None)


@given(POINTS, POINTS)
def test_between_reaches_from_the_first_start_to_the_last_end(first: str, second: str) -> None:
    start, end = parse(first), parse(second)
    if start.earliest > end.latest:  # type: ignore[operator]
        with pytest.raises(ValueError, match="later than the second"):
            parse(f"{first}/{second}")
    else:
        span = parse(f"{first}/{second}")
        assert (span.earliest, span.latest, span.precision) == (start.earliest, end.latest, Precision.BETWEEN)


@given(st.text(max_size=24))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    try:
        span = parse(text)
    except ValueError as refused:
        span, reason = dates.UNKNOWN, str(refused)
        assert reason.endswith(".")
    else:
        assert span.earliest is None or span.latest is None or span.earliest <= span.latest


@given(POINTS, st.sampled_from(["en", "ar", "ar_SY", "fr"]))
def test_every_readable_date_can_be_said(text: str, locale: str) -> None:
    for form in (text, "/" + text, text + "/", f"{text}/{text}"):
        said = words(form, locale)
        assert text[:4] in said
        assert "{" not in said


def test_the_last_day_of_february_is_found() -> None:
    assert parse("2024-02").latest == date(2024, 2, 29)
    assert parse("2025-02").latest == date(2025, 2, 28)


def test_about_a_month_is_the_month_before_to_the_month_after() -> None:
    span = parse("2025-03~")
    assert (span.earliest, span.latest) == (date(2025, 2, 1), date(2025, 4, 30))


def test_about_a_day_is_a_week_on_each_side() -> None:
    span = parse("2025-03-08~")
    assert span.latest == date(2025, 3, 8) + timedelta(days=dates.APPROXIMATE_DAYS)


@pytest.mark.parametrize(
    "text", ["2025-13", "2025-02-30", "0000", "0001~", "9999~", "8.3.2025", "/", "a/b", "2025/2026/2027", "25"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"Write a date|no such day"):
        parse(text)


def test_arabic_digits_and_spaces_are_stored_in_one_form() -> None:
    assert normalise(" ٢٠٢٥-٠٣-٠٨ / 2025-03-09") == "2025-03-08/2025-03-09"


@pytest.mark.parametrize(
    ("text", "english", "arabic"),
    [
        ("2025-03-08", "8 March 2025", "8 آذار 2025"),
        ("2025-03", "March 2025", "آذار 2025"),
        ("/2025-03", "not after March 2025", "في موعد لا يتجاوز آذار 2025"),
        ("2025~", "about 2025", "نحو 2025"),
        ("", "date not known", "تاريخ غير معروف"),
    ],
)
def test_dates_are_said_in_both_languages(text: str, english: str, arabic: str) -> None:
    assert words(text, "en") == english
    assert words(text, "ar") == arabic
