"""Search a text for protected names before it is saved, and keep what was found.

A warning tells that a text names somebody whom the vault knows. Somebody who types names one after another would learn
from it who is a witness. Therefore: a warning says the code alone; one save shows three codes at most, one person in
one case meets ten new ones a day, and after that texts are saved without a word while the supervisor sees each hit;
every step is in the log.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func
from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, hidden_from, require, visible_cases
from casework.db import now
from casework.errors import Invalid
from casework.i18n import _
from casework.leaks.matching import Wanted, spans, wanted
from casework.leaks.models import LeakHit
from casework.leaks.outcomes import LeakOutcome
from casework.leaks.people import names_of_case, out_of_reach
from casework.subjects import Actor, Subject
from casework.vault import Vault

MOST_A_SAVE, MOST_A_DAY = 3, 10
REASON_AT_LEAST = 5
REMEMBERED = 2_000


@dataclass(frozen=True)
class Place:
    """Where a text is being saved: the case, and the address of the form."""

    case: Subject
    path: str

    @property
    def is_lasting(self) -> bool:
        """True for the form of one object; at the form for new ones each text is another."""
        return not self.path.rstrip("/").endswith("/new")


@dataclass(frozen=True)
class Found:
    """What a text held: `shown` are codes by field, `looked_for` replaces them; empty when all is well.

    `out_of_reach`: people whose names offline custodians hold; no text was searched for these.
    """

    shown: Mapping[str, list[str]] = field(default_factory=dict)
    looked_for: Wanted = field(default_factory=Wanted)
    out_of_reach: int = 0

    @property
    def people(self) -> list[str]:
        """The codes that may be spoken of."""
        return sorted({code for codes in self.shown.values() for code in codes})


@dataclass(frozen=True)
class Pressing:
    """Something for a supervisor to look at."""

    account_id: int
    case_id: int
    outcome: LeakOutcome
    count: int


def search(session: Session, actor: Actor, *, vault: Vault, place: Place, texts: Mapping[str, str]) -> Found:
    """Search texts (by field) before they are saved; warnings that are due are recorded here. The caller commits.

    What was kept with a reason before, in this field of this object, is no longer spoken of.
    Raises VaultSealed and Tampered when the search could not run.
    """
    require(session, actor, Permission.CASE_VIEW, place.case)
    given = {name: text for name, text in texts.items() if text.strip()}
    if not given or place.case.case_id is None:
        return Found()
    looked_for = wanted(names_of_case(session, vault, place.case.case_id), typed=True)
    hits = {name: sorted({owner for _s, _e, owner in spans(text, looked_for)}) for name, text in given.items()}
    hits = _without_false_alarms(session, place, hits)
    people = sorted({code for codes in hits.values() for code in codes})
    closed = hidden_from(session, actor).of_case(place.case.case_id)  # a warning would say who is a witness
    spoken_of = _within_limits(session, actor, place, people) - closed
    shown = {name: [code for code in codes if code in spoken_of] for name, codes in hits.items()}
    _remember(session, actor, place, hits, spoken_of)
    out = out_of_reach(session, vault, place.case.case_id)
    return Found({name: codes for name, codes in shown.items() if codes}, looked_for, out)


def record_step(
    session: Session, actor: Actor, *, place: Place, found: Found, outcome: LeakOutcome, reason: str = ""
) -> None:
    """Keep what was done about a warning. Raises Invalid when a text is to be kept without a reason."""
    stated = " ".join(reason.split())
    if outcome is LeakOutcome.KEPT and len(stated) < REASON_AT_LEAST:
        raise Invalid(fields={"leak_reason": _("Say why this is not the protected person, in a few words.")})
    for name, codes in found.shown.items():
        for code in codes:
            _write(session, actor, place, base(name), code, outcome, stated)


def record_listed(session: Session, actor: Actor, *, place: Place, hits: Mapping[str, list[str]]) -> None:
    """Keep what was found in texts that came with a list, for the supervisor alone: nobody was warned of it."""
    before = {(row.field, row.person) for row in session.exec(select(LeakHit).where(LeakHit.place == place.path))}
    for name, codes in hits.items():
        for code in sorted(set(codes)):
            if (name, code) not in before:
                _write(session, actor, place, name, code, LeakOutcome.LISTED, "")


def hits_listed(session: Session, actor: Actor, case: Subject) -> Select[Any]:
    """The steps of a case as a statement to be paged, for its supervisors."""
    require(session, actor, Permission.LEAK_VIEW, case)
    return select(LeakHit).where(LeakHit.case_id == case.case_id)


def to_look_at(session: Session, actor: Actor, *, days: int = 7, limit: int = 20) -> list[Pressing]:
    """Who saved texts with names all the same, or was warned too often, in the actor's cases; the most hits first."""
    counted = func.count()
    statement = (
        select(LeakHit.account_id, LeakHit.case_id, LeakHit.outcome, counted)
        .where(col(LeakHit.case_id).in_(visible_cases(actor)))
        .where(col(LeakHit.outcome).in_((LeakOutcome.KEPT, LeakOutcome.NOT_SHOWN, LeakOutcome.LISTED)))
        .where(col(LeakHit.created_at) > now() - timedelta(days=days))
        .group_by(col(LeakHit.account_id), col(LeakHit.case_id), col(LeakHit.outcome))
        .order_by(counted.desc())
        .limit(limit)
    )
    rows = session.exec(statement).all()
    return [Pressing(account, case_id, LeakOutcome(outcome), count) for account, case_id, outcome, count in rows]


