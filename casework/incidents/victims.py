"""Victims: by code, the name in the vault, or unidentified with descriptors (Every Casualty Counts)."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session, col, select

from casework import audit, dates
from casework.access import Permission, require
from casework.cases.models import Case
from casework.cases.services import require_open
from casework.db import UNFILTERED, next_number, now
from casework.errors import Invalid, NotFound, Stale
from casework.i18n import _
from casework.incidents.indexing import index_victim
from casework.incidents.models import Incident, Victim
from casework.incidents.victim_sources import add_lines
from casework.leaks.people import Protected, protects
from casework.search.containing import contains
from casework.subjects import Actor
from casework.vault import IdentityField, Vault
from casework.vocabulary import AgeBand, CasualtyConfirmation, CivilianStatus, DestructionReason, Harm, Sex
from casework.witnesses.identity import open_identity
from casework.witnesses.sealed import seal_identity
from casework.witnesses.shredding import destroy_identity

IDENTITY_FIELDS = (
    IdentityField.NAME,
    IdentityField.NAME_LATIN,
    IdentityField.ALIASES,
    IdentityField.DATE_OF_BIRTH,
    IdentityField.ID_NUMBERS,
    IdentityField.NEXT_OF_KIN,
)


@dataclass(frozen=True)
class VictimFacts:
    """What is kept in clear about a victim; names are those of `Victim`."""

    is_identified: bool = False
    descriptors: str = ""
    sex: Sex = Sex.UNKNOWN
    age_band: AgeBand = AgeBand.UNKNOWN
    civilian_status: CivilianStatus = CivilianStatus.UNKNOWN
    status_basis: str = ""
    harms: Sequence[str] = ()
    harmed_on: str = ""
    place: str = ""
    cause: str = ""
    body_location: str = ""
    confirmation: CasualtyConfirmation = CasualtyConfirmation.REPORTED


def victims_listed(
    session: Session, actor: Actor, case: Case, *, q: str = "", incident: Incident | None = None
) -> Select[Any]:
    """The statement of a case's victims, to be paged; never searches names, which are in the vault."""
    require(session, actor, Permission.INCIDENT_VIEW, case.subject)
    statement: Select[Any] = select(Victim).where(Victim.case_id == case.key)
    if incident is not None:
        statement = statement.where(col(Victim.incident_id) == incident.key)
    if q := q.strip():
        columns = (Victim.reference, Victim.descriptors, Victim.place)
        statement = statement.where(contains(q, *columns))
    return statement


def victims_of(
    session: Session, case_id: int, *, incident_id: int | None = None, limit: int = 20_000
) -> Sequence[Victim]:
    """A case's victims by number: for tables and dossiers."""
    statement = select(Victim).where(Victim.case_id == case_id)
    if incident_id is not None:
        statement = statement.where(Victim.incident_id == incident_id)
    return session.exec(statement.order_by(col(Victim.number)).limit(limit)).all()


def get_victim(session: Session, actor: Actor, case: Case, reference: str) -> Victim:
    """One victim of the case by code. Raises Forbidden, NotFound."""
    require(session, actor, Permission.INCIDENT_VIEW, case.subject)
    found = session.exec(select(Victim).where(Victim.case_id == case.key, Victim.reference == reference)).first()
    if found is None:
        raise NotFound
    return found


def victim_choices(session: Session, actor: Actor, case: Case, *, limit: int = 1_000) -> list[tuple[str, str]]:
    """Pairs (code, code and what tells them apart) for a field in which victims are chosen: the newest, oldest first."""
    require(session, actor, Permission.INCIDENT_VIEW, case.subject)
    columns = select(Victim.reference, Victim.descriptors, Victim.place).where(Victim.case_id == case.key)
    rows = session.exec(columns.order_by(col(Victim.number).desc()).limit(limit)).all()
    return [
        (code, " · ".join(part for part in (code, words[:60], place) if part)) for code, words, place in reversed(rows)
    ]


def add_victim(
    session: Session,
    actor: Actor,
    case: Case,
    facts: VictimFacts,
    *,
    incident: Incident | None,
    vault: Vault,
    identity: Mapping[str, str],
    sources: Sequence[str] = (),
) -> Victim:
    """A new victim, named in the vault or unidentified; sources as in `victim_sources`. Raises Invalid, Unavailable."""
    require(session, actor, Permission.INCIDENT_EDIT, case.subject)
    require_open(case)
    values = checked_victim(facts, has_name=bool(identity.get(IdentityField.NAME, "").strip()))
    number = next_number(session, f"case:{case.key}:V")
    owner = secrets.token_hex(16)
    victim = Victim(case_id=case.key, number=number, reference=f"V-{number:04d}", identity_owner=owner)
    victim.added_by = actor.id
    _put(victim, values, incident)
    session.add(victim)
    session.flush()
    index_victim(session, victim)
    audit.record(session, actor, "victim.added", victim.subject, harms=victim.harms)
    add_lines(session, actor, case, victim, sources)
    seal_identity(session, actor, vault=vault, owner=owner, about=victim.subject, fields=_known(identity))
    return victim


