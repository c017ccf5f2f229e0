"""Who was shown which identity, when and why: from the log, for the supervisors of a case; counts for auditors."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select
from sqlmodel import Session, col, or_, select

from casework.access import Permission, require, visible_cases
from casework.audit import AuditEntry
from casework.cases.models import Case
from casework.config import Settings
from casework.db import now
from casework.subjects import Actor
from casework.witnesses.identity import READINGS, REVEALED
from casework.witnesses.unusual import DAY, LOOKS_BACK, USUAL_OVER, Thresholds, Unusual, unusual

MOST_ROWS = 20_000  # of one look back over the log
SHOWN = (REVEALED,)
# What leaves as a file: originals of exhibits, drafts and case copies of dossiers, parts of them and their pages side by
# side, exported bags (each with its exhibits), records as data.
TAKEN_OUT = (
    "evidence.downloaded", "dossier.opened", "dossier.previewed", "dossier.compared", "dossier.sent_out", "bag.fetched",
    "records.fetched",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """The filter of a list: whose reveals, of which code, between which days (of the case's time zone)."""

    account_id: int | None = None
    code: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Flag:
    """One account whose reveals are out of the ordinary, and the references of the cases they were in."""

    account_id: int
    seen: Unusual
    cases: Sequence[str]


@dataclass(frozen=True)
class Count:
    """How often one account was shown an identity, in the whole installation; None: the command line."""

    account_id: int | None
    day: int
    month: int
    seen: Unusual | None


def thresholds_of(settings: Settings, acts: Sequence[str] = SHOWN) -> Thresholds:
    """What this installation calls unusual."""
    if acts == TAKEN_OUT:
        return Thresholds(settings.downloads_most_in_a_day, settings.downloads_times_usual)
    return Thresholds(settings.reveals_most_in_a_day, settings.reveals_times_usual)


def reveals_listed(session: Session, actor: Actor, case: Case, wanted: Wanted) -> Select[Any]:
    """The reveals of a case, and what the command line exported for custodians, as a statement that `web.paging.page` cuts into pages (by `AuditEntry.seq`)."""
    require(session, actor, Permission.REVEAL_LIST, case.subject)
    statement: Select[Any] = select(AuditEntry).where(
        col(AuditEntry.action).in_(READINGS), AuditEntry.case_id == case.key
    )
    if wanted.account_id is not None:
        statement = statement.where(col(AuditEntry.actor_id) == wanted.account_id)
    if wanted.code:
        statement = statement.where(col(AuditEntry.subject_label) == wanted.code)
    if wanted.since:
        statement = statement.where(col(AuditEntry.at) >= _midnight(case, wanted.since))
    if wanted.until:
        statement = statement.where(col(AuditEntry.at) < _midnight(case, wanted.until + timedelta(days=1)))
    return statement


def readers_of(session: Session, actor: Actor, case: Case, *, limit: int = 200) -> Sequence[int]:
    """The accounts that were ever shown an identity of the case, for the filter."""
    require(session, actor, Permission.REVEAL_LIST, case.subject)
    statement = select(AuditEntry.actor_id).where(AuditEntry.action == REVEALED, AuditEntry.case_id == case.key)
    found = session.exec(statement.distinct().order_by(col(AuditEntry.actor_id)).limit(limit)).all()
    return [key for key in found if key is not None]


def flags(session: Session, actor: Actor, thresholds: Thresholds, acts: Sequence[str] = SHOWN) -> list[Flag]:
    """Whose reveals in the actor's cases, and of individuals (who belong to none), are out of the ordinary.

    `acts`: the actions that are counted; `TAKEN_OUT` counts files instead.
    """
    require(session, actor, Permission.REVEAL_FLAGS)
    mine = or_(col(AuditEntry.case_id).in_(visible_cases(actor)), col(AuditEntry.case_id).is_(None))
    rows = _recent(session, acts, mine)
    names = _references(session, {row.case_id for row in rows if row.case_id})
    found = []
    for account_id, entries in _by_account(rows).items():
        seen = unusual(_times(entries), at=now(), thresholds=thresholds)
        if seen is not None and account_id is not None:
            inside = {entry.case_id for entry in entries if seen.until - DAY < entry.at <= seen.until}
            found.append(Flag(account_id, seen, sorted(names[key] for key in inside if key is not None)))
    return sorted(found, key=lambda flag: (-flag.seen.count, flag.account_id))


def counts(session: Session, actor: Actor, thresholds: Thresholds, acts: Sequence[str] = SHOWN) -> list[Count]:
    """Reveals (or other `acts`) by account in the whole installation over 30 days: numbers alone, no codes and no reasons."""
    require(session, actor, Permission.AUDIT_VIEW)
    at = now()
    found = []
    for account_id, entries in _by_account(_recent(session, acts)).items():
        times = _times(entries)
        day, month = (sum(1 for moment in times if moment > at - span) for span in (DAY, USUAL_OVER))
        found.append(Count(account_id, day, month, unusual(times, at=at, thresholds=thresholds)))
    return sorted((row for row in found if row.month), key=lambda row: (-row.month, row.account_id or 0))


def _times(entries: Iterable[Any]) -> list[datetime]:
    """When; as often as there were files, for what holds many."""
    return [entry.at for entry in entries for _file in range(max(1, min(int(entry.facts.get("exhibits", 1)), 10_000)))]


def _recent(session: Session, acts: Sequence[str], *conditions: Any) -> Sequence[Any]:
    columns = select(AuditEntry.actor_id, AuditEntry.case_id, AuditEntry.at, AuditEntry.facts)
    statement = columns.where(col(AuditEntry.action).in_(acts), AuditEntry.at > now() - LOOKS_BACK, *conditions)
    return session.exec(statement.order_by(col(AuditEntry.seq).desc()).limit(MOST_ROWS)).all()


def _by_account(rows: Iterable[Any]) -> Mapping[int | None, list[Any]]:
    found: defaultdict[int | None, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.actor_id].append(row)
    return found


def _references(session: Session, keys: set[int]) -> dict[int, str]:
    rows = session.exec(select(Case.id, Case.reference).where(col(Case.id).in_(keys))).all() if keys else []
    return {int(key): reference for key, reference in rows if key is not None}


def _midnight(case: Case, day: date) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(case.time_zone))
