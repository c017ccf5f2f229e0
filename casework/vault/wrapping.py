"""Data keys under master keys, and the places that ciphertexts belong to. Pure."""

from casework.vault import crypto
from casework.vault.keystore import WrappedKey
from casework.vault.master import KeyRing, MasterKey
from casework.vault.states import VaultSealed

TABLE = "sealed_field"


def wrap(by: MasterKey, owner: str, version: int, secret: bytes) -> WrappedKey:
    """A person's data key, wrapped for this owner, version and master key."""
    nonce, wrapped = crypto.seal(by.secret, secret, key_place(owner, version, by.id))
    return WrappedKey(owner, version, by.id, nonce, wrapped)


def unwrap(ring: KeyRing, key: WrappedKey) -> bytes:
    """The data key. Raises VaultSealed without its master key, crypto.Tampered when it is another owner's."""
    by = ring.find(key.master or "")
    if by is None or key.nonce is None or key.wrapped is None:
        raise VaultSealed("The master key is not the one that the identities were sealed with.")
    return crypto.unseal(by.secret, key.nonce, key.wrapped, key_place(key.owner, key.version, by.id))


def field_place(owner: str, field: str, version: int, sealed_to: str = "") -> bytes:
    """Table, row (owner), column (field) and key version; and for whom it was sealed, where custodians hold it."""
    return crypto.place(TABLE, owner, field, version, *([sealed_to] if sealed_to else []))


def key_place(owner: str, version: int, master_id: str) -> bytes:
    """The key store's row, the key's version, and what wraps it."""
    return crypto.place("wrapped_key", owner, version, master_id)
