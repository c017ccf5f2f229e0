"""What a reader asks a figure to show: kinds, a unit, a place, a period. Pure; what is mistyped stays as it was typed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from casework.analysis.extents import Extent, read
from casework.i18n import _
from casework.search.fold import fold


class Arguments(Protocol):
    """The query of an address."""

    def get(self, key: str, default: str, /) -> str: ...

    def getlist(self, key: str, /) -> list[str]: ...


@dataclass(frozen=True)
class Filters:
    """The question. Empty `kinds`: all; `first` and `last`: the days of the period, None where it is open."""

    kinds: frozenset[str] = frozenset()
    unit: str = ""
    place: str = ""
    first: date | None = None
    last: date | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)

    def wants(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds

    def covers(self, extent: Extent) -> bool:
        """Whether it can have been within the period."""
        return extent.overlaps(self.first, self.last)

    def is_at(self, *names: str) -> bool:
        """Whether the place that was asked for is part of one of these names."""
        return not self.place or any(fold(self.place) in fold(name) for name in names if name)

    def query(self, **changed: object) -> dict[str, object]:
        """The address's query for the same question, with some of it changed; None leaves a part out."""
        asked: dict[str, object] = {"kind": sorted(self.kinds), "unit": self.unit, "place": self.place, **self.typed}
        return {name: value for name, value in {**asked, **changed}.items() if value not in (None, "", [])}


def parse(arguments: Arguments, kinds: Collection[str]) -> Filters:
    """Read the query. A day, a month or a year bounds the period; what is none of them is told beside its field."""
    typed = {name: arguments.get(name, "").strip()[:40] for name in ("from", "to")}
    problems: dict[str, str] = {}
    days: dict[str, date | None] = {}
    for name, text in typed.items():
        span = read(text)
        if text and (span.is_unknown or "/" in text or "~" in text):
            problems[name] = _("Write a date as 2025-03-08, a month as 2025-03 or a year as 2025.")
        days[name] = span.earliest if name == "from" else span.latest
    if not problems and days["from"] and days["to"] and days["from"] > days["to"]:
        problems["to"] = _("The first date is later than the second.")
    is_usable = not problems
    return Filters(
        kinds=frozenset(arguments.getlist("kind")) & frozenset(kinds),
        unit=arguments.get("unit", "").strip()[:12],
        place=arguments.get("place", "").strip()[:100],
        first=days["from"] if is_usable else None,
        last=days["to"] if is_usable else None,
        typed=typed,
        problems=problems,
    )
