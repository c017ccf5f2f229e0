"""Points that have to be shown, with evidence for and against: kept and read, whatever they are about."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func
from sqlmodel import Session, col, delete, select

from casework.access.compartments import is_narrowed
from casework.allegations import links
from casework.allegations.links import SourceNamed
from casework.allegations.models import Allegation
from casework.allegations.point_models import AllegationPoint, PointEvidence
from casework.allegations.shown import LinkShown
from casework.db import UNFILTERED
from casework.errors import Invalid
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.testimonies.models import Testimony
from casework.vocabulary import Leaning

_BETWEEN = re.compile(r"[;,،؛\n]+")
_CITED = re.compile(r"((?:T|EX)-[0-9]{1,8})\s*¶?\s*(.{0,40})", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class PointGiven:
    """What is entered about one point. `supports`, `against`: references as in `T-0001 ¶9, EX-0003 00:12`."""

    key: str
    leaning: Leaning | None = None
    note: str = ""
    missing: str = ""
    supports: str = ""
    against: str = ""

    @property
    def is_blank(self) -> bool:
        return not (self.leaning or self.note.strip() or self.missing.strip() or self.supports or self.against)


@dataclass(frozen=True)
class PointShown:
    """A point with the evidence that the reader may see; `withheld` counts the rest."""

    row: AllegationPoint
    sources: list[LinkShown] = field(default_factory=list)
    withheld: int = 0

    @property
    def supporting(self) -> list[LinkShown]:
        return [source for source in self.sources if not source.is_contrary]

    @property
    def against(self) -> list[LinkShown]:
        return [source for source in self.sources if source.is_contrary]


Points = Mapping[str, Mapping[str, PointShown]]


def cited(text: str) -> list[SourceNamed]:
    """The references in a line. Raises ValueError with the part that is none."""
    found = []
    for part in (piece.strip() for piece in _BETWEEN.split(text)):
        match = _CITED.fullmatch(part)
        if part and not match:
            raise ValueError(part)
        if match:
            found.append(SourceNamed(match[1], match[2].strip()))
    return found


def as_text(sources: Iterable[LinkShown]) -> str:
    """The references as they are typed."""
    pairs = (
        (one.reference, one.paragraph if one.is_exhibit or not one.paragraph else f"¶{one.paragraph}")
        for one in sources
    )
    return ", ".join(" ".join(part for part in pair if part) for pair in pairs)


def keep_points(session: Session, allegation: Allegation, topic: str, given: Sequence[PointGiven]) -> None:
    """Make the points of a topic these. Raises Invalid beside `points-N-…` with every complaint at once."""
    problems: dict[str, object] = {}
    resolved = [_resolved(session, allegation, place, one, problems) for place, one in enumerate(given)]
    if problems:
        raise Invalid(fields=problems)
    stored = _of_topic(session, allegation, topic)
    session.exec(delete(PointEvidence).where(col(PointEvidence.point_id).in_([row.key for row in stored.values()])))
    for one, evidence in zip(given, resolved, strict=True):
        row = stored.get(one.key)
        if one.is_blank:
            if row is not None:
                session.delete(row)
            continue
        row = row or AllegationPoint(
            case_id=allegation.case_id, allegation_id=allegation.key, topic=topic, item=one.key,
            leaning=Leaning.NOT_KNOWN,
        )  # fmt: skip
        row.leaning, row.note, row.missing = one.leaning or Leaning.NOT_KNOWN, one.note.strip(), one.missing.strip()
        session.add(row)
        session.flush()
        for tied in evidence:
            tied.case_id, tied.point_id = allegation.case_id, row.key
            session.add(tied)
    session.flush()


def _of_topic(session: Session, allegation: Allegation, topic: str) -> dict[str, AllegationPoint]:
    statement = select(AllegationPoint).where(
        AllegationPoint.allegation_id == allegation.key, AllegationPoint.topic == topic
    )
    return {row.item: row for row in session.exec(statement)}


def _resolved(
    session: Session, allegation: Allegation, place: int, given: PointGiven, problems: dict[str, object]
) -> list[PointEvidence]:
    found: list[PointEvidence] = []
    if not given.is_blank and given.leaning is None:
        problems[f"points-{place}-leaning"] = _("Say which way the evidence leans; “Not known” is an answer.")
    for name, text, against in (("supports", given.supports, False), ("against", given.against, True)):
        try:
            resolved = links.resolve(session, allegation.case_id, cited(text))
        except ValueError:
            problems[f"points-{place}-{name}"] = _("Write references as in T-0001 ¶9, EX-0003.")
        except Invalid as error:
            problems[f"points-{place}-{name}"] = next(iter(error.fields.values()))
        else:
            ours = {"case_id": 0, "point_id": 0, "is_contrary": against}
            found += [PointEvidence(**ours, testimony_id=one.key, locator=one.locator) for one in resolved.paragraphs]  # type: ignore[arg-type]
            found += [PointEvidence(**ours, exhibit_id=one.key, locator=one.locator) for one in resolved.exhibits]  # type: ignore[arg-type]
    bare = given.leaning in (Leaning.FOR, Leaning.AGAINST) and not (given.note.strip() or found)
    if bare and not any(name.startswith(f"points-{place}-") for name in problems):
        problems[f"points-{place}-note"] = _("Say what makes it so, in words or by naming evidence.")
    return found


def points_by_allegation(session: Session, ids: Collection[int]) -> dict[int, dict[str, dict[str, PointShown]]]:
    """The points of many allegations by topic and key, in three statements at most."""
    found: dict[int, dict[str, dict[str, PointShown]]] = {key: {} for key in ids}
    if not ids:
        return found
    rows = session.exec(
        select(AllegationPoint).where(col(AllegationPoint.allegation_id).in_(ids)).order_by(col(AllegationPoint.id))
    ).all()
    sources = _evidence(session, {row.key: row.allegation_id for row in rows})
    hidden = _withheld(session, sources)
    for row in rows:
        shown = PointShown(row, sources[row.key], hidden.get(row.key, 0))
        found[row.allegation_id].setdefault(row.topic, {})[row.item] = shown
    return found


def _evidence(session: Session, points: Mapping[int, int]) -> dict[int, list[LinkShown]]:
    found: dict[int, list[LinkShown]] = {key: [] for key in points}
    if not points:
        return found
    statement = (
        select(PointEvidence, Testimony.reference, Exhibit.reference)
        .outerjoin(Testimony, col(Testimony.id) == col(PointEvidence.testimony_id))
        .outerjoin(Exhibit, col(Exhibit.id) == col(PointEvidence.exhibit_id))
        .where(col(PointEvidence.point_id).in_(points))
        .order_by(col(PointEvidence.id))
    )
    for row, told, shown in session.exec(statement):
        if told or shown:
            found[row.point_id].append(
                LinkShown(points[row.point_id], told or shown, row.locator, row.is_contrary, is_exhibit=bool(shown))
            )
    return found


def _withheld(session: Session, shown: Mapping[int, Sequence[LinkShown]]) -> dict[int, int]:
    if not shown or not is_narrowed(session):
        return {}
    counted = select(PointEvidence.point_id, func.count()).where(col(PointEvidence.point_id).in_(shown))
    rows = session.execute(counted.group_by(col(PointEvidence.point_id)), execution_options=UNFILTERED)
    return {key: int(count) - len(shown[key]) for key, count in rows if int(count) > len(shown[key])}
