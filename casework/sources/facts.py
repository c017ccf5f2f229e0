"""The sources of facts: put under a fact, and shown with it as far as the reader may see them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select as sa_select
from sqlmodel import Session, SQLModel, col, func, select

from casework import audit
from casework.access import Permission, require, visible_cases
from casework.cases.models import Case
from casework.errors import Invalid, NotFound
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.sources.given import SourceGiven, checked_locator, source_for
from casework.sources.lineage import independent_origins
from casework.sources.models import FactSource, Source, SourceRepeat
from casework.sources.seeing import may_see
from casework.subjects import Actor, Subject
from casework.testimonies.models import Testimony
from casework.vocabulary import InformationGrade, SourceGrade

# Tables, not models: lineage is read whole, also where a reader is kept from a source (see `access.compartments`).
_sources, _exhibits, _testimonies = (SQLModel.metadata.tables[name] for name in ("source", "exhibit", "testimony"))

Key = tuple[str, int]
"""A source for `lineage`: ("source", id), ("exhibit", id) for what an exhibit was made from, ("witness", id)."""


@dataclass(frozen=True)
class SourceShown:
    """A source that the reader may see, under a fact; `case_reference` and `reference` lead to the object in its case."""

    row: FactSource
    source: Source
    case_reference: str = ""
    reference: str = ""

    @property
    def endpoint(self) -> str:
        return "testimonies.show" if self.source.testimony_id else "evidence.show"

    @property
    def source_grade(self) -> SourceGrade:
        """The fact's own grade, else the source's."""
        return self.row.source_grade or self.source.source_grade

    @property
    def information_grade(self) -> InformationGrade:
        """The fact's own grade, else the source's."""
        return self.row.information_grade or self.source.information_grade

    @property
    def is_graded_apart(self) -> bool:
        """This fact is graded otherwise than the source."""
        return bool(self.row.source_grade or self.row.information_grade)


@dataclass
class Sources:
    """The sources of one fact: those the reader may see, how many they may not, and how many origins all have."""

    shown: list[SourceShown] = field(default_factory=list)
    withheld: int = 0
    origins: int = 0
    # What was taken back, each with its reason: read, never counted.
    withdrawn: list[SourceShown] = field(default_factory=list)

    @property
    def is_single(self) -> bool:
        """One source alone, or several that go back to one: said wherever the fact is shown."""
        return self.origins == 1

    @property
    def is_repeated(self) -> bool:
        """More sources than origins: some of them only repeat another."""
        return len({one.row.source_id for one in self.shown}) > self.origins > 0


def sources_of(
    session: Session, actor: Actor, kind: str, fact_ids: Collection[int], *, case_id: int | None = None
) -> dict[int, Sources]:
    """The sources of facts of one kind, by fact, in five statements. With `case_id`, only what that case may carry."""
    statement = (
        select(FactSource, Source, Case.reference, func.coalesce(Testimony.reference, Exhibit.reference))
        .outerjoin(Source, col(Source.id) == FactSource.source_id)
        .outerjoin(Case, col(Case.id) == Source.case_id)
        .outerjoin(Testimony, col(Testimony.id) == Source.testimony_id)
        .outerjoin(Exhibit, col(Exhibit.id) == Source.exhibit_id)
        .where(FactSource.fact_kind == kind, col(FactSource.fact_id).in_(fact_ids))
        .order_by(col(FactSource.id))
    )
    visible = {case_id} if case_id is not None else set(session.execute(visible_cases(actor)).scalars())
    found: dict[int, Sources] = defaultdict(Sources)
    all_of: dict[int, list[int]] = defaultdict(list)
    for row, source, case_reference, reference in session.exec(statement):
        is_shown = source is not None and (source.case_id is None or source.case_id in visible)
        if row.withdrawn:
            if is_shown:
                found[row.fact_id].withdrawn.append(SourceShown(row, source, case_reference or "", reference or ""))
            continue
        if is_shown or case_id is None:
            all_of[row.fact_id].append(row.source_id)
        if is_shown:
            shown = SourceShown(row, source, case_reference or "", reference or "")
            found[row.fact_id].shown.append(shown)
        else:
            found[row.fact_id].withheld += 1
    repeats = lineage_of(session, {one for ids in all_of.values() for one in ids})
    for fact, ids in all_of.items():
        found[fact].origins = count_origins(ids, repeats)
    return found


def origins_of(session: Session, kind: str, fact_ids: Collection[int]) -> int:
    """How many independent origins several facts have among them: hidden sources count, as in `sources_of`."""
    rests = (FactSource.fact_kind == kind, col(FactSource.fact_id).in_(fact_ids), FactSource.withdrawn == "")
    ids = set(session.exec(select(FactSource.source_id).where(*rests)))
    return count_origins(ids, lineage_of(session, ids))


def count_origins(source_ids: Iterable[int], repeats: Mapping[Key, Collection[Key]]) -> int:
    """How many independent origins sources have among them."""
    return len(independent_origins([("source", one) for one in source_ids], repeats))


def lineage_of(session: Session, source_ids: Collection[int]) -> dict[Key, set[Key]]:
    """What sources repeat, at any remove, for `lineage`; so does an exhibit what it was made from, and every statement
    of one witness is one origin.

    Read whoever asks, hidden sources too: only a count comes of it.
    """
    if len(source_ids) == 0:
        return {}
    repeats: dict[Key, set[Key]] = defaultdict(set)
    source, origin = col(SourceRepeat.source_id), col(SourceRepeat.origin_id)
    back = sa_select(origin.label("id")).where(source.in_(source_ids)).cte("back", recursive=True)
    back = back.union(sa_select(origin).join(back, source == back.c.id))
    statement = sa_select(source, origin).where(source.in_(source_ids) | source.in_(sa_select(back.c.id)))
    for one, other in session.execute(statement):
        repeats["source", one].add(("source", other))
    _made_from(session, {*source_ids, *(key for keys in repeats.values() for _kind, key in keys)}, repeats)
    return repeats


def _made_from(session: Session, source_ids: Collection[int], repeats: dict[Key, set[Key]]) -> None:
    """Add what the exhibits among the sources were made from, at any remove, and whose statements there are."""
    told = _sources.join(_testimonies, _testimonies.c.id == _sources.c.testimony_id)
    of_whom = sa_select(_sources.c.id, _testimonies.c.witness_id).select_from(told).where(_sources.c.id.in_(source_ids))
    for source, witness in session.execute(of_whom):
        repeats["source", source].add(("witness", witness))
    shown = _sources.join(_exhibits, _exhibits.c.id == _sources.c.exhibit_id)
    first = sa_select(_sources.c.id.label("source_id"), _exhibits.c.id.label("id"), _exhibits.c.parent_id)
    first = first.select_from(shown).where(_sources.c.id.in_(source_ids))
    up = first.cte("made_from", recursive=True)
    more = sa_select(up.c.source_id, _exhibits.c.id, _exhibits.c.parent_id).join(up, _exhibits.c.id == up.c.parent_id)
    for source, exhibit, parent in session.execute(sa_select(up.union(more))):
        repeats["source", source].add(("exhibit", exhibit))
        if parent is not None:
            repeats["exhibit", exhibit].add(("exhibit", parent))


def add_source(
    session: Session, actor: Actor, *, kind: str, fact_id: int, about: Subject, given: SourceGiven
) -> FactSource:
    """Put a source under a fact; `about` is the record that the fact is of. Raises Invalid without any source."""
    require(session, actor, _permission(about), about)
    source = source_for(session, actor, given)
    is_cited = not (source.testimony_id or source.exhibit_id)
    row = FactSource(
        source_id=source.key,
        fact_kind=kind,
        fact_id=fact_id,
        case_id=about.case_id,
        locator=checked_locator(session, source, given.locator),
        note="" if is_cited else given.citation.strip(),
        source_grade=None if given.source_grade == source.source_grade else given.source_grade,
        information_grade=None if given.information_grade == source.information_grade else given.information_grade,
        added_by=actor.id,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "source.added", about, fact=kind, fact_id=fact_id, source=source.reference)
    return row


def get_resting(session: Session, actor: Actor, kind: str, fact_id: int, row_id: int) -> tuple[FactSource, Source]:
    """One source of a fact, with the row that ties them. Raises NotFound, also for what the actor may not see."""
    row = session.get(FactSource, row_id)
    source = session.exec(select(Source).where(Source.id == row.source_id)).first() if row else None
    if row is None or source is None or (row.fact_kind, row.fact_id) != (kind, fact_id):
        raise NotFound
    if not may_see(session, actor, source):
        raise NotFound
    return row, source


def take_source_back(session: Session, actor: Actor, row: FactSource, *, about: Subject, reason: str) -> None:
    """A fact rests on this source no more; it stays readable with the reason, and counts no more. Raises Invalid."""
    require(session, actor, _permission(about), about)
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why.")})
    session.refresh(row, with_for_update=True)
    if row.withdrawn:
        return
    row.withdrawn = reason.strip()
    session.flush()
    source = session.get_one(Source, row.source_id)
    audit.record(
        session, actor, "source.taken_back", about, fact=row.fact_kind, fact_id=row.fact_id, source=source.reference
    )


def _permission(about: Subject) -> Permission:
    return Permission.UNIT_EDIT if about.case_id is None else Permission.INCIDENT_EDIT
