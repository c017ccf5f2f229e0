"""Individuals alleged to have served in units: known by a code, the name in the vault, read only with a reason."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.db import next_number, now
from casework.errors import Invalid, NotFound, Stale
from casework.i18n import _
from casework.search.containing import contains
from casework.subjects import Actor
from casework.units.indexing import index_individual
from casework.units.models import Individual
from casework.vault import IdentityField, Vault
from casework.vocabulary import DestructionReason
from casework.witnesses.identity import open_identity
from casework.witnesses.sealed import seal_identity
from casework.witnesses.shredding import destroy_identity

IDENTITY_FIELDS = (
    IdentityField.NAME,
    IdentityField.NAME_LATIN,
    IdentityField.ALIASES,
    IdentityField.DATE_OF_BIRTH,
    IdentityField.ID_NUMBERS,
)


@dataclass(frozen=True)
class IndividualFacts:
    """What is kept in clear about an individual; nothing of it is a legal name."""

    description: str = ""
    kunya: str = ""
    is_synthetic: bool = False


def individuals_listed(session: Session, actor: Actor, *, q: str = "") -> Select[Any]:
    """The statement of a list of individuals, to be paged; `q` is part of the code, kunya or description."""
    require(session, actor, Permission.UNIT_VIEW)
    statement: Select[Any] = select(Individual)
    if q := q.strip():
        statement = statement.where(contains(q, Individual.reference, Individual.kunya, Individual.description))
    return statement


def get_individual(session: Session, actor: Actor, reference: str) -> Individual:
    """One individual by code. Raises Forbidden, NotFound."""
    require(session, actor, Permission.UNIT_VIEW)
    person = session.exec(select(Individual).where(Individual.reference == reference)).first()
    if person is None:
        raise NotFound
    return person


def add_individual(
    session: Session, actor: Actor, facts: IndividualFacts, *, vault: Vault, identity: Mapping[str, str]
) -> Individual:
    """A new code, and in the vault whoever is meant. Raises Invalid when nothing says who, Unavailable."""
    require(session, actor, Permission.UNIT_EDIT)
    if not facts.description.strip() and not facts.kunya.strip():
        text = _("Describe the individual without naming them: role, place, how they were recognised.")
        raise Invalid(fields={"description": text})
    number = next_number(session, "individuals")
    person = Individual(
        number=number,
        reference=f"P-{number:04d}",
        identity_owner=secrets.token_hex(16),
        kunya=facts.kunya.strip(),
        description=facts.description.strip(),
        is_synthetic=facts.is_synthetic,
        added_by=actor.id,
    )
    session.add(person)
    session.flush()
    index_individual(session, person)
    audit.record(session, actor, "individual.added", person.subject)
    seal_identity(
        session, actor, vault=vault, owner=person.identity_owner, about=person.subject, fields=_known(identity)
    )
    return person


def change_individual(
    session: Session,
    actor: Actor,
    person: Individual,
    facts: IndividualFacts,
    *,
    vault: Vault,
    identity: Mapping[str, str],
    version: int,
) -> Individual:
    """Save what is kept in clear; identity fields that were filled in replace those in the vault. Raises Stale."""
    require(session, actor, Permission.UNIT_EDIT)
    session.refresh(person, with_for_update=True)
    if person.version != version:
        raise Stale(person)
    person.kunya, person.description = facts.kunya.strip(), facts.description.strip()
    person.is_synthetic = facts.is_synthetic
    person.version, person.updated_at = version + 1, now()
    session.flush()
    index_individual(session, person)
    audit.record(session, actor, "individual.changed", person.subject, version=person.version)
    seal_identity(
        session, actor, vault=vault, owner=person.identity_owner, about=person.subject, fields=_known(identity)
    )
    return person


def reveal_individual(
    session: Session, actor: Actor, person: Individual, *, vault: Vault, reason: str
) -> dict[str, str]:
    """Who is meant, shown once; leaves one entry in the log. Raises Forbidden, Invalid, Unavailable."""
    require(session, actor, Permission.INDIVIDUAL_REVEAL, person.subject)
    return open_identity(session, actor, vault=vault, owner=person.identity_owner, about=person.subject, reason=reason)


def destroy_individual(
    session: Session, actor: Actor, person: Individual, *, vault: Vault, reason: DestructionReason, note: str = ""
) -> None:
    """Destroy who is meant, for good; the code and what is kept in clear stay. Raises Forbidden, Unavailable."""
    permission = Permission.INDIVIDUAL_SHRED
    destroy_identity(session, actor, vault=vault, person=person, reason=reason, note=note, permission=permission)


def individual_choices(session: Session, actor: Actor, *, limit: int = 500) -> list[tuple[str, str]]:
    """Pairs (code, code and kunya) for a field in which an individual is chosen: the newest, oldest of them first."""
    require(session, actor, Permission.UNIT_VIEW)
    columns = select(Individual.reference, Individual.kunya, Individual.description)
    rows = session.exec(columns.order_by(col(Individual.number).desc()).limit(limit)).all()
    return [(code, f"{code} · {kunya or description[:60]}") for code, kunya, description in reversed(rows)]


def _known(identity: Mapping[str, str]) -> dict[str, str]:
    return {field.value: identity.get(field.value, "") for field in IDENTITY_FIELDS}
