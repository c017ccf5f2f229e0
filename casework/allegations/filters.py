"""The filters of a page's address, read and offered."""

from collections.abc import Mapping
from typing import TypeVar

from casework.allegations.narrowing import Narrowed
from casework.i18n import _
from casework.i18n.labels import choices
from casework.vocabulary import Act, Confidence, LinkBasis, ReviewStatus, Term

T = TypeVar("T", bound=Term)
ONLY_STRONG = "strong"


def chosen(terms: type[T], word: str | None) -> T | None:
    """The word of a vocabulary that was asked for, if it is one."""
    return terms(word) if word in set(terms) else None


def narrowed_by(asked: Mapping[str, str]) -> Narrowed:
    """What an address asks for; what is no word of a vocabulary asks for nothing."""
    return Narrowed(
        act=chosen(Act, asked.get("act")),
        confidence=chosen(Confidence, asked.get("confidence")),
        at_least=chosen(Confidence, asked.get("at_least")),
        status=chosen(ReviewStatus, asked.get("status")),
        basis=chosen(LinkBasis, asked.get("basis")),
        only_strong=asked.get("basis") == ONLY_STRONG,
        unit=asked.get("unit", "").strip().upper()[:12],
        incident=asked.get("incident", "").strip().upper()[:12],
    )


def offered_filters() -> dict[str, list[tuple[str, str]]]:
    """The choices of each filter with a vocabulary."""
    return {
        "act": choices(Act),
        "confidence": choices(Confidence),
        "at_least": choices(Confidence),
        "status": choices(ReviewStatus),
        "basis": [(ONLY_STRONG, _("One that is not weak")), *choices(LinkBasis)],
    }
