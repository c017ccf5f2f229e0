"""Where a source lies in a case, for its page and for the pages of testimonies and exhibits."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from casework.cases.models import Case
from casework.evidence.models import Exhibit
from casework.sources.models import Source
from casework.testimonies.models import Testimony


@dataclass(frozen=True)
class Lies:
    """The testimony or exhibit that a source is."""

    case_reference: str
    reference: str
    endpoint: str


def where_it_lies(session: Session, source: Source) -> Lies | None:
    """The object in a case, or none for what is public. The reader has been asked about already."""
    if source.case_id is None:
        return None
    statement = (
        select(Case.reference, func.coalesce(Testimony.reference, Exhibit.reference))
        .select_from(Source)
        .join(Case, col(Case.id) == Source.case_id)
        .outerjoin(Testimony, col(Testimony.id) == Source.testimony_id)
        .outerjoin(Exhibit, col(Exhibit.id) == Source.exhibit_id)
        .where(Source.id == source.id)
    )
    case_reference, reference = session.exec(statement).one()
    endpoint = "testimonies.show" if source.testimony_id else "evidence.show"
    return Lies(case_reference, reference or "", endpoint)


def source_at(session: Session, *, testimony_id: int | None = None, exhibit_id: int | None = None) -> Source | None:
    """The source that a testimony or an exhibit is, if a fact rests on it."""
    column, key = (Source.testimony_id, testimony_id) if testimony_id is not None else (Source.exhibit_id, exhibit_id)
    return session.exec(select(Source).where(col(column) == key)).first()
