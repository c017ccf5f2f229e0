"""The words of requests and replies at rest: one key for each text, in the vault's key store."""

import secrets
from dataclasses import dataclass
from typing import Protocol

from casework.errors import Unavailable
from casework.i18n import _
from casework.vault import IdentityShredded, Tampered, Vault, VaultSealed, crypto


class Sealed(Protocol):
    """A row that carries a sealed text."""

    token: str
    nonce: bytes
    ciphertext: bytes


@dataclass(frozen=True)
class Text:
    """A text as it is stored."""

    token: str
    nonce: bytes
    ciphertext: bytes


def seal(vault: Vault, text: str) -> Text:
    """Seal a text under a key of its own. Raises Unavailable while the vault is sealed: nothing is kept in clear."""
    token = secrets.token_hex(16)
    try:
        key = vault.passing_key(_owner(token))
    except VaultSealed as error:
        raise Unavailable(
            _("The vault is sealed: what you wrote cannot be kept safely now. Try again later.")
        ) from error
    return Text(token, *crypto.seal(key, crypto.pad(text), _place(token)))


def unseal(vault: Vault, row: Sealed) -> str:
    """The text again. Raises Unavailable while the vault is sealed, or when it was tampered with."""
    try:
        return crypto.unpad(
            crypto.unseal(vault.passing_key(_owner(row.token)), row.nonce, row.ciphertext, _place(row.token))
        )
    except (VaultSealed, IdentityShredded, Tampered) as error:
        raise Unavailable(_("This text is sealed and cannot be opened now.")) from error


def _owner(token: str) -> str:
    return f"request {token}"  # no person is named so: theirs are random


def _place(token: str) -> bytes:
    return crypto.place("information_request", token)
