"""The vault: identities of people, encrypted each with a key of their own (docs/adr/0006-vault.md)."""

from casework.vault.crypto import Tampered
from casework.vault.services import Condition, IdentityShredded, Vault, VaultSealed, VaultState, prepare, vault_of

__all__ = ["Condition", "IdentityShredded", "Tampered", "Vault", "VaultSealed", "VaultState", "prepare", "vault_of"]
