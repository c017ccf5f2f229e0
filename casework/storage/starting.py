"""The store of an installation."""

from functools import lru_cache

from casework.config import Settings
from casework.storage.local import LocalBackend
from casework.storage.sealers import Sealers
from casework.storage.store import FileStore
from casework.vault import FileKeys, vault_of


@lru_cache(maxsize=16)
def open_store(settings: Settings) -> FileStore:
    """The one store of these settings in this process."""
    return FileStore(LocalBackend(settings.storage_dir), Sealers(FileKeys(vault_of(settings))))
