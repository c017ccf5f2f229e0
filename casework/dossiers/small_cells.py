"""Numbers of people that may be published: none so small, or so near to what else is printed, that it points at somebody.

Pure. Source: Hundepool et al., "Handbook on Statistical Disclosure Control" (ESSnet SDC, 2nd edition 2010), chapter 5:
threshold rule, secondary suppression, the intervals that an attacker can work out. Against whom: a reader who knows this
rule and the vocabularies, who has every summary of the case that came before, and who knows some of the victims.

- **Threshold.** A count below `least` is "fewer than 5"; so is zero, and a table prints all its categories: one child
  among the victims must not show as a row that was not there before.
- **Secondary suppression.** Tables count the same people, so one gives bounds to another: 30 by sex and 29 adults leave
  one child. The total is said no closer than the rows say it, and a further table is printed only while every "fewer
  than 5" can still be anything from 0 to 4. It is decided from what would be printed, never from what is suppressed:
  a reader who knows the rule learns nothing from a table that is missing (but that one would have told too much).
- **The other side.** 19 of 20 says that one is otherwise: a count is printed only while what remains of the total is
  nobody, or large, for certain, or can be anything below the threshold. (That all were killed is said of nobody else.)
- **Two versions.** 30 then and 31 now tell of one person, and the rows beside it what that person is like. A number
  closer than `least` to one that was printed before for the same thing is "about" the old one, also when it is the
  same; one that was "fewer than 5" stays unsaid until it has surely grown by as many.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Form(StrEnum):
    """How a count is printed."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    FEWER = "fewer"  # fewer than the threshold, or none
    WITHHELD = "withheld"


@dataclass(frozen=True)
class Shown:
    """What is printed of a count. `number` is printed as it is, and is never small."""

    form: Form
    number: int = 0


FEWER, WITHHELD = Shown(Form.FEWER), Shown(Form.WITHHELD)
Table = Mapping[str, Shown]


def alone(number: int, least: int) -> Shown:
    """A count that stands by itself."""
    return Shown(Form.EXACT, number) if number >= least else FEWER


@dataclass
class Publication:
    """Tables that count the same people, printed together: each is admitted only beside those before it."""

    least: int
    # What a reader can work out of the number of people: at least, and at most (None: no bound).
    lowest: int = 0
    highest: int | None = None
    # Of each table with suppressed rows: the sum of the others, and how many are suppressed.
    _suppressed: list[tuple[int, int]] = field(default_factory=list)
    _overlapping: list[int] = field(default_factory=list)

    def parted(self, counts: Mapping[str, int]) -> Table | None:
        """Rows that part all the people. None: beside what is printed already, this table would tell too much."""
        shown = {key: alone(number, self.least) for key, number in counts.items()}
        told = sum(one.number for one in shown.values())
        hidden = sum(one is FEWER for one in shown.values())
        most = told + hidden * (self.least - 1)
        lowest = max(self.lowest, told)
        highest = most if self.highest is None else min(self.highest, most)
        suppressed = [*self._suppressed, *([(told, hidden)] if hidden else [])]
        if not self._is_protected(lowest, highest, suppressed, self._overlapping):
            return None
        self.lowest, self.highest, self._suppressed = lowest, highest, suppressed
        return shown

    def overlapping(self, counts: Mapping[str, int]) -> Table:
        """Rows of which one person can be in several; a row that would tell of the others is withheld."""
        return {key: self._one_of_several(number) for key, number in counts.items()}

    def _one_of_several(self, number: int) -> Shown:
        if number < self.least:
            return FEWER
        lowest, others = max(self.lowest, number), [*self._overlapping, number]
        if not self._is_protected(lowest, self.highest, self._suppressed, others):
            return WITHHELD
        self.lowest, self._overlapping = lowest, others
        return Shown(Form.EXACT, number)

    def total(self) -> Shown:
        """How many people there are, as far as the tables say it."""
        if self.lowest < self.least:
            return WITHHELD
        return Shown(Form.EXACT if self.lowest == self.highest else Form.AT_LEAST, self.lowest)

    def _is_protected(
        self, lowest: int, highest: int | None, suppressed: Collection[tuple[int, int]], overlapping: Collection[int]
    ) -> bool:
        """Whether each suppressed row, and who is in none of the overlapping ones, can be any small number."""
        small = self.least - 1
        rows = all(
            lowest - told <= (hidden - 1) * small and (highest is None or highest - told >= small)
            for told, hidden in suppressed
        )
        return rows and all(
            lowest - told > small
            or (lowest == told and (highest is None or highest == told or highest - told >= small))
            for told in overlapping
        )


def steady(shown: Shown, number: int, before: Collection[Shown], least: int) -> Shown:
    """What may be printed of a count after what was printed of it before: a small difference is not given away."""
    near = sorted((abs(one.number - number), one.number) for one in before if one.number)
    if near and near[0][0] < least:
        return Shown(Form.ABOUT, near[0][1])
    was_small = any(one.form is Form.FEWER for one in before)
    return WITHHELD if was_small and shown.form is Form.EXACT and number < 2 * least - 1 else shown
