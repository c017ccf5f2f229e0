"""The vault: identities of people, encrypted each with a key of their own (docs/adr/0006-vault.md)."""

from casework.vault.crypto import Tampered
from casework.vault.fields import NAME_LIKE, IdentityField
from casework.vault.filekeys import FileKeys, KeyOfFileMissing
from casework.vault.services import Vault
from casework.vault.starting import prepare, vault_of
from casework.vault.states import Condition, HeldByCustodians, IdentityShredded, VaultSealed, VaultState

__all__ = [
    "NAME_LIKE",
    "Condition",
    "FileKeys",
    "HeldByCustodians",
    "IdentityField",
    "IdentityShredded",
    "KeyOfFileMissing",
    "Tampered",
    "Vault",
    "VaultSealed",
    "VaultState",
    "prepare",
    "vault_of",
]
