"""Whose protection changes what a figure shows: places and dates kept rough, records that must not leave.

A figure is made to be looked at over a shoulder, printed and passed on. So what a protection plan asks for holds in it
from the start, not only in a dossier: who reads the exact day or place opens the record.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlmodel import Session, col

from casework.analysis import scope
from casework.cases.models import Case
from casework.dates import to_month
from casework.db import UNFILTERED
from casework.evidence.leaving import givers_in
from casework.witnesses.consents import today_in
from casework.witnesses.models import Witness
from casework.witnesses.protection import is_generalised, is_withheld

MOST_WITNESSES = 50_000


@dataclass(frozen=True)
class Masks:
    """Codes of witnesses by what holds for what they gave: `rough` places and dates, `withheld` from leaving."""

    rough: frozenset[str] = frozenset()
    withheld: frozenset[str] = frozenset()
    parents: Mapping[int, tuple[int | None, str]] = field(default_factory=dict)

    def givers(self, exhibit_id: int) -> frozenset[str]:
        """Who gave an exhibit, or what it was made from."""
        found: set[str] = set()
        seen: set[int] = set()
        at: int | None = exhibit_id
        while at is not None and at not in seen and at in self.parents:
            seen.add(at)
            at, source = self.parents[at]
            found |= givers_in(source)
        return frozenset(found)

    def is_rough(self, givers: Iterable[str]) -> bool:
        return not self.rough.isdisjoint(givers)

    def is_withheld(self, givers: Iterable[str]) -> bool:
        return not self.withheld.isdisjoint(givers)

    def day(self, stored: str, givers: Iterable[str]) -> str:
        """A date as it may be drawn."""
        return to_month(stored) if self.is_rough(givers) else stored


def masks_of(session: Session, case: Case, parents: Mapping[int, tuple[int | None, str]] | None = None) -> Masks:
    """The case's witnesses, whoever asks: an exhibit is protected, too, when its reader may not know who gave it."""
    today = today_in(case.time_zone)
    columns = scope.columns(Witness.reference, Witness.protection_measures, Witness.embargo_until)
    statement = columns.where(col(Witness.case_id) == case.key).limit(MOST_WITNESSES)
    rows = session.execute(statement, execution_options=UNFILTERED).all()
    return Masks(
        frozenset(code for code, measures, _until in rows if is_generalised(measures)),
        frozenset(code for code, measures, until in rows if is_withheld(measures, until, today)),
        parents or {},
    )
