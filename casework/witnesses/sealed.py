"""The identity behind any code (a victim, an alleged individual): written unread, read only with a reason."""

from collections.abc import Mapping

from sqlmodel import Session

from casework import audit
from casework.errors import Invalid, Unavailable
from casework.i18n import _
from casework.subjects import Actor, Subject
from casework.vault import Condition, HeldByCustodians, IdentityShredded, Tampered, Vault, VaultSealed
from casework.witnesses.identity import REASON_AT_LEAST, explain, without_names


def seal_identity(
    session: Session, actor: Actor, *, vault: Vault, owner: str, about: Subject, fields: Mapping[str, str]
) -> None:
    """Seal the fields that were given (an empty one is left as it is). The caller has asked for permission.

    The log says which fields, never what. Raises Unavailable while the vault is sealed.
    """
    given = {name: value.strip() for name, value in fields.items() if value.strip()}
    if not given:
        return
    try:
        vault.seal(session, owner, given)
    except (VaultSealed, IdentityShredded) as error:
        raise Unavailable(explain(error)) from error
    audit.record(session, actor, "identity.changed", about, fields=sorted(given))


def open_identity(
    session: Session, actor: Actor, *, vault: Vault, owner: str, about: Subject, reason: str
) -> dict[str, str]:
    """The identity in clear, to be shown once; one log entry with the reason. The caller has asked for permission.

    The caller commits before it shows anything. Raises Invalid without a reason or an identity, Unavailable when it
    cannot be read.
    """
    stated = " ".join(reason.split())
    if len(stated) < REASON_AT_LEAST:
        raise Invalid(fields={"reason": _("Say why you need the identity, in a few words.")})
    if vault.state(session, owner).condition is Condition.EMPTY:
        raise Invalid(_("No identity is stored under this code."))
    try:
        identity = vault.open(session, owner)
    except (VaultSealed, HeldByCustodians, IdentityShredded, Tampered) as error:
        raise Unavailable(explain(error)) from error
    audit.record(session, actor, "identity.revealed", about, reason=without_names(stated, identity))
    return identity
