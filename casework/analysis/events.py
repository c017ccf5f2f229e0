"""What happened when, read from the records of a case: incidents, postings, statements, exhibits.

The same number of statements for a hundred records as for ten thousand, and whatever the reader may not see is not
among the rows (`access.compartments`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col

from casework.access import Permission, require
from casework.analysis import scope
from casework.analysis.extents import Extent, of_day, of_period, of_record
from casework.analysis.filters import Filters
from casework.analysis.masks import Masks, masks_of
from casework.cases.models import Case
from casework.evidence.models import Exhibit
from casework.i18n import _, current_language
from casework.i18n.labels import label, when
from casework.incidents.models import Incident
from casework.subjects import Actor
from casework.testimonies.models import Testimony
from casework.units.models import Individual, Posting, Unit
from casework.vocabulary import N_, Term
from casework.witnesses.models import Witness

MOST = 20_000


class EventKind(Term):
    """The lanes of a timeline, from top to bottom."""

    INCIDENT = "incident", N_("Incidents")
    POSTING = "posting", N_("Postings")
    STATEMENT = "statement", N_("Statements given")
    EXHIBIT = "exhibit", N_("Exhibits made")


@dataclass(frozen=True)
class Event:
    """One record on the timeline. `starts` and `ends`: its dates as stored, `ends` None where it is one date.

    `givers`: codes of the witnesses whose consent it needs to leave.
    """

    kind: EventKind
    ref: str
    label: str
    extent: Extent
    starts: str
    ends: str | None = None
    note: str = ""
    givers: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """Its date, in the reader's language."""
        if self.ends is None or self.ends == self.starts:
            return when(self.starts)
        return _("from: %(start)s; until: %(end)s", start=when(self.starts), end=when(self.ends))


@dataclass(frozen=True)
class Events:
    """All that was asked for; `cut`: kinds of which there are more than are read at once."""

    events: tuple[Event, ...] = ()
    cut: frozenset[EventKind] = frozenset()
    masks: Masks = field(default_factory=Masks)


def events_of(session: Session, actor: Actor, case: Case, filters: Filters) -> Events:
    """The events of a case that answer the filters, each kind in order of time. Raises Forbidden."""
    require(session, actor, Permission.ANALYSIS_VIEW, case.subject)
    if filters.problems:
        return Events()
    exhibits = exhibit_rows(session, case, filters) if filters.wants(EventKind.EXHIBIT) else []
    masks = masks_of(session, case, scope.parents_of(session, case) if exhibits else {})
    found: list[Event] = []
    cut: set[EventKind] = set()
    sources = {
        EventKind.INCIDENT: incidents(session, case, filters),
        EventKind.POSTING: postings(session, case, filters),
        EventKind.STATEMENT: statements(session, case, filters, masks),
        EventKind.EXHIBIT: (event for row in exhibits for event in captures(row, masks)),
    }
    for kind, events in sources.items():
        read = list(events) if filters.wants(kind) else []
        cut |= {kind} if len(read) > MOST else set()
        found += sorted((event for event in read[:MOST] if filters.covers(event.extent)), key=in_order)
    return Events(tuple(found), frozenset(cut), masks)


def in_order(event: Event) -> tuple[bool, str, str, str]:
    """By the first possible day, those without one by their last; what has no date at all comes at the end."""
    day = event.extent.first or event.extent.last
    return day is None, day.isoformat() if day else "", event.ref, event.note


def incidents(session: Session, case: Case, filters: Filters) -> Iterator[Event]:
    statement = scope.columns(
        Incident.reference, Incident.title, Incident.title_ar, Incident.starts, Incident.ends,
        Incident.place, Incident.place_ar, Incident.district, Incident.governorate,
    ).where(col(Incident.case_id) == case.key)  # fmt: skip
    if filters.unit:
        statement = statement.where(col(Incident.id).in_(scope.incidents_about(case, filters.unit)))
    is_arabic = current_language() == "ar"
    for ref, title, title_ar, starts, ends, *places in session.execute(
        statement.order_by(col(Incident.id)).limit(MOST + 1)
    ):
        if filters.is_at(*places):
            shown = title_ar if is_arabic and title_ar else title
            yield Event(EventKind.INCIDENT, ref, shown, of_record(starts, ends), starts, ends or None)


def postings(session: Session, case: Case, filters: Filters) -> Iterator[Event]:
    """Who is alleged to have served in the units that the case's allegations name."""
    if filters.place:
        return
    statement = (
        scope.columns(
            Individual.reference, Unit.reference, Unit.name, Unit.name_ar, Posting.role, Posting.starts, Posting.ends
        )
        .where(col(Posting.individual_id) == Individual.id, col(Posting.unit_id) == Unit.id)
        .where(col(Posting.withdrawn) == "", col(Unit.id).in_(scope.unit_ids(case)))
        .order_by(col(Posting.id))
        .limit(MOST + 1)
    )
    if filters.unit:
        statement = statement.where(col(Unit.reference) == filters.unit)
    is_arabic = current_language() == "ar"
    for code, unit, name, name_ar, role, starts, ends in session.execute(statement):
        text = f"{label(role)}: {name_ar if is_arabic and name_ar else name}"
        yield Event(EventKind.POSTING, code, text, of_period(starts, ends), starts, ends, unit)


def statements(session: Session, case: Case, filters: Filters, masks: Masks) -> Iterator[Event]:
    if filters.place:
        return
    statement = scope.columns(Testimony.reference, Testimony.taken_at, Witness.reference)
    statement = statement.where(col(Testimony.case_id) == case.key, col(Witness.id) == Testimony.witness_id)
    if filters.unit:
        statement = statement.where(col(Testimony.id).in_(scope.statements_about(case, filters.unit)))
    zone = ZoneInfo(case.time_zone)
    for ref, taken_at, witness in session.execute(statement.order_by(col(Testimony.id)).limit(MOST + 1)):
        stored = masks.day(local_day(taken_at, zone), [witness])
        yield Event(EventKind.STATEMENT, ref, witness, of_day(stored), stored, givers=frozenset([witness]))


def local_day(moment: datetime | None, zone: ZoneInfo) -> str:
    """The day in the case's own time zone: a statement given at one in the morning belongs to that day."""
    if moment is None:
        return ""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(zone).date().isoformat()


def exhibit_rows(session: Session, case: Case, filters: Filters) -> list[Exhibit]:
    rows = session.exec(scope.exhibits(case, filters.unit).limit(MOST + 1)).all()
    return [row for row in rows if filters.is_at(row.place_claimed, row.place_verified)]


def captures(row: Exhibit, masks: Masks) -> Iterator[Event]:
    """When it was made: as claimed, as its file says, as verified; the same day said twice is one mark."""
    givers = masks.givers(row.key)
    said: dict[str, list[str]] = {}
    told = ((_("as claimed"), row.captured_claimed), (_("in the file"), row.captured_embedded[:10]), (_("verified"), row.captured_verified))  # fmt: skip
    for words, stored in told:
        if stored:
            said.setdefault(masks.day(stored, givers), []).append(words)
    for stored, words_of in (said or {"": []}).items():
        note = ", ".join(words_of)
        yield Event(EventKind.EXHIBIT, row.reference, row.title, of_day(stored), stored, None, note, givers)
