"""The queue of possible duplicates: found by a job that opens the names of one case, answered pair by pair, by code.

What stays of a comparison is two codes, a score and what was alike (docs/adr/0031-victim-lists-and-duplicates.md).
"""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, delete, select

from casework import audit, dates
from casework.access import Permission, can, require
from casework.cases.models import Case
from casework.cases.services import require_open
from casework.db import now
from casework.errors import NotFound, Unavailable
from casework.incidents.comparing import Alike, Person
from casework.incidents.duplicates import clusters
from casework.incidents.models import Victim, VictimDuplicate, VictimPair
from casework.jobs import Job, JobState, enqueue
from casework.subjects import Actor
from casework.vault import IdentityField, Tampered, Vault, VaultSealed, blind
from casework.vocabulary import CaseStatus, SamePerson
from casework.witnesses.identity import explain

JOB = "victims.duplicates"
NAMES = (IdentityField.NAME, IdentityField.NAME_LATIN, IdentityField.ALIASES)
MOST_PEOPLE = 20_000
MOST_PAIRS = 2_000


@dataclass(frozen=True)
class Asked:
    """A pair to be answered, and how many wait."""

    pair: VictimPair
    first: Victim
    second: Victim
    waiting: int


@dataclass(frozen=True)
class Counted:
    """Records of a case, and people: records that were marked as the same person are one."""

    records: int
    people: int


def start(session: Session, actor: Actor, case: Case) -> Job:
    """Have the names of the case compared: whoever may open each of them alone may. One waits at most."""
    require(session, actor, Permission.VICTIM_REVEAL, case.subject)
    require_open(case)
    underway = newest_job(session, case)
    if underway is not None and underway.state.is_under_way:
        return underway
    return enqueue(session, actor, JOB, case.key, {})


def start_after(session: Session, actor: Actor, case: Case) -> None:
    """A list came in, or a record was added or changed: compare again by itself, for whoever may have it compared.

    While one comparison waits there is no second: it reads what is there when it begins. One that runs already has read.
    """
    if case.status not in (CaseStatus.CLOSED, CaseStatus.ARCHIVED) and can(
        session, actor, Permission.VICTIM_REVEAL, case.subject
    ):
        waiting = select(Job.id).where(Job.kind == JOB, Job.case_id == case.key, Job.state == JobState.QUEUED)
        if session.exec(waiting.limit(1)).first() is None:
            enqueue(session, actor, JOB, case.key, {})


def newest_job(session: Session, case: Case) -> Job | None:
    """The last comparison of the case."""
    statement = select(Job).where(Job.kind == JOB, Job.case_id == case.key)
    return session.exec(statement.order_by(col(Job.id).desc()).limit(1)).first()


def people(session: Session, actor: Actor, case: Case, vault: Vault) -> tuple[list[Person], int]:
    """The victims of the case that the actor may see, their names and numbers opened; and of how many the names are out
    of reach. Of a number only a hash is given on, under a key that is thrown away: equal numbers are seen to be equal.

    For the comparison alone: never stored, never logged, never shown. Raises Forbidden, Unavailable.
    """
    require(session, actor, Permission.VICTIM_REVEAL, case.subject)
    statement = select(Victim).where(Victim.case_id == case.key).order_by(col(Victim.number)).limit(MOST_PEOPLE)
    rows = session.exec(statement).all()
    owners = [row.identity_owner for row in rows]
    try:
        names = vault.names_by_owner(session, owners, NAMES)
        numbers = vault.names_by_owner(session, owners, (IdentityField.ID_NUMBERS,))
        held = vault.unsearchable(session, owners)
    except (VaultSealed, Tampered) as error:
        raise Unavailable(explain(error)) from error
    key = secrets.token_bytes(32)
    return [_person(row, names[row.identity_owner], numbers[row.identity_owner], key) for row in rows], held


def _person(row: Victim, names: Collection[str], numbers: Collection[str], key: bytes) -> Person:
    span = dates.parse(row.harmed_on)
    kind = IdentityField.ID_NUMBERS
    hashed = (blind.digest(key, kind, number) for text in numbers for number in blind.id_numbers(text))
    return Person(
        row.key, tuple(sorted(names)), row.sex, row.age_band, row.place, span.earliest, span.latest, frozenset(hashed),
        "" if row.is_identified else row.descriptors,
    )  # fmt: skip


