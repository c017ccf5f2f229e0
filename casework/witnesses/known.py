"""Has this person perhaps given an account before? Asked by telephone and identity number, answered without a name.

Whoever interviews a person again harms them, and two accounts contradict each other (Murad Code; Méndez Principles).
The interviewer learns only that it may be so. A supervisor who belongs to both cases learns which code it is. Nobody
can try out numbers unseen: an answer comes only after a number was saved, each is in the log, and they are throttled.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, can, require
from casework.audit.models import AuditEntry
from casework.cases.models import Case
from casework.db import UNFILTERED, now
from casework.errors import Invalid
from casework.i18n import _
from casework.subjects import Actor
from casework.vault import Vault
from casework.vault.blind import INDEXED
from casework.witnesses.models import Witness

MOST_SAVES = 30
WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class Alike:
    """Another witness with one of the person's numbers, and under which headings of the vault."""

    witness: Witness
    case: Case
    kinds: list[str]


@dataclass(frozen=True)
class Known:
    """What a supervisor may know: the witnesses of their own cases, and how many there are in others."""

    alike: list[Alike]
    elsewhere: int


def refuse_trying_out(session: Session, actor: Actor, values: Mapping[str, str]) -> None:
    """Raise Invalid when somebody saves more numbers within an hour than people can be interviewed."""
    if actor.is_system or not any(values.get(name) for name in INDEXED):
        return
    saves = (
        select(AuditEntry.facts)
        .where(AuditEntry.actor_id == actor.id, AuditEntry.action == "identity.changed")
        .where(AuditEntry.subject_kind == "witness", col(AuditEntry.at) > now() - WITHIN)
        .order_by(col(AuditEntry.seq).desc())
        .limit(MOST_SAVES * 10)
    )
    if (
        sum(bool(INDEXED & set(facts.get("fields", []))) for facts in session.exec(saves, execution_options=UNFILTERED))
        >= MOST_SAVES
    ):
        raise Invalid(
            _("You have saved many telephone and identity numbers within an hour. Wait, or ask your supervisor.")
        )


def remember_numbers(
    session: Session, actor: Actor, *, vault: Vault, witness: Witness, values: Mapping[str, str]
) -> bool:
    """Keep keyed hashes of the numbers among `values`; True, and an entry in the log, when somebody else has one.

    Raises VaultSealed.
    """
    vault.index(witness.identity_owner, values)
    kinds = {kind for found in vault.owners_alike(witness.identity_owner).values() for kind in found}
    new = sorted(kinds & {name for name, value in values.items() if value})
    if new:
        audit.record(session, actor, "identity.perhaps_known", witness.subject, fields=new)
    return bool(new)


def is_perhaps_known(session: Session, vault: Vault, witness: Witness) -> bool:
    """True when another witness, in whatever case, has one of this one's numbers."""
    return bool(_witnesses(session, vault.owners_alike(witness.identity_owner)))


def known_as(session: Session, actor: Actor, *, vault: Vault, witness: Witness) -> Known:
    """Which codes it may be. Raises Forbidden for who does not supervise the case."""
    require(session, actor, Permission.WITNESS_COMPARE, witness.subject)
    owners = vault.owners_alike(witness.identity_owner)
    found = _witnesses(session, owners)
    seen = [row for row in found if can(session, actor, Permission.WITNESS_COMPARE, row.subject)]
    cases = {row.key: row for row in session.exec(select(Case).where(col(Case.id).in_({one.case_id for one in seen})))}
    alike = [Alike(row, cases[row.case_id], sorted(owners[row.identity_owner])) for row in seen]
    return Known(alike, len(found) - len(seen))


def _witnesses(session: Session, owners: Mapping[str, set[str]]) -> list[Witness]:
    if not owners:
        return []
    statement = select(Witness).where(col(Witness.identity_owner).in_(owners)).order_by(col(Witness.id))
    # A restricted one counts, too: the harm of asking again does not depend on who may see the witness.
    return list(session.exec(statement, execution_options=UNFILTERED).all())
