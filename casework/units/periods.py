"""When a claim held, as far as its two uncertain dates tell, and which of them leaves it open. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from casework.dates import Span
from casework.vocabulary import Answer


class Gap(StrEnum):
    """Which end of a claim leaves open whether it held on a day."""

    BEGINNING = "beginning"
    END = "end"


@dataclass(frozen=True)
class Period:
    """When a claim held, as far as its dates tell: some day in `began` to some day in `ended`, both included."""

    began: Span
    ended: Span

    @cached_property
    def possible(self) -> tuple[date, date]:
        """The first and the last day on which it can have held."""
        return self.began.earliest or date.min, self.ended.latest or date.max

    @cached_property
    def certain(self) -> tuple[date, date]:
        """The first and the last day on which it held by every reading; the first is later when there is no such day.

        It cannot end before it begins, so each end also bounds the other: a posting that ended on 8 March held on
        8 March even when nobody knows since when.
        """
        first, last = self.possible
        return min(self.began.latest or date.max, last), max(self.ended.earliest or date.min, first)

    @property
    def is_consistent(self) -> bool:
        """Whether it can have ended on or after the day it began."""
        first, last = self.possible
        return first <= last

    def on(self, day: date) -> Answer | None:
        """Definitely or possibly; None when no reading of the dates lets it hold on that day."""
        first, last = self.possible
        if not first <= day <= last:
            return None
        since, until = self.certain
        return Answer.DEFINITELY if since <= day <= until else Answer.POSSIBLY

    def gaps(self, day: date) -> tuple[Gap, ...]:
        """What keeps a claim that possibly held from being definite; nothing for any other."""
        if self.on(day) is not Answer.POSSIBLY:
            return ()
        since, until = self.certain
        found = (Gap.BEGINNING if day < since else None, Gap.END if until < day else None)
        return tuple(gap for gap in found if gap)

    def may_overlap(self, other: "Period") -> bool:
        """Whether some reading lets both hold on one common day."""
        return max(self.possible[0], other.possible[0]) <= min(self.possible[1], other.possible[1])

    def tells_of_the_same_time(self, other: "Period") -> bool:
        """Whether both held by every reading on one common day: then they speak of one unbroken time, not of two."""
        since, until = max(self.certain[0], other.certain[0]), min(self.certain[1], other.certain[1])
        return since <= until

    def is_denied_by(self, other: "Period", day: date) -> bool:
        """Whether another claim of the same thing tells of the same time, but not of this day."""
        return other.on(day) is None and self.tells_of_the_same_time(other)
