"""Where the bytes of exhibits and dossiers live: content-addressed, write-once, encrypted, never trusted to be unchanged."""

from casework.storage.incoming import Incoming
from casework.storage.local import LocalBackend
from casework.storage.starting import open_store
from casework.storage.states import (
    CHUNK,
    AlteredContent,
    EmptyContent,
    MissingContent,
    Staged,
    StoreAway,
    StoreFull,
    StoreLocked,
    TooLarge,
)
from casework.storage.store import FileStore, is_sha256

__all__ = [
    "CHUNK",
    "AlteredContent",
    "EmptyContent",
    "FileStore",
    "Incoming",
    "LocalBackend",
    "MissingContent",
    "Staged",
    "StoreAway",
    "StoreFull",
    "StoreLocked",
    "TooLarge",
    "is_sha256",
    "open_store",
]
