"""Many people at once, as a list brings them: their keys made in one durable step, and a mark by which a line of a list
is known again.

The mark is a keyed hash (as in `blind`), kept in the key store and destroyed with the person: what a line says can be
guessed by whoever has the key, so no backup of the database may hold it.
"""

from collections.abc import Iterable, Mapping

from sqlmodel import Session

from casework.vault import blind, crypto
from casework.vault.custodians import problem as custodians_problem
from casework.vault.keystore import INDEX_OWNER
from casework.vault.models import SealedField
from casework.vault.services import ATTEMPTS, FIRST, WRONG_KEY, Vault
from casework.vault.states import VaultSealed

LIST_LINE = "list_line"


def seal_new(vault: Vault, session: Session, people: Mapping[str, Mapping[str, str]]) -> None:
    """Seal the fields of people whom the vault does not know yet, by owner. Flushes. Raises VaultSealed.

    As always the keys are durable before a ciphertext can be committed.
    """
    if problem := custodians_problem(vault.custodians):
        raise VaultSealed(problem)
    keys = {owner: crypto.new_key() for owner, fields in people.items() if any(fields.values())}
    if keys and not any(vault.try_to_keep(keys) for _ in range(ATTEMPTS)):
        raise VaultSealed(WRONG_KEY)
    for owner, key in keys.items():
        for name, value in people[owner].items():
            if value:
                row = SealedField(owner=owner, field=name, key_version=FIRST, nonce=b"", ciphertext=b"")
                vault.seal_row(row, FIRST, key, value)
                session.add(row)
    session.flush()


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
