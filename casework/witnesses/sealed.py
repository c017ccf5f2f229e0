"""The identity behind any code (a victim, an alleged individual), on its way into the vault: written, never read."""

from collections.abc import Mapping

from sqlmodel import Session

from casework import audit
from casework.errors import Unavailable
from casework.subjects import Actor, Subject
from casework.vault import IdentityShredded, Vault, VaultSealed
from casework.witnesses.identity import explain


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
