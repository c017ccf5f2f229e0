"""The vault: identities of people, encrypted each with a key of their own (docs/adr/0006-vault.md)."""

from casework.vault.crypto import Tampered
from casework.vault.fields import NAME_LIKE, IdentityField
from casework.vault.services import Condition, IdentityShredded, Vault, VaultSealed, VaultState, prepare, vault_of

__all__ = [
    "NAME_LIKE",
    "Condition",
    "IdentityField",
    "IdentityShredded",
    "Tampered",
    "Vault",
    "VaultSealed",
    "VaultState",
    "prepare",
    "vault_of",
]
