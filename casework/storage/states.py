"""What can be said about content, and what can go wrong with it."""

from dataclasses import dataclass

from casework.errors import Unavailable

CHUNK = 1024 * 1024
"""Bytes read, hashed and written at a time, and the plain content of one frame: what one transfer holds in memory."""


class TooLarge(ValueError):
    """The content goes over the limit; nothing of it was kept."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"over the limit of {limit} bytes")
        self.limit = limit


class EmptyContent(ValueError):
    """There was not one byte."""


class MissingContent(LookupError):
    """No file with this digest (or no upload under this handle) is in the store."""


class AlteredContent(Exception):
    """What is stored is not what was written: a frame does not open, or the end does not fit the name."""


class StoreFull(Unavailable):
    """The disk or bucket has no room (or fails to write); nothing of the content was kept."""


class StoreAway(Unavailable):
    """The server that holds the files does not answer, or refuses us: says nothing about any file."""


class StoreLocked(Unavailable):
    """The keys of the files cannot be used (no master key, or another one): nothing is read, nothing is taken in."""


@dataclass(frozen=True)
class Staged:
    """Content that is complete and durable, and waits to be kept or discarded. `handle` may be given to a browser."""

    handle: str
    sha256: str
    size: int