def change_victim(
    session: Session,
    actor: Actor,
    case: Case,
    victim: Victim,
    facts: VictimFacts,
    *,
    incident: Incident | None,
    vault: Vault,
    identity: Mapping[str, str],
    version: int,
) -> Victim:
    """Save a victim; identity fields that were filled in replace those in the vault. Raises Invalid, Stale."""
    named = victim.is_identified or bool(identity.get(IdentityField.NAME, "").strip())
    save_facts(session, actor, case, victim, facts, incident=incident, version=version, named=named)
    owner = victim.identity_owner
    seal_identity(session, actor, vault=vault, owner=owner, about=victim.subject, fields=_known(identity))
    return victim


def save_facts(
    session: Session, actor: Actor, case: Case, victim: Victim, facts: VictimFacts, *, incident: Incident | None,
    version: int, named: bool,
) -> None:  # fmt: skip
    """Save what is kept in clear; `named`: there is a name in the vault. Raises Invalid, Stale."""
    require(session, actor, Permission.INCIDENT_EDIT, victim.subject)
    require_open(case)
    values = checked_victim(facts, has_name=named)
    session.refresh(victim, with_for_update=True)
    if victim.version != version:
        raise Stale(victim)
    _put(victim, values, incident)
    victim.version, victim.updated_at = version + 1, now()
    session.flush()
    index_victim(session, victim)
    audit.record(session, actor, "victim.changed", victim.subject, version=victim.version)


def reveal_victim(session: Session, actor: Actor, victim: Victim, *, vault: Vault, reason: str) -> dict[str, str]:
    """Who the victim is, shown once; leaves one entry in the log. Raises Forbidden, Invalid, Unavailable."""
    require(session, actor, Permission.VICTIM_REVEAL, victim.subject)
    owner = victim.identity_owner
    return open_identity(session, actor, vault=vault, owner=owner, about=victim.subject, reason=reason)


def destroy_victim(
    session: Session, actor: Actor, victim: Victim, *, vault: Vault, reason: DestructionReason, note: str = ""
) -> None:
    """Destroy who the victim is, for good; the code and what is known in clear stay. Raises Forbidden, Unavailable."""
    destroy_identity(session, actor, vault=vault, person=victim, reason=reason, note=note)


def _put(victim: Victim, values: Mapping[str, Any], incident: Incident | None) -> None:
    victim.incident_id = incident.key if incident else None
    for name, value in values.items():
        setattr(victim, name, value)


def checked_victim(facts: VictimFacts, *, has_name: bool) -> dict[str, Any]:
    """The columns of a victim. Raises Invalid with every complaint at once."""
    problems: dict[str, object] = {}
    values = {name: value.strip() if isinstance(value, str) else value for name, value in vars(facts).items()}
    values |= {name: getattr(facts, name) for name in ("sex", "age_band", "civilian_status", "confirmation")}
    if facts.is_identified and not has_name:
        problems["name"] = _("An identified victim has a name: it goes into the vault, not onto the page.")
    if not facts.is_identified and not values["descriptors"]:
        problems["descriptors"] = _("Describe an unidentified victim: clothing, marks, position, tag number.")
    values["harms"] = [harm for harm in Harm if harm in set(facts.harms)]
    if not values["harms"]:
        problems["harms"] = _("Choose at least one harm.")
    try:
        values["harmed_on"] = dates.normalise(facts.harmed_on)
    except ValueError as error:
        problems["harmed_on"] = _(str(error))
    if problems:
        raise Invalid(fields=problems)
    return values


def _known(identity: Mapping[str, str]) -> dict[str, str]:
    return {field.value: identity.get(field.value, "") for field in IDENTITY_FIELDS}


@protects
def protected_victims(session: Session, case_id: int) -> list[Protected]:
    """Whose names must not stand in a text of the case."""
    statement = select(Victim.reference, Victim.identity_owner).where(Victim.case_id == case_id)
    rows = session.exec(statement, execution_options=UNFILTERED).all()  # also whom the writer may not see
    return [Protected(reference, owner) for reference, owner in rows]