def keep(session: Session, actor: Actor, case: Case, found: Sequence[Alike], *, compared: int, held: int) -> int:
    """Keep the pairs that are new; returns how many. What was answered never comes back; an unanswered pair that is
    alike no more goes. The log says how many names were compared."""
    require(session, actor, Permission.VICTIM_REVEAL, case.subject)
    likely = {(pair.first, pair.second): pair for pair in found[:MOST_PAIRS]}
    mine = select(VictimPair).where(VictimPair.case_id == case.key)
    known = {(row.first_id, row.second_id): row for row in session.exec(mine)}
    marks = select(VictimDuplicate.first_id, VictimDuplicate.second_id).where(VictimDuplicate.case_id == case.key)
    answered = {(first, second) for first, second in session.exec(marks)}
    gone = [row.key for pair, row in known.items() if pair not in likely and pair not in answered]
    for start_at in range(0, len(gone), 500):
        session.exec(delete(VictimPair).where(col(VictimPair.id).in_(gone[start_at : start_at + 500])))
    fresh = [pair for both, pair in likely.items() if both not in known and both not in answered]
    session.add_all(
        VictimPair(case_id=case.key, first_id=pair.first, second_id=pair.second, score=pair.score, why=list(pair.why))
        for pair in fresh
    )
    session.flush()
    audit.record(
        session, actor, "victims.compared", case.subject, compared=compared, out_of_reach=held, new_pairs=len(fresh)
    )
    return len(fresh)


def _waiting(case: Case) -> Select[Any]:
    """Pairs that nobody has answered."""
    same = (VictimDuplicate.first_id == VictimPair.first_id) & (VictimDuplicate.second_id == VictimPair.second_id)
    answered = select(VictimDuplicate.id).where(same).exists()
    statement: Select[Any] = select(VictimPair).where(VictimPair.case_id == case.key, ~answered)
    return statement


def next_pair(session: Session, actor: Actor, case: Case, *, beside: int = 0) -> Asked | None:
    """The likeliest pair that waits, but not `beside` (one that the reader puts off). Raises Forbidden."""
    require(session, actor, Permission.INCIDENT_EDIT, case.subject)
    first, second = aliased(Victim), aliased(Victim)
    statement = (
        _waiting(case)
        .add_columns(first, second)
        .join(first, col(first.id) == col(VictimPair.first_id))
        .join(second, col(second.id) == col(VictimPair.second_id))
        .order_by((col(VictimPair.id) == beside).asc(), col(VictimPair.score).desc(), col(VictimPair.id))
    )
    found = session.execute(statement.limit(1)).first()
    if found is None:
        return None
    waiting = session.execute(_waiting(case).with_only_columns(func.count())).scalar_one()
    return Asked(found[0], found[1], found[2], int(waiting))


def get_pair(session: Session, actor: Actor, case: Case, pair_id: int) -> tuple[Victim, Victim]:
    """Both records of a pair of the case. Raises Forbidden, NotFound."""
    require(session, actor, Permission.INCIDENT_EDIT, case.subject)
    pair = session.exec(select(VictimPair).where(VictimPair.id == pair_id, VictimPair.case_id == case.key)).first()
    ids = (pair.first_id, pair.second_id) if pair else ()
    rows = {row.key: row for row in session.exec(select(Victim).where(col(Victim.id).in_(ids)))}
    if pair is None or len(rows) != 2:
        raise NotFound
    return rows[pair.first_id], rows[pair.second_id]


def counted(session: Session, actor: Actor, case: Case) -> Counted:
    """How many records and how many people: a person of several records counts once, until the mark is taken back."""
    require(session, actor, Permission.INCIDENT_VIEW, case.subject)
    records = session.exec(select(func.count()).select_from(Victim).where(Victim.case_id == case.key)).one()
    same = (VictimDuplicate.case_id == case.key, VictimDuplicate.answer == SamePerson.SAME)
    joined = session.exec(select(VictimDuplicate.first_id, VictimDuplicate.second_id).where(*same)).all()
    return Counted(int(records), int(records) - sum(len(one) - 1 for one in clusters(joined)))


def is_due(session: Session, case: Case, job: Job | None) -> bool:
    """True when a record was added or changed since the last comparison."""
    changed = session.exec(select(func.max(Victim.updated_at)).where(Victim.case_id == case.key)).one()
    return changed is not None and (job is None or changed > (job.created_at or now()))
