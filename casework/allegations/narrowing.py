"""Which allegations of a case are meant: the filters that the list, the matrix and the questions share."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, or_
from sqlmodel import col, select

from casework.allegations.models import Allegation
from casework.incidents.models import Incident
from casework.units.models import Unit
from casework.vocabulary import Act, Confidence, LinkBasis, ReviewStatus

NONE = "-"
STRONG = tuple(basis for basis in LinkBasis if not basis.is_weak)


@dataclass(frozen=True)
class Narrowed:
    """What is asked for; None and "" ask for nothing. Units and incidents by reference; NONE asks for those without."""

    act: Act | None = None
    confidence: Confidence | None = None
    at_least: Confidence | None = None
    status: ReviewStatus | None = None
    basis: LinkBasis | None = None
    only_strong: bool = False
    unit: str = ""
    incident: str = ""

    def conditions(self, case_id: int) -> list[ColumnElement[bool]]:
        """As conditions of a statement over the allegations of a case."""
        found: list[Any] = [col(Allegation.case_id) == case_id]
        for column, wanted in (
            (Allegation.act, self.act), (Allegation.confidence, self.confidence), (Allegation.status, self.status),
        ):  # fmt: skip
            if wanted is not None:
                found.append(col(column) == wanted)
        if self.at_least is not None:
            found.append(col(Allegation.confidence).in_([one for one in Confidence if one.is_at_least(self.at_least)]))
        if self.basis is not None:
            found.append(rests_on([self.basis]))
        if self.only_strong:
            found.append(rests_on(STRONG))
        if self.unit:
            known = select(Unit.id).where(Unit.reference == self.unit)
            none = col(Allegation.unit_id).is_(None)
            found.append(none if self.unit == NONE else col(Allegation.unit_id).in_(known))
        if self.incident:
            of_case = select(Incident.id).where(Incident.case_id == case_id, Incident.reference == self.incident)
            none = col(Allegation.incident_id).is_(None)
            found.append(none if self.incident == NONE else col(Allegation.incident_id).in_(of_case))
        return found


def rests_on(bases: Collection[LinkBasis]) -> ColumnElement[bool]:
    """At least one of these is among the bases of the link."""
    stored = cast(col(Allegation.bases), String)
    return or_(*(stored.like(f'%"{basis.value}"%') for basis in bases))


def rank_of_confidence() -> Any:
    """The place of the confidence on its scale, for sorting and for the strongest of many."""
    return case(*((col(Allegation.confidence) == one, one.rank) for one in Confidence), else_=0)
