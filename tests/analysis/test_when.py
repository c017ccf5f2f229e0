"""What may be drawn of a date, what a reader asks for, and how events become lanes: pure functions."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from casework.analysis.chronology import MOST_ROWS, arrange, bucket_size
from casework.analysis.drawing import draw_timeline
from casework.analysis.events import Event, EventKind
from casework.analysis.extents import Extent, of_day, of_period, of_record
from casework.analysis.filters import Filters, parse
from casework.i18n import use_locale

KINDS = set(EventKind)


def day(number: int, month: int = 3) -> date:
    return date(2025, month, number)


def statement(stored: str, number: int = 1) -> Event:
    return Event(EventKind.STATEMENT, f"T-{number:04d}", "W-0001", of_day(stored), stored)


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ("2025-03-07", "2025-03-09", Extent(day(7), day(9), day(7), day(9))),
        ("", "2025-03-08", Extent(None, day(8), day(8), day(8))),  # it ended that day, so it was on that day
        ("2025-03-01/2025-03-05", "2025-03-03/2025-03-09", Extent(day(1), day(9))),
        ("2025", "", Extent(date(2025, 1, 1), None)),
        ("", "", Extent()),
        ("nonsense", "", Extent()),
    ],
)
def test_what_lasted_is_certain_only_where_every_reading_of_its_dates_says_so(
    starts: str, ends: str, expected: Extent
) -> None:
    assert of_period(starts, ends) == expected


def test_a_year_is_never_cut_to_its_first_of_january() -> None:
    assert of_day("2025") == Extent(date(2025, 1, 1), date(2025, 12, 31))
    assert of_record("2025-03-08", "") == Extent(day(8), day(8), day(8), day(8))
    assert of_day("2025-03-08~").sure_from is None


def test_a_mistyped_day_is_told_beside_its_field_and_kept() -> None:
    asked = parse(MultiDict([("from", "8 March"), ("to", "2025-03"), ("kind", "incident"), ("kind", "x")]), KINDS)
    assert set(asked.problems) == {"from"}
    assert asked.typed == {"from": "8 March", "to": "2025-03"}
    assert asked.kinds == {"incident"}
    assert (asked.first, asked.last) == (None, None)
    assert set(parse(MultiDict({"from": "2025-04", "to": "2025-03"}), KINDS).problems) == {"to"}


def test_a_month_bounds_a_period_by_its_first_and_last_day() -> None:
    asked = parse(MultiDict({"from": "2025-03", "to": "٢٠٢٥-٠٣".translate(str.maketrans("٢٠٥٣", "2053"))}), KINDS)
    assert (asked.first, asked.last) == (day(1), day(31))
    assert asked.covers(of_day("2025"))
    assert not asked.covers(of_day("2025-04-01"))
    assert not asked.covers(of_day(""))


def test_few_are_drawn_one_by_one_and_many_are_counted_by_day() -> None:
    few = arrange([statement("2025-03-08", n) for n in range(MOST_ROWS)], Filters())
    assert len(few.tracks[0].events) == MOST_ROWS
    many = [statement(f"2025-03-{1 + n % 20:02d}", n) for n in range(100)]
    lane = arrange(many, Filters()).tracks[0]
    assert (lane.events, len(lane.buckets), sum(one.number for one in lane.buckets)) == ((), 20, 100)


def test_what_is_known_no_closer_than_a_year_is_counted_under_no_day() -> None:
    many = [statement(f"2025-03-{1 + n % 20:02d}", n) for n in range(100)]
    vague, undated = [statement("2025", 101), statement("2025-03", 102)], [statement("", 103)]
    asked = Filters(first=day(1), last=day(31))
    lane = arrange([*many, *vague, *undated], asked).tracks[0]
    assert (sum(one.number for one in lane.buckets), lane.vague, lane.undated, lane.number) == (100, 2, 1, 103)


def test_one_full_day_is_drawn_as_far_as_there_is_room_and_says_how_many_more() -> None:
    lane = arrange([statement("2025-03-08", n) for n in range(100)], Filters(first=day(8), last=day(8))).tracks[0]
    assert (len(lane.events), lane.more) == (MOST_ROWS, 60)


@pytest.mark.parametrize(("months", "size"), [(1, "day"), (12, "month"), (240, "year")])
def test_the_bars_are_days_months_or_years(months: int, size: str) -> None:
    assert bucket_size(day(1), date(2025 + months // 12, 3 + months % 12, 1)) == size


def test_a_posting_of_many_years_does_not_press_the_rest_into_one_spot() -> None:
    posting = Event(EventKind.POSTING, "P-0001", "Commander", of_period("1999", ""), "1999", "")
    span = arrange([posting, statement("2025-03-08")], Filters()).span
    assert span == (day(7), day(9))


def test_the_same_events_give_the_same_bytes_and_a_mirrored_picture_in_arabic() -> None:
    events = [statement("2025-03-08"), statement("2025-03", 2), statement("2025-03-09/", 3)]

    def drawn(language: str) -> str:
        with use_locale(language):
            picture = draw_timeline(arrange(events, Filters()))
            assert picture is not None
            return picture.markup()

    assert drawn("en") == drawn("en")
    left, right = (float(drawn(code).split('<circle cx="')[1].split('"')[0]) for code in ("en", "ar"))
    assert left + right == pytest.approx(860, abs=0.1)
    assert "٨" not in drawn("ar")  # digits stay comparable
    assert draw_timeline(arrange([statement("")], Filters())) is None
