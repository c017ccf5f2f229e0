"""The identity half of a witness: sealed in the vault, written without being read, read only with a stated reason."""

import re
from collections.abc import Iterable, Mapping

from sqlmodel import Session, select

from casework import audit
from casework.access import Permission, require
from casework.db import UNFILTERED
from casework.errors import Invalid, Unavailable
from casework.i18n import _
from casework.subjects import Actor, Subject
from casework.vault import (
    NAME_LIKE,
    Condition,
    HeldByCustodians,
    IdentityField,
    IdentityShredded,
    Tampered,
    Vault,
    VaultSealed,
    VaultState,
)
from casework.witnesses import known
from casework.witnesses.models import Witness

REASON_AT_LEAST = 10  # characters
REVEALED = "identity.revealed"
EXPORTED = "identity.exported"  # by the command line, sealed, for a custodian who then reads it
DELIVERED = "identity.delivered"  # in a sealed volume, to the body for which its consent was given
READINGS = (REVEALED, EXPORTED, DELIVERED)
NAME_TAKEN_OUT = "[…]"


def identity_state(session: Session, actor: Actor, *, vault: Vault, witness: Witness) -> VaultState:
    """Which fields are stored, without opening them."""
    require(session, actor, Permission.WITNESS_VIEW, witness.subject)
    return vault.state(session, witness.identity_owner)


def write_identity(
    session: Session,
    actor: Actor,
    *,
    vault: Vault,
    witness: Witness,
    changed: Mapping[str, str],
    erased: Iterable[str] = (),
) -> list[str]:
    """Seal the fields that were given, remove those to erase; returns their names, in order.

    Nothing is read, so that adding a telephone number shows nobody the name. The log holds which fields, never values,
    and whether somebody else has one of the numbers.
    Raises Invalid when nothing was given or numbers are tried out, Unavailable while the vault is sealed.
    """
    require(session, actor, Permission.IDENTITY_WRITE, witness.subject)
    values = dict.fromkeys(erased, "") | {name: text.strip() for name, text in changed.items() if text.strip()}
    unknown = set(values) - set(IdentityField)
    if not values or unknown:
        raise Invalid(_("Give at least one field, or name one to erase."))
    known.refuse_trying_out(session, actor, values)
    try:
        vault.seal(session, witness.identity_owner, values)
        fields = sorted(values)
        audit.record(session, actor, "identity.changed", witness.subject, fields=fields)
        known.remember_numbers(session, actor, vault=vault, witness=witness, values=values)
    except (VaultSealed, IdentityShredded) as error:
        raise Unavailable(explain(error)) from error
    return fields


def reveal_identity(session: Session, actor: Actor, *, vault: Vault, witness: Witness, reason: str) -> dict[str, str]:
    """The identity in clear, to be shown once. Raises as `open_identity`, and Forbidden."""
    require(session, actor, Permission.IDENTITY_REVEAL, witness.subject)
    owner = witness.identity_owner
    return open_identity(session, actor, vault=vault, owner=owner, about=witness.subject, reason=reason)


def open_identity(
    session: Session, actor: Actor, *, vault: Vault, owner: str, about: Subject, reason: str
) -> dict[str, str]:
    """The identity behind any code (witness, victim, individual), for who has asked for permission already.

    Leaves exactly one log entry, with the reason; the caller commits before it shows anything. A name inside the reason
    is replaced before it reaches the log. Raises Invalid without a reason or an identity, Unavailable when it cannot be
    read; neither leaves an entry.
    """
    stated = " ".join(reason.split())
    if len(stated) < REASON_AT_LEAST:
        raise Invalid(fields={"reason": _("Say why you need the identity, in a few words.")})
    condition = vault.state(session, owner).condition
    if condition is Condition.EMPTY:
        raise Invalid(_("No identity is stored under this code."))
    try:
        if condition is Condition.SHREDDED:  # nothing is left to be shown: no entry may say that it was
            raise IdentityShredded
        identity = vault.open(session, owner)
    except (VaultSealed, HeldByCustodians, IdentityShredded, Tampered) as error:
        raise Unavailable(explain(error)) from error
    audit.record(session, actor, REVEALED, about, reason=without_names(stated, identity))
    return identity


def names_in_case(session: Session, *, vault: Vault, case_id: int) -> set[str]:
    """Every name-like value of the case's witnesses, for the leak scan alone; never shown, never logged.

    Raises VaultSealed: a scan that cannot read must not pass.
    """
    owners = select(Witness.identity_owner).where(Witness.case_id == case_id)
    return vault.names_of(session, session.exec(owners, execution_options=UNFILTERED).all())


def explain(error: Exception) -> str:
    """Why an identity cannot be read or written now, for the person at the screen."""
    if isinstance(error, HeldByCustodians):
        return _("Only a custodian can open this identity: it was sealed to their keys and cannot be read here.")
    if isinstance(error, IdentityShredded):
        return _("The key of this identity has been destroyed. Nobody can read it any more.")
    if isinstance(error, Tampered):
        return _("The stored identity does not belong to this record. Tell the administrator.")
    return _(
        "The vault is sealed: the master key is missing or is not the right one. Identities cannot be read or changed."
    )


def without_names(reason: str, identity: Mapping[str, str]) -> str:
    """The reason as it may stand in the log: names, also parts of them, are taken out."""
    lines = [line.strip() for name in NAME_LIKE for line in identity.get(name, "").splitlines()]
    words = {word for line in lines for word in (line, *line.split()) if len(word) > 2}
    for word in sorted(words, key=len, reverse=True):
        # Arabic writes "to Zaynab" as one word: longer names are looked for inside words, too.
        pattern = re.escape(word) if len(word) > 3 else rf"\b{re.escape(word)}\b"
        reason = re.sub(pattern, NAME_TAKEN_OUT, reason, flags=re.IGNORECASE)
    return reason