def base(name: str) -> str:
    """The field without the number of its row: rows move."""
    return name.split("-")[0]


def _without_false_alarms(session: Session, place: Place, hits: dict[str, list[str]]) -> dict[str, list[str]]:
    if not place.is_lasting:
        return hits
    statement = select(LeakHit.field, LeakHit.person).where(
        LeakHit.case_id == place.case.case_id, LeakHit.place == place.path, LeakHit.outcome == LeakOutcome.KEPT
    )
    kept = set(session.exec(statement.limit(REMEMBERED)).all())
    return {name: [code for code in codes if (base(name), code) not in kept] for name, codes in hits.items()}


def _within_limits(session: Session, actor: Actor, place: Place, people: Iterable[str]) -> set[str]:
    """Of whom this person may be told: who they were warned of here already, and a few new ones a save and a day."""
    statement = select(LeakHit.place, LeakHit.person).where(
        LeakHit.case_id == place.case.case_id,
        LeakHit.account_id == actor.key,
        LeakHit.outcome == LeakOutcome.WARNED,
        col(LeakHit.created_at) > now() - timedelta(days=1),
    )
    today = set(session.exec(statement.limit(REMEMBERED)).all())
    known = {code for code in people if (place.path, code) in today}
    room = max(0, min(MOST_A_SAVE, MOST_A_DAY - len(today)))
    return known | set([code for code in people if code not in known][:room])


def _remember(session: Session, actor: Actor, place: Place, hits: Mapping[str, list[str]], spoken_of: set[str]) -> None:
    since = now() - timedelta(days=1)
    statement = select(LeakHit.person, LeakHit.outcome).where(
        LeakHit.account_id == actor.key, LeakHit.place == place.path, col(LeakHit.created_at) > since
    )
    before = set(session.exec(statement.limit(REMEMBERED)).all())
    for name, codes in hits.items():
        for code in codes:
            outcome = LeakOutcome.WARNED if code in spoken_of else LeakOutcome.NOT_SHOWN
            if (code, outcome) not in before:
                before.add((code, outcome))
                _write(session, actor, place, base(name), code, outcome, "")


def _write(
    session: Session, actor: Actor, place: Place, name: str, code: str, outcome: LeakOutcome, reason: str
) -> None:
    row = LeakHit(
        case_id=place.case.case_id or 0, account_id=actor.key, place=place.path[:300], field=name[:80], person=code,
        outcome=outcome, reason=reason[:300],
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, actor, f"leak.{outcome}", place.case, person=code, place=row.place, field=row.field)
