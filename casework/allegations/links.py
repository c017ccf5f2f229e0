"""The paragraphs, exhibits and victims that an allegation is tied to, resolved inside its own case."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, delete, select

from casework.access.compartments import is_narrowed
from casework.allegations.models import Allegation, AllegationExhibit, AllegationParagraph, AllegationVictim
from casework.db import UNFILTERED
from casework.errors import Invalid
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.incidents.models import Victim
from casework.testimonies.models import Testimony

_PARAGRAPH = re.compile(r"[0-9]{1,5}[a-z]{0,3}")


@dataclass(frozen=True)
class SourceNamed:
    """A source as it is entered: T-0001 with a paragraph, or EX-0003 with a page or time; for or against."""

    reference: str
    paragraph: str = ""
    is_contrary: bool = False


@dataclass(frozen=True)
class LinkShown:
    """A source of an allegation with the reference of its object."""

    allegation_id: int
    reference: str
    paragraph: str
    is_contrary: bool
    is_exhibit: bool

    @property
    def endpoint(self) -> str:
        return "evidence.show" if self.is_exhibit else "testimonies.show"


@dataclass(frozen=True)
class Resolved:
    """Sources that exist in the case."""

    paragraphs: Sequence[tuple[int, str, bool]]
    exhibits: Sequence[tuple[int, str, bool]]


def resolve(session: Session, case_id: int, named: Iterable[SourceNamed]) -> Resolved:
    """Find the objects of the references, in two statements. Raises Invalid naming what is not in the case."""
    rows = [SourceNamed(row.reference.strip().upper(), row.paragraph.strip(), row.is_contrary) for row in named]
    rows = [row for row in rows if row.reference]
    testimonies = _ids(session, Testimony, case_id, {row.reference for row in rows})
    exhibits = _ids(session, Exhibit, case_id, {row.reference for row in rows})
    for row in rows:
        _check(row, testimonies, exhibits)
    paragraphs = {(row.reference, row.paragraph): row for row in rows if row.reference in testimonies}
    shown = {row.reference: row for row in rows if row.reference in exhibits}
    return Resolved(
        [(testimonies[row.reference], row.paragraph, row.is_contrary) for row in paragraphs.values()],
        [(exhibits[row.reference], row.paragraph[:40], row.is_contrary) for row in shown.values()],
    )


def _ids(
    session: Session, model: type[Testimony] | type[Exhibit], case_id: int, references: Collection[str]
) -> dict[str, int]:
    if not references:
        return {}
    columns = select(model.reference, model.id).where(model.case_id == case_id, col(model.reference).in_(references))
    return {reference: key for reference, key in session.exec(columns) if key is not None}


def _check(row: SourceNamed, testimonies: dict[str, int], exhibits: dict[str, int]) -> None:
    if row.reference not in testimonies and row.reference not in exhibits:
        text = _("There is no %(reference)s in this case.", reference=row.reference)
        raise Invalid(fields={"sources": text})
    if row.reference in testimonies and row.paragraph and not _PARAGRAPH.fullmatch(row.paragraph):
        raise Invalid(fields={"sources": _("Give the paragraph by its number, as in 9.")})


def keep(session: Session, allegation: Allegation, resolved: Resolved, victims: Collection[Victim]) -> None:
    """Make the links of an allegation these, and no others."""
    for model in (AllegationParagraph, AllegationExhibit, AllegationVictim):
        session.exec(delete(model).where(col(model.allegation_id) == allegation.key))
    case_id, key = allegation.case_id, allegation.key
    for testimony_id, paragraph, against in resolved.paragraphs:
        session.add(
            AllegationParagraph(
                case_id=case_id,
                allegation_id=key,
                testimony_id=testimony_id,
                paragraph=paragraph,
                is_contrary=against,
            )
        )
    for exhibit_id, locator, against in resolved.exhibits:
        session.add(
            AllegationExhibit(
                case_id=case_id, allegation_id=key, exhibit_id=exhibit_id, locator=locator, is_contrary=against
            )
        )
    for victim in victims:
        session.add(AllegationVictim(case_id=case_id, allegation_id=key, victim_id=victim.key))
    session.flush()


def sources_by_allegation(session: Session, ids: Collection[int]) -> dict[int, list[LinkShown]]:
    """The sources of many allegations, paragraphs first, in two statements."""
    found: dict[int, list[LinkShown]] = {key: [] for key in ids}
    if not ids:
        return found
    paragraphs = (
        select(AllegationParagraph, Testimony.reference)
        .join(Testimony, col(Testimony.id) == AllegationParagraph.testimony_id)
        .where(col(AllegationParagraph.allegation_id).in_(ids))
        .order_by(col(AllegationParagraph.id))
    )
    for row, reference in session.exec(paragraphs):
        found[row.allegation_id].append(
            LinkShown(row.allegation_id, reference, row.paragraph, row.is_contrary, is_exhibit=False)
        )
    exhibits = (
        select(AllegationExhibit, Exhibit.reference)
        .join(Exhibit, col(Exhibit.id) == AllegationExhibit.exhibit_id)
        .where(col(AllegationExhibit.allegation_id).in_(ids))
        .order_by(col(AllegationExhibit.id))
    )
    for link, reference in session.exec(exhibits):
        found[link.allegation_id].append(
            LinkShown(link.allegation_id, reference, link.locator, link.is_contrary, is_exhibit=True)
        )
    return found


def withheld_by_allegation(session: Session, shown: Mapping[int, Sequence[LinkShown]]) -> dict[int, int]:
    """How many sources of each allegation are restricted to other members of the case."""
    if not shown or not is_narrowed(session):
        return {}
    all_of: Counter[int] = Counter()
    for model in (AllegationParagraph, AllegationExhibit):
        counted = select(model.allegation_id, func.count()).where(col(model.allegation_id).in_(shown))
        rows = session.execute(counted.group_by(col(model.allegation_id)), execution_options=UNFILTERED)
        all_of.update({int(key): int(count) for key, count in rows})
    return {key: all_of[key] - len(links) for key, links in shown.items() if all_of[key] > len(links)}


def victims_by_allegation(session: Session, ids: Collection[int]) -> dict[int, list[Victim]]:
    """The victims of many allegations, in one statement."""
    found: dict[int, list[Victim]] = {key: [] for key in ids}
    if not ids:
        return found
    statement = (
        select(AllegationVictim.allegation_id, Victim)
        .join(Victim, col(Victim.id) == AllegationVictim.victim_id)
        .where(col(AllegationVictim.allegation_id).in_(ids))
        .order_by(col(Victim.number))
    )
    for allegation_id, victim in session.exec(statement):
        found[allegation_id].append(victim)
    return found
