"""The store of an installation."""

import importlib
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from casework.config import Settings
from casework.storage.backend import Backend
from casework.storage.local import LocalBackend
from casework.storage.sealers import Sealers
from casework.storage.store import FileStore
from casework.vault import FileKeys, vault_of


@lru_cache(maxsize=16)
def open_store(settings: Settings) -> FileStore:
    """The one store of these settings in this process. Raises ValueError for an address that it does not understand."""
    return FileStore(open_backend(settings), Sealers(FileKeys(vault_of(settings))))


def open_backend(settings: Settings) -> Backend:
    """The folder or bucket that `storage_url` names, else `storage_dir`."""
    address = urlsplit(settings.storage_url or "")
    if address.scheme == "file" and address.path:
        return LocalBackend(Path(unquote(address.path)))
    if settings.storage_url:
        # boto3 takes a third of a second and twenty megabytes: only who has a bucket pays for it.
        found: Backend = importlib.import_module("casework.storage.s3").open_bucket(settings)
        return found
    return LocalBackend(settings.storage_dir)
