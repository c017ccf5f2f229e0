"""Many people at once, as a list brings them: their keys made in one durable step, and a mark by which a line of a list
is known again.

The mark is a keyed hash (as in `blind`), kept in the key store and destroyed with the person: what a line says can be
guessed by whoever has the key, so no backup of the database may hold it.
"""

from collections.abc import Iterable, Mapping

from sqlmodel import Session

from casework.vault import blind, crypto
from casework.vault.custodians import Place, seal_to
from casework.vault.custodians import problem as custodians_problem
from casework.vault.keystore import INDEX_OWNER
from casework.vault.models import SealedField
from casework.vault.services import ATTEMPTS, WRONG_KEY, Vault
from casework.vault.states import VaultSealed
from casework.vault.wrapping import field_place, wrap

LIST_LINE = "list_line"
_FIRST = 1  # a new person's key is their first


def seal_new(vault: Vault, session: Session, people: Mapping[str, Mapping[str, str]]) -> None:
    """Seal the fields of people whom the vault does not know yet, by owner. Flushes. Raises VaultSealed.

    As always the keys are durable before a ciphertext can be committed.
    """
    if problem := custodians_problem(vault.custodians):
        raise VaultSealed(problem)
    named = {owner: fields for owner, fields in people.items() if any(fields.values())}
    keys = _new_keys(vault, named)
    for owner, fields in named.items():
        session.add_all(_sealed(vault, owner, keys[owner], name, value) for name, value in fields.items() if value)
    session.flush()


def _new_keys(vault: Vault, owners: Iterable[str]) -> dict[str, bytes]:
    keys = {owner: crypto.new_key() for owner in owners}
    for _ in range(ATTEMPTS if keys else 0):
        ring, current = vault.ring(), vault.keystore.current()
        by = ring.find(current) if current else ring.current
        if by is not None and vault.keystore.add_many([wrap(by, owner, _FIRST, key) for owner, key in keys.items()]):
            return keys
    if keys:
        raise VaultSealed(WRONG_KEY)
    return keys


def _sealed(vault: Vault, owner: str, key: bytes, field: str, value: str) -> SealedField:
    to = vault.custodians
    plain = seal_to(to, Place(owner, field), value) if to else crypto.pad(value)
    held = " ".join(to)
    nonce, ciphertext = crypto.seal(key, plain, field_place(owner, field, _FIRST, held))
    return SealedField(
        owner=owner, field=field, key_version=_FIRST, nonce=nonce, ciphertext=ciphertext, sealed_to=held
    )  # fmt: skip


def remember_lines(vault: Vault, lines: Mapping[str, str]) -> None:
    """Keep the mark of each person's line, by owner; durable at once. Nothing is kept where custodians hold identities.

    Raises VaultSealed.
    """
    if lines and not vault.custodians:
        key = vault.passing_key(INDEX_OWNER)
        vault.keystore.add_index(
            LIST_LINE, {owner: blind.digest(key, LIST_LINE, text) for owner, text in lines.items()}
        )


def known_lines(vault: Vault, lines: Iterable[str]) -> dict[str, set[str]]:
    """The owners of the people whom these lines brought before, by line. Raises VaultSealed."""
    texts = list(lines)
    if not texts or vault.custodians:
        return {}
    key = vault.passing_key(INDEX_OWNER)
    by_digest = {blind.digest(key, LIST_LINE, text): text for text in texts}
    return {by_digest[found]: owners for found, owners in vault.keystore.owners_of(LIST_LINE, by_digest).items()}
