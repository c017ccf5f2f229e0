"""Where the bytes of exhibits and dossiers live: content-addressed, write-once, never trusted to be unchanged."""

from casework.storage.local import LocalStore, local_store
from casework.storage.store import (
    CHUNK,
    AlteredContent,
    EmptyContent,
    FileStore,
    Incoming,
    MissingContent,
    Staged,
    StoreFull,
    TooLarge,
    is_sha256,
)

__all__ = [
    "CHUNK",
    "AlteredContent",
    "EmptyContent",
    "FileStore",
    "Incoming",
    "LocalStore",
    "MissingContent",
    "Staged",
    "StoreFull",
    "TooLarge",
    "is_sha256",
    "local_store",
]
