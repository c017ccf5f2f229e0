"""The base of every vocabulary: a stored word and its English label, side by side."""

from enum import StrEnum
from typing import Self


def N_(text: str) -> str:
    """Mark a label for the translation catalogue; it is translated where it is shown (`casework.i18n.labels`)."""
    return text


class Term(StrEnum):
    """One word of a vocabulary. Equal to its stored value (lower_snake_case); `msgid` is its English label.

    A member is written `KILLING = "killing", N_("Killing")`. The order of the members is their order on screen and, for
    scales (risk, confidence, marking), from least to most.
    """

    msgid: str
    _place: int

    def __new__(cls, value: str, msgid: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.msgid = msgid or value
        member._place = len(cls.__members__)
        return member

    @property
    def rank(self) -> int:
        """The place in the vocabulary, from 0. Compare scales by this: the words themselves sort by alphabet."""
        return self._place
