"""A source as it is entered: found again, or added, and pointed into a case as far as the actor may see."""

import hashlib
import re
from dataclasses import dataclass

from sqlmodel import Session, col, select

from casework import audit, dates
from casework.access import Permission, require
from casework.cases.models import Case
from casework.db import next_number
from casework.errors import Forbidden, Invalid
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.sources import locators
from casework.sources.models import Source
from casework.sources.seeing import may_see
from casework.subjects import Actor
from casework.testimonies.models import Testimony, TestimonyVersion
from casework.vocabulary import InformationGrade, SourceGrade

_OBJECT = re.compile(r"(T|EX|S)-\d{4,}")


@dataclass(frozen=True)
class SourceGiven:
    """A citation; or the reference of something in a case (T-0001, EX-0003), or of a known source (S-0001).

    Grades that are not given are those of the source; a new source without one cannot be judged (F 6).
    """

    citation: str = ""
    url: str = ""
    locator: str = ""
    published_on: str = ""
    source_grade: SourceGrade | None = None
    information_grade: InformationGrade | None = None
    case_reference: str = ""
    reference: str = ""

    @property
    def named(self) -> str:
        """The reference as it is stored."""
        return self.reference.strip().upper()


def check_source(given: SourceGiven) -> None:
    """Every fact has at least one source. Raises Invalid beside the field."""
    if not given.citation.strip() and not given.named:
        text = _("Say who says so: cite a source, or give the reference of a testimony or exhibit.")
        raise Invalid(fields={"citation": text})
    if given.named and not _OBJECT.fullmatch(given.named):
        raise Invalid(fields={"reference": _("Write the reference as T-0001, EX-0001 or S-0001.")})
    if given.named and not given.named.startswith("S") and not given.case_reference:
        raise Invalid(fields={"case_reference": _("Choose the case that this reference belongs to.")})
    if given.url.strip() and not re.match(r"https?://", given.url.strip()):
        raise Invalid(fields={"url": _("A web address begins with http:// or https://.")})
    read_date(given.published_on, "published_on")


def read_date(text: str, name: str) -> str:
    """The stored form of a date typed into the field `name`. Raises Invalid beside it."""
    try:
        return dates.normalise(text)
    except ValueError as error:
        raise Invalid(fields={name: _(str(error))}) from error


def fingerprint(citation: str, url: str) -> str:
    """What one report is known by: its citation and address, whatever their spaces and capitals."""
    parts = (" ".join(citation.split()).casefold(), url.strip())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def source_for(session: Session, actor: Actor, given: SourceGiven) -> Source:
    """The source that is meant: the row it has already, or a new one. Raises Invalid beside the field."""
    check_source(given)
    if given.named.startswith("S"):
        return _known(session, actor, given.named)
    if given.named:
        return _in_case(session, actor, given)
    citation, url = given.citation.strip(), given.url.strip()
    wanted = select(Source).where(Source.fingerprint == fingerprint(citation, url))
    if found := session.exec(wanted).first():
        return found
    number = next_number(session, "sources")  # holds the counter: whoever else adds this report waits here
    if found := session.exec(wanted).first():
        return found
    row = Source(
        number=number, reference=f"S-{number:04d}", citation=citation, url=url, fingerprint=fingerprint(citation, url)
    )
    row.published_on = read_date(given.published_on, "published_on")
    return _added(session, actor, row, given)


def _added(session: Session, actor: Actor, row: Source, given: SourceGiven) -> Source:
    row.source_grade = given.source_grade or SourceGrade.F
    row.information_grade = given.information_grade or InformationGrade.CANNOT_BE_JUDGED
    row.added_by = actor.id
    session.add(row)
    session.flush()
    audit.record(session, actor, "source.registered", row.subject)
    return row


def check_place(session: Session, actor: Actor, given: SourceGiven) -> None:
    """As `source_for` and `checked_locator`, for many lines of which none is stored yet. Raises Invalid."""
    check_source(given)
    if given.named.startswith("S"):
        checked_locator(session, _known(session, actor, given.named), given.locator)
    elif given.named:
        found = _object(session, actor, given)
        is_told = isinstance(found, Testimony)
        _checked_place(session, found.key if is_told else None, None if is_told else found.key, given.locator)
    else:
        _checked_place(session, None, None, given.locator)


def _known(session: Session, actor: Actor, reference: str) -> Source:
    found = session.exec(select(Source).where(Source.reference == reference)).first()
    if found is None or not may_see(session, actor, found):
        raise Invalid(fields={"reference": _("There is no source %(reference)s.", reference=reference)})
    return found


def _object(session: Session, actor: Actor, given: SourceGiven) -> Testimony | Exhibit:
    """What T-0001 or EX-0001 names in a case; what the actor may not see is as if it were not there."""
    missing = Invalid(fields={"reference": _("There is no %(reference)s in this case.", reference=given.named)})
    case = session.exec(select(Case).where(Case.reference == given.case_reference)).first()
    if case is None:
        raise missing
    model: type[Testimony] | type[Exhibit] = Testimony if given.named.startswith("T") else Exhibit
    try:
        require(
            session, actor, Permission.TESTIMONY_VIEW if model is Testimony else Permission.EVIDENCE_VIEW, case.subject
        )
    except Forbidden as refused:
        raise missing from refused
    rows = session.exec(select(model).where(model.case_id == case.key, model.reference == given.named))
    found: Testimony | Exhibit | None = rows.first()  # type: ignore[assignment]  # one of these two tables
    if found is None:
        raise missing
    return found


def _in_case(session: Session, actor: Actor, given: SourceGiven) -> Source:
    found = _object(session, actor, given)
    column = Source.testimony_id if isinstance(found, Testimony) else Source.exhibit_id
    wanted = select(Source).where(col(column) == found.key)
    if known := session.exec(wanted).first():
        return known
    number = next_number(session, "sources")
    if known := session.exec(wanted).first():
        return known
    row = Source(number=number, reference=f"S-{number:04d}", case_id=found.case_id)
    if isinstance(found, Testimony):
        row.testimony_id = found.key
    else:
        row.exhibit_id = found.key
    return _added(session, actor, row, given)


def checked_locator(session: Session, source: Source, text: str) -> str:
    """The place in the source, in stored form. Raises Invalid when the source has no such place."""
    return _checked_place(session, source.testimony_id, source.exhibit_id, text)


def _checked_place(session: Session, testimony_id: int | None, exhibit_id: int | None, text: str) -> str:
    locator = locators.as_stored(text)
    problem = locators.time_problem(locator, None) or locators.page_problem(locator, None)
    if testimony_id:
        problem = locators.paragraph_problem(locator, _numbers(session, testimony_id))
    elif exhibit_id:
        known = session.get_one(Exhibit, exhibit_id).file_metadata.get("embedded", {})
        pages, seconds = known.get("pages"), known.get("duration_seconds")
        problem = locators.time_problem(locator, _number(seconds)) or locators.page_problem(
            locator, int(_number(pages) or 0)
        )
    if problem:
        raise Invalid(fields={"locator": problem})
    return locator


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


def _numbers(session: Session, testimony_id: int) -> set[str]:
    """The paragraphs of a statement, as it is written now and as it was submitted last."""
    row = session.get_one(Testimony, testimony_id)
    frozen = select(TestimonyVersion.content).where(
        TestimonyVersion.testimony_id == testimony_id, TestimonyVersion.number == row.submitted_version
    )
    texts = [row.draft, *session.exec(frozen)]
    return {str(one.get("number", "")) for text in texts for one in text.get("paragraphs", [])}
