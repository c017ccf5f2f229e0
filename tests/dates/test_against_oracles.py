"""Dates against two oracles: days written out and compared as text, and the library `edtf` where that is right.

`edtf` takes 22 ms for one date, reads `/2025-03-08` as ten years before, gives floats for `../2025-03-08` and widens
`2025-03-01~` by more than a year: it is asked for plain days, months, years and closed intervals alone, and few of them.
"""

from datetime import date, timedelta
from functools import cache
from random import Random

import edtf
import pytest

from casework.dates import APPROXIMATE_DAYS, normalise, parse

FIRST, LAST = date(2022, 1, 1), date(2027, 12, 31)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
WRITTEN = [day.isoformat() for day in DAYS]
Sides = tuple[date | None, date | None]


def month_of(day: date) -> int:
    return day.year * 12 + day.month


@cache
def days_of(point: str) -> tuple[date, date]:
    """The first and the last day that a point can mean: days whose text begins like it, and for "about" their surroundings."""
    plain = point.rstrip("~")
    meant = [day for day, text in zip(DAYS, WRITTEN, strict=True) if text.startswith(plain)]
    if point == plain:
        return meant[0], meant[-1]
    if len(plain) == 10:
        return meant[0] - timedelta(days=APPROXIMATE_DAYS), meant[0] + timedelta(days=APPROXIMATE_DAYS)
    if len(plain) == 7:
        near = [day for day in DAYS if abs(month_of(day) - month_of(meant[0])) <= 1]
    else:
        near = [day for day in DAYS if abs(day.year - meant[0].year) <= 1]
    return near[0], near[-1]


def point(random: Random, *, about: bool = True) -> str:
    day = date(2024, 1, 1) + timedelta(days=random.randrange(731))
    text = day.isoformat()[: random.choice([4, 7, 10, 10])]
    return text + random.choice(["", "", "~"] if about else [""])


def case(random: Random) -> tuple[str, Sides | None]:
    """A text in any notation and spelling, and the bounds that it means; None: it has to be refused."""
    first, second = point(random), point(random)
    open_side = random.choice(["", ".."])
    text, sides = random.choice([
        (first, days_of(first)),
        (f"{open_side}/{first}", (None, days_of(first)[1])),
        (f"{first}/{open_side}", (days_of(first)[0], None)),
        (f"{first}/{second}", (days_of(first)[0], days_of(second)[1])),
    ])  # fmt: skip
    digits = str.maketrans("0123456789", random.choice(["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"]))
    spaced = text.replace("/", random.choice(["/", " / "]))
    is_backwards = sides[0] is not None and sides[1] is not None and sides[0] > sides[1]
    return spaced.translate(digits), None if is_backwards else sides


def test_ten_thousand_dates_mean_what_the_written_out_days_mean() -> None:
    random, refused = Random(2025), 0  # noqa: S311 - cases, not secrets
    for _ in range(10_000):
        text, sides = case(random)
        if sides is None:
            refused += 1
            with pytest.raises(ValueError, match="later than the second"):
                normalise(text)
            continue
        stored = normalise(text)
        found = parse(stored)
        assert (found.earliest, found.latest) == sides, text
        assert normalise(stored) == stored
        assert ".." not in stored
    assert 500 < refused < 5_000


def struct_day(moment: object) -> date:
    return date(*tuple(moment)[:3])  # type: ignore[arg-type,call-overload]


def test_days_months_years_and_intervals_mean_what_edtf_says() -> None:
    random = Random(8)  # noqa: S311 - cases, not secrets
    for number in range(40):
        first, second = sorted([point(random, about=False), point(random, about=False)])
        text = first if number % 2 else f"{first}/{second}"
        other, ours = edtf.parse_edtf(text), parse(text)
        assert (ours.earliest, ours.latest) == (struct_day(other.lower_strict()), struct_day(other.upper_strict())), (
            text
        )


@pytest.mark.parametrize("text", ["../..", "..", "/", "../", "/..", "2025/../2026", "...", "../../2025", ". ./2025x"])
def test_two_open_sides_or_none_are_no_date(text: str) -> None:
    with pytest.raises(ValueError, match="Write a date"):
        normalise(text)
