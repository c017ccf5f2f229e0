"""Sources as things of their own: listed, graded once, and which of them repeat another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, or_
from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.db import now
from casework.errors import Invalid, NotFound, Stale
from casework.i18n import _
from casework.search.containing import contains
from casework.sources.facts import lineage_of
from casework.sources.given import fingerprint, read_date
from casework.sources.lineage import closes_circle
from casework.sources.models import Source, SourceRepeat
from casework.sources.seeing import may_see, seen
from casework.subjects import Actor
from casework.vocabulary import InformationGrade, SourceGrade


@dataclass(frozen=True)
class SourceDetails:
    """What is kept of a source itself; a source in a case has its words there, and only grades here."""

    citation: str = ""
    url: str = ""
    published_on: str = ""
    source_grade: SourceGrade = SourceGrade.F
    information_grade: InformationGrade = InformationGrade.CANNOT_BE_JUDGED


@dataclass(frozen=True)
class Lineage:
    """What a source repeats, and what repeats it, as far as the reader may see; the others are counted."""

    origins: Sequence[tuple[SourceRepeat, Source]]
    repeated_by: Sequence[Source]
    hidden: int = 0


def sources_listed(session: Session, actor: Actor, *, q: str = "", grade: SourceGrade | None = None) -> Select[Any]:
    """The statement of a list of public sources, to be paged; what lies in a case is found in its case."""
    require(session, actor, Permission.SOURCE_VIEW)
    statement = seen(actor).where(col(Source.fingerprint).is_not(None))
    if q := q.strip():
        columns = (Source.citation, Source.url, Source.reference)
        statement = statement.where(contains(q, *columns))
    return statement.where(col(Source.source_grade) == grade) if grade else statement


def get_source(session: Session, actor: Actor, reference: str) -> Source:
    """One source by reference. Raises Forbidden; NotFound also for what the actor may not see."""
    require(session, actor, Permission.SOURCE_VIEW)
    found = session.exec(select(Source).where(Source.reference == reference)).first()
    if found is None or not may_see(session, actor, found):
        raise NotFound
    return found


def change_source(session: Session, actor: Actor, source: Source, details: SourceDetails, *, version: int) -> Source:
    """Save a source: every fact that is not graded apart follows. Raises Invalid, Stale."""
    require(session, actor, Permission.SOURCE_EDIT)
    published = read_date(details.published_on, "published_on")
    session.refresh(source, with_for_update=True)
    if source.version != version:
        raise Stale(source)
    if source.fingerprint is not None:
        _rename(session, source, details)
        source.published_on = published
    source.source_grade, source.information_grade = details.source_grade, details.information_grade
    source.version, source.updated_at = version + 1, now()
    session.flush()
    grades = {"source_grade": source.source_grade.value, "information_grade": source.information_grade.value}
    audit.record(session, actor, "source.changed", source.subject, version=source.version, **grades)
    return source


def _rename(session: Session, source: Source, details: SourceDetails) -> None:
    if not details.citation.strip():
        raise Invalid(fields={"citation": _("Cite the source: author, title and date.")})
    mark = fingerprint(details.citation, details.url)
    other = session.exec(select(Source.reference).where(Source.fingerprint == mark, Source.id != source.id)).first()
    if other:
        raise Invalid(fields={"citation": _("Another source is cited in these words already.")})
    source.citation, source.url, source.fingerprint = details.citation.strip(), details.url.strip(), mark


def lineage_shown(session: Session, actor: Actor, source: Source) -> Lineage:
    """What a source repeats and what repeats it: at most a hundred each way."""
    up = select(SourceRepeat, Source).join(Source, col(Source.id) == SourceRepeat.origin_id)
    up = up.where(SourceRepeat.source_id == source.key, _is_seen(actor))
    down = select(Source).join(SourceRepeat, col(SourceRepeat.source_id) == Source.id)
    down = down.where(SourceRepeat.origin_id == source.key, _is_seen(actor))
    origins = session.exec(up.order_by(col(SourceRepeat.id)).limit(100)).all()
    repeated = session.exec(down.order_by(col(Source.number)).limit(100)).all()
    either = or_(col(SourceRepeat.source_id) == source.key, col(SourceRepeat.origin_id) == source.key)
    every = len(session.exec(select(SourceRepeat.id).where(either).limit(1_000)).all())
    return Lineage(origins, repeated, every - len(origins) - len(repeated))


def _is_seen(actor: Actor) -> Any:
    return col(Source.id).in_(seen(actor).with_only_columns(col(Source.id)).correlate(None))


def say_repeats(session: Session, actor: Actor, source: Source, *, origin: str, note: str = "") -> SourceRepeat:
    """Say that a source takes its word from another (S-0001). Raises Invalid: unknown, known already, or in a circle."""
    require(session, actor, Permission.SOURCE_EDIT)
    wanted = origin.strip().upper()
    found = session.exec(select(Source).where(Source.reference == wanted)).first()
    if found is None or not may_see(session, actor, found):
        raise Invalid(fields={"origin": _("There is no source %(reference)s.", reference=wanted[:12])})
    if closes_circle(lineage_of(session, {found.key}), ("source", source.key), ("source", found.key)):
        raise Invalid(fields={"origin": _("This would make the source repeat itself in the end.")})
    same = (SourceRepeat.source_id == source.key, SourceRepeat.origin_id == found.key)
    if session.exec(select(SourceRepeat).where(*same)).first():
        raise Invalid(fields={"origin": _("This is recorded already.")})
    row = SourceRepeat(source_id=source.key, origin_id=found.key, note=note.strip(), added_by=actor.id)
    session.add(row)
    session.flush()
    audit.record(session, actor, "source.repeats", source.subject, origin=found.reference)
    return row


def unsay_repeats(session: Session, actor: Actor, source: Source, repeat_id: int) -> None:
    """Take back that a source repeats another; the log keeps both entries. Raises NotFound."""
    require(session, actor, Permission.SOURCE_EDIT)
    row = session.get(SourceRepeat, repeat_id)
    if row is None or row.source_id != source.key:
        raise NotFound
    origin = session.get_one(Source, row.origin_id)
    session.delete(row)
    session.flush()
    audit.record(session, actor, "source.repeats_not", source.subject, origin=origin.reference)
