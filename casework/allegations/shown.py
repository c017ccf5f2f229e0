"""The sources of many allegations as their pages show them, in a constant number of statements."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, literal
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from casework.access.compartments import is_narrowed
from casework.allegations.corroboration import Resting
from casework.allegations.models import AllegationExhibit, AllegationParagraph, AllegationVictim
from casework.db import UNFILTERED
from casework.evidence.models import Exhibit
from casework.incidents.models import Victim
from casework.search.fold import fold
from casework.testimonies.models import Testimony
from casework.vocabulary import KnowledgeBasis
from casework.witnesses.models import Witness

MOST_GENERATIONS = 20


@dataclass(frozen=True)
class LinkShown:
    """A source of an allegation with the reference of its object.

    `own`: the witness, or the exhibit from which it was made in the end. `goes_back_to`: in words, for the page;
    `origin_key`: the same, for counting.
    """

    allegation_id: int
    reference: str
    paragraph: str
    is_contrary: bool
    is_exhibit: bool
    title: str = ""
    own: str = ""
    goes_back_to: str = ""
    origin_key: str = ""
    is_origin_withheld: bool = False
    knowledge: KnowledgeBasis | None = None
    refuted: str = ""

    @property
    def endpoint(self) -> str:
        return "evidence.show" if self.is_exhibit else "testimonies.show"

    @property
    def resting(self) -> Resting:
        """As it is counted."""
        return Resting(self.reference, self.own, self.origin_key, self.knowledge, self.is_exhibit)


def sources_by_allegation(session: Session, ids: Collection[int]) -> dict[int, list[LinkShown]]:
    """The sources of many allegations, paragraphs first, in three statements."""
    found: dict[int, list[LinkShown]] = {key: [] for key in ids}
    if not ids:
        return found
    paragraphs = (
        select(AllegationParagraph, Testimony.reference, Testimony.witness_id, Witness.reference)
        .join(Testimony, col(Testimony.id) == AllegationParagraph.testimony_id)
        .outerjoin(Witness, col(Witness.id) == AllegationParagraph.heard_from_id)
        .where(col(AllegationParagraph.allegation_id).in_(ids))
        .order_by(col(AllegationParagraph.id))
    )
    for row, reference, witness_id, heard in session.exec(paragraphs):
        found[row.allegation_id].append(
            LinkShown(
                row.allegation_id, reference, row.paragraph, row.is_contrary, is_exhibit=False,
                own=f"witness:{witness_id}", knowledge=row.knowledge, **_origin(row, heard),
            )
        )  # fmt: skip
    _add_exhibits(session, found)
    return found


def _add_exhibits(session: Session, found: dict[int, list[LinkShown]]) -> None:
    statement = (
        select(AllegationExhibit, Exhibit.reference, Exhibit.title, Witness.reference)
        .join(Exhibit, col(Exhibit.id) == AllegationExhibit.exhibit_id)
        .outerjoin(Witness, col(Witness.id) == AllegationExhibit.heard_from_id)
        .where(col(AllegationExhibit.allegation_id).in_(found))
        .order_by(col(AllegationExhibit.id))
    )
    rows = session.exec(statement).all()
    roots = _roots(session, {row.exhibit_id for row, *_rest in rows})
    for row, reference, title, heard in rows:
        found[row.allegation_id].append(
            LinkShown(
                row.allegation_id, reference, row.locator, row.is_contrary, is_exhibit=True, title=title,
                own=f"exhibit:{roots.get(row.exhibit_id, row.exhibit_id)}", **_origin(row, heard),
            )
        )  # fmt: skip


def _origin(row: AllegationParagraph | AllegationExhibit, heard: str | None) -> dict[str, Any]:
    key = f"witness:{row.heard_from_id}" if row.heard_from_id else ""
    return {
        "goes_back_to": heard or row.origin,
        "origin_key": key or (f"outside:{fold(row.origin)}" if row.origin else ""),
        "is_origin_withheld": bool(row.heard_from_id and not heard),
        "refuted": row.refuted,
    }


def _roots(session: Session, ids: Collection[int]) -> dict[int, int]:
    """From what each exhibit was made in the end, in one statement; also when the reader may not see that one."""
    if not ids:
        return {}
    first: Any = sa_select(
        col(Exhibit.id).label("start"), col(Exhibit.id).label("at"), col(Exhibit.parent_id).label("above"),
        literal(0).label("depth"),
    )  # fmt: skip
    line = first.where(col(Exhibit.id).in_(ids)).cte("line", recursive=True)
    up = sa_select(line.c.start, col(Exhibit.id), col(Exhibit.parent_id), line.c.depth + 1)
    line = line.union_all(up.where(col(Exhibit.id) == line.c.above, line.c.depth < MOST_GENERATIONS))
    rows = session.execute(sa_select(line.c.start, line.c.at, line.c.depth), execution_options=UNFILTERED)
    furthest = sorted((int(depth), int(start), int(at)) for start, at, depth in rows)
    return {start: at for _depth, start, at in furthest}


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
