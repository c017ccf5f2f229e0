"""A new master key while people work."""

from casework.config import Settings
from casework.vault import master
from casework.vault.keystore import is_persons
from casework.vault.services import Vault
from casework.vault.wrapping import unwrap, wrap


def rotate_file(vault: Vault, settings: Settings, *, forget_old: bool = False) -> int:
    """Add a version to the key file and wrap every key with it; returns how many people's.

    The order makes it safe at every moment: the file holds the new key before anything is wrapped with it; the store
    then takes new people's keys under it alone; the old key goes when nothing is wrapped with it any more.
    Raises VaultSealed and master.NoMasterKey.
    """
    with master.locked(settings.master_key_file):
        ring = master.add_version(settings.master_key_file, master.load(settings))
        changed = rewrap(vault)
        if forget_old:
            master.replace(settings.master_key_file, master.KeyRing((ring.current,)))
    return changed


def rewrap(vault: Vault, fresh: master.MasterKey | None = None) -> int:
    """Wrap every key with the current (or a fresh) master key; returns how many people's. Safe to repeat.

    Nothing is decrypted but keys; people go on working. Raises VaultSealed.
    """
    ring, store, changed = vault.ring(), vault.keystore, 0
    target = fresh or ring.current
    store.make_current(target.id)
    while stale := store.wrapped_by_others(target.id):
        store.rewrap([wrap(target, key.owner, key.version, unwrap(ring, key)) for key in stale])
        changed += sum(is_persons(key.owner) for key in stale)
    store.forget_unused_masters()
    return changed
