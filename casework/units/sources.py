"""Where a fact comes from: a public citation, or a paragraph or exhibit that only the members of its case may see."""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from casework import audit, dates
from casework.access import Permission, require, visible_cases
from casework.cases.models import Case
from casework.errors import Forbidden, Invalid
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.subjects import Actor, Subject
from casework.testimonies.models import Testimony
from casework.units.models import FactSource
from casework.vocabulary import InformationGrade, SourceGrade

RELATION, POSTING, VACANCY = "unit_relation", "posting", "vacancy"
_OBJECT = re.compile(r"(T|EX)-\d{4,}")


@dataclass(frozen=True)
class SourceGiven:
    """A source as it is entered: a citation, or the reference (T-0001, EX-0003) of something in a case."""

    citation: str = ""
    url: str = ""
    locator: str = ""
    published_on: str = ""
    source_grade: SourceGrade = SourceGrade.F
    information_grade: InformationGrade = InformationGrade.CANNOT_BE_JUDGED
    case_reference: str = ""
    reference: str = ""


@dataclass(frozen=True)
class SourceShown:
    """A source that the reader may see; `case_reference` and `reference` lead to the object in its case."""

    row: FactSource
    case_reference: str = ""
    reference: str = ""

    @property
    def endpoint(self) -> str:
        return "testimonies.show" if self.row.testimony_id else "evidence.show"


@dataclass
class Sources:
    """The sources of one fact: those the reader may see, and how many they may not."""

    shown: list[SourceShown] = field(default_factory=list)
    withheld: int = 0

    @property
    def is_single(self) -> bool:
        """One source alone: said wherever the fact is shown."""
        return len(self.shown) + self.withheld == 1


def sources_of(
    session: Session, actor: Actor, kind: str, fact_ids: Collection[int], *, case_id: int | None = None
) -> dict[int, Sources]:
    """The sources of facts of one kind, by fact, in one statement. With `case_id`, only what that case may carry."""
    statement = (
        select(FactSource, Case.reference, Testimony.reference, Exhibit.reference)
        .outerjoin(Case, col(Case.id) == FactSource.case_id)
        .outerjoin(Testimony, col(Testimony.id) == FactSource.testimony_id)
        .outerjoin(Exhibit, col(Exhibit.id) == FactSource.exhibit_id)
        .where(FactSource.fact_kind == kind, col(FactSource.fact_id).in_(fact_ids))
        .order_by(col(FactSource.id))
    )
    visible = _cases_shown(session, actor, case_id)
    found: dict[int, Sources] = defaultdict(Sources)
    for row, case_reference, testimony, exhibit in session.exec(statement):
        is_hidden = (row.testimony_id and not testimony) or (row.exhibit_id and not exhibit)
        if not is_hidden and (row.case_id is None or row.case_id in visible):
            shown = SourceShown(row, case_reference or "", testimony or exhibit or "")
            found[row.fact_id].shown.append(shown)
        else:
            found[row.fact_id].withheld += 1
    return found


def _cases_shown(session: Session, actor: Actor, case_id: int | None) -> set[int]:
    if case_id is not None:
        return {case_id}
    return set(session.execute(visible_cases(actor)).scalars())


def add_source(
    session: Session, actor: Actor, *, kind: str, fact_id: int, about: Subject, given: SourceGiven
) -> FactSource:
    """Put a source under a fact; `about` is the unit or individual in the log. Raises Invalid without any source."""
    require(session, actor, Permission.UNIT_EDIT)
    source = FactSource(
        fact_kind=kind,
        fact_id=fact_id,
        citation=given.citation.strip(),
        url=given.url.strip(),
        locator=given.locator.strip(),
        published_on=read_date(given.published_on, "published_on"),
        source_grade=given.source_grade,
        information_grade=given.information_grade,
        added_by=actor.id,
    )
    _point_into_case(session, actor, source, given)
    session.add(source)
    session.flush()
    audit.record(session, actor, "source.added", about, fact=kind, fact_id=fact_id)
    return source


def check_source(given: SourceGiven) -> None:
    """Every fact about units has at least one source. Raises Invalid beside the field."""
    if not given.citation.strip() and not given.reference.strip():
        text = _("Say who says so: cite a source, or give the reference of a testimony or exhibit.")
        raise Invalid(fields={"citation": text})
    if given.reference.strip() and not _OBJECT.fullmatch(given.reference.strip().upper()):
        raise Invalid(fields={"reference": _("Write the reference as T-0001 or EX-0001.")})
    if given.reference.strip() and not given.case_reference:
        raise Invalid(fields={"case_reference": _("Choose the case that this reference belongs to.")})
    read_date(given.published_on, "published_on")


def _point_into_case(session: Session, actor: Actor, source: FactSource, given: SourceGiven) -> None:
    """Resolve T-0001 or EX-0001 in a case; what the actor may not see is as if it were not there."""
    check_source(given)
    reference = given.reference.strip().upper()
    if not reference:
        return
    missing = Invalid(fields={"reference": _("There is no %(reference)s in this case.", reference=reference)})
    case = session.exec(select(Case).where(Case.reference == given.case_reference)).first()
    if case is None:
        raise missing
    model = Testimony if reference.startswith("T") else Exhibit
    permission = Permission.TESTIMONY_VIEW if model is Testimony else Permission.EVIDENCE_VIEW
    try:
        require(session, actor, permission, case.subject)
    except Forbidden as refused:
        raise missing from refused
    found = session.exec(select(model.id).where(model.case_id == case.key, model.reference == reference)).first()
    if found is None:
        raise missing
    source.case_id = case.key
    if model is Testimony:
        source.testimony_id = found
    else:
        source.exhibit_id = found


def read_date(text: str, name: str) -> str:
    """The stored form of a date typed into the field `name`. Raises Invalid beside it."""
    try:
        return dates.normalise(text)
    except ValueError as error:
        raise Invalid(fields={name: _(str(error))}) from error
