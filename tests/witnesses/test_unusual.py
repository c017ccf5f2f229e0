"""The rule for unusually many reveals, on invented days."""

from datetime import UTC, datetime, timedelta

import pytest

from casework.witnesses.unusual import Thresholds, unusual

AT = datetime(2025, 6, 30, 12, tzinfo=UTC)
USUAL = Thresholds(most=10, times=3)


def _looks(*days: tuple[float, int]) -> list[datetime]:
    """For each pair (days ago, how many): looks a minute apart that end there."""
    return [AT - timedelta(days=ago, minutes=number) for ago, many in days for number in range(many)]


@pytest.mark.parametrize(("many", "is_marked"), [(0, False), (10, False), (11, True)])
def test_more_than_the_fixed_number_in_a_day_is_marked(many: int, is_marked: bool) -> None:
    assert (unusual(_looks((0, many)), at=AT, thresholds=USUAL) is not None) is is_marked


def test_the_day_is_any_24_hours_not_one_of_the_calendar() -> None:
    across_midnight = _looks((0.45, 6), (0.55, 6))
    seen = unusual(across_midnight, at=AT, thresholds=USUAL)
    assert seen is not None
    assert (seen.count, seen.until) == (12, AT - timedelta(days=0.45))
    assert unusual(_looks((0, 6), (1.1, 6)), at=AT, thresholds=USUAL) is None


@pytest.mark.parametrize(("many", "is_marked"), [(6, False), (7, True)])
def test_several_times_the_own_usual_day_is_marked(many: int, is_marked: bool) -> None:
    looks = _looks((0, many), (5, 2), (9, 2), (20, 4))
    seen = unusual(looks, at=AT, thresholds=USUAL)
    assert (seen is not None) is is_marked
    assert seen is None or seen.usual == 2.0


def test_several_times_very_little_is_still_little() -> None:
    assert unusual(_looks((0, 4), (5, 1), (9, 1)), at=AT, thresholds=USUAL) is None
    assert unusual(_looks((0, 5), (5, 1), (9, 1)), at=AT, thresholds=USUAL) is not None


def test_an_account_without_earlier_days_has_no_usual_day() -> None:
    assert unusual(_looks((0, 9)), at=AT, thresholds=USUAL) is None
    assert unusual(_looks((0, 9), (40, 1)), at=AT, thresholds=USUAL) is None


def test_a_mark_stays_for_a_week_and_then_goes() -> None:
    assert unusual(_looks((6.9, 11)), at=AT, thresholds=USUAL) is not None
    assert unusual(_looks((7.1, 11)), at=AT, thresholds=USUAL) is None


def test_the_fullest_day_is_told() -> None:
    seen = unusual(_looks((1, 12), (3, 15)), at=AT, thresholds=USUAL)
    assert seen is not None
    assert seen.count == 15


def test_what_lies_in_the_future_is_not_counted() -> None:
    assert unusual(_looks((-1, 20)), at=AT, thresholds=USUAL) is None
