"""Destroying an identity (a witness's, a victim's, an alleged individual's): the key goes for good, the code and the
proofs of the log stay.

A person who says "no longer" to being stored is forgotten here in every copy, backups of the database included: they
hold ciphertexts that nothing opens any more. The order keeps the promise: the entry of the log is written first (no
entry, no destruction), the key goes at once and does not come back with a rollback, then the caller commits.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from sqlmodel import Session

from casework import audit
from casework.access import Permission, require
from casework.db import now
from casework.errors import Unavailable
from casework.i18n import _
from casework.subjects import Actor, Subject
from casework.vault import Condition, HeldByCustodians, IdentityShredded, Tampered, Vault, VaultSealed
from casework.vocabulary import ConsentScope, DestructionReason
from casework.witnesses.consent import ConsentRecord, Reason, may_be_used
from casework.witnesses.consents import withdraw_consent
from casework.witnesses.identity import without_names
from casework.witnesses.models import Consent, Witness

ACTION = "identity.destroyed"


class Person(Protocol):
    """Whoever stands behind a code: a witness, a victim, an alleged individual."""

    identity_owner: str

    @property
    def subject(self) -> Subject: ...


# What higher floors do when an identity was destroyed, in the same transaction: what went out with the name is marked. It
# may be called again for the same person, and must not fail: the key does not come back, the entry of the log would go.
Follow = Callable[[Session, Actor, Person], None]
_after_destruction: list[Follow] = []


def after_destruction(function: Follow) -> Follow:
    """Register what follows."""
    if function not in _after_destruction:
        _after_destruction.append(function)
    return function


@dataclass(frozen=True)
class Destruction:
    """That an identity was destroyed: when, by whom, why; `by` and `reason` are None when the log does not say."""

    at: datetime
    by: int | None
    reason: DestructionReason | None
    last_backup_until: date | None

    @property
    def is_in_backups(self) -> bool:
        """True while a backup of the key store may still hold the key."""
        return self.last_backup_until is None or self.last_backup_until >= now().date()


def destroy_identity(
    session: Session,
    actor: Actor,
    *,
    vault: Vault,
    person: Person,
    reason: DestructionReason,
    note: str = "",
    permission: Permission = Permission.IDENTITY_SHRED,
) -> None:
    """Destroy the person's key, their sealed fields and the hashes of their numbers. Nothing brings them back.

    May be repeated: it completes what a crash left half done. Names are taken out of the note; a note that cannot be
    compared with the names, because they cannot be read here, is not kept. Raises Unavailable when the key store does
    not answer.
    """
    require(session, actor, permission, person.subject)
    _destroy(session, actor, vault, person, reason, note)


def withdraw(
    session: Session,
    actor: Actor,
    *,
    vault: Vault,
    witness: Witness,
    on: date,
    scopes: Iterable[str],
    not_recallable: str,
    zone: str,
) -> tuple[Consent, bool]:
    """Take consent back; where storing is among it, destroy the identity with it, whoever may record consent.

    The second value is False when the identity was to be destroyed and the key store did not answer: the withdrawal
    stands all the same, and the page says what is still to be done. Raises Invalid as `withdraw_consent` does.
    """
    chosen = set(scopes)
    row = withdraw_consent(
        session, actor, witness=witness, on=on, scopes=chosen, not_recallable=not_recallable, zone=zone
    )
    if ConsentScope.STORE not in chosen:
        return row, True
    try:
        _destroy(session, actor, vault, witness, DestructionReason.WITHDRAWN, "")
    except Unavailable:
        return row, False
    return row, True


def destruction_of(session: Session, person: Person, *, vault: Vault, backup_days: int | None) -> Destruction | None:
    """When and by whom the identity was destroyed, and until when a backup may still hold its key; else None."""
    state = vault.state(session, person.identity_owner)
    if state.condition is not Condition.SHREDDED:
        return None
    entry = next(iter(audit.entries(session, subject=person.subject, action=ACTION, limit=1)), None)
    at = entry.at if entry else datetime.fromisoformat(state.shredded_at or now().isoformat())
    until = (at + timedelta(days=backup_days)).date() if backup_days is not None else None
    reason = DestructionReason(entry.facts["reason"]) if entry else None
    return Destruction(at, entry.actor_id if entry else None, reason, until)


def is_overdue(records: Iterable[ConsentRecord], condition: Condition, today: date) -> bool:
    """True when the person no longer allows storing and the identity is still there."""
    withdrawn = may_be_used(records, ConsentScope.STORE, None, today).reason is Reason.WITHDRAWN
    return withdrawn and condition in (Condition.STORED, Condition.CUSTODIANS, Condition.LOST)


def _destroy(
    session: Session, actor: Actor, vault: Vault, person: Person, reason: DestructionReason, note: str
) -> None:
    kept = _without_names(session, vault, person, " ".join(note.split()))
    fields = sorted(vault.state(session, person.identity_owner).fields)
    try:
        with session.begin_nested():
            audit.record(session, actor, ACTION, person.subject, reason=str(reason), note=kept, fields=fields)
            vault.shred(session, person.identity_owner)
    except VaultSealed as error:
        raise Unavailable(
            _("The key store does not answer, so nothing was destroyed. Try again, or tell the administrator.")
        ) from error
    for follow in _after_destruction:
        follow(session, actor, person)


def _without_names(session: Session, vault: Vault, person: Person, note: str) -> str:
    if not note:
        return ""
    try:
        return without_names(note, vault.open(session, person.identity_owner))
    except (VaultSealed, HeldByCustodians, IdentityShredded, Tampered):
        return ""
