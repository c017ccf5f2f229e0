"""What a store of files promises, whichever disk or bucket is behind it.

A file is first *staged* (written, hashed, made durable, but not yet part of anything), then *kept* under its own
SHA-256. A kept file is never written again. Encryption at rest and S3 fit behind the same interface: callers only
ever see plain streams and digests of the plain content.
"""

import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from casework.errors import Unavailable

CHUNK = 1024 * 1024
"""Bytes read, hashed and written at a time: what one transfer holds in memory."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


class TooLarge(ValueError):
    """The content goes over the limit; nothing of it was kept."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"over the limit of {limit} bytes")
        self.limit = limit


class EmptyContent(ValueError):
    """There was not one byte."""


class MissingContent(LookupError):
    """No file with this digest is in the store."""


class AlteredContent(Exception):
    """What is stored under a digest does not hash to it."""


class StoreFull(Unavailable):
    """The disk has no room (or fails to write); nothing of the content was kept."""


@dataclass(frozen=True)
class Staged:
    """Content that is complete and durable, and waits to be kept or discarded."""

    path: Path
    sha256: str
    size: int


class Readable(Protocol):
    """The one thing that a source of bytes must be able to do."""

    def read(self, size: int, /) -> bytes: ...


class Incoming(ABC):
    """Content on its way in. Leaving the `with` block without `finish()` leaves nothing behind."""

    @abstractmethod
    def write(self, data: bytes | memoryview) -> int:
        """Add bytes. Raises TooLarge or StoreFull, and nothing stays behind."""

    @abstractmethod
    def finish(self) -> Staged:
        """Make what was written durable. Raises EmptyContent or StoreFull, and nothing stays behind."""

    @abstractmethod
    def abort(self) -> None:
        """Forget everything written. Harmless after finish() and when called twice."""

    def __enter__(self) -> "Incoming":
        return self

    def __exit__(self, *_exc: object) -> None:
        self.abort()


class FileStore(ABC):
    """Files by their SHA-256 (lower-case hex of the plain content)."""

    @abstractmethod
    def begin(self, limit: int, expected: int = 0) -> Incoming:
        """Start to receive at most `limit` bytes; `expected` is what the sender announces, to refuse early."""

    @abstractmethod
    def keep(self, staged: Staged) -> str:
        """Move staged content to its place for good and return its digest. The same content twice is one file."""

    @abstractmethod
    def discard(self, staged: Staged) -> None:
        """Forget staged content. Harmless when it was kept already."""

    @abstractmethod
    def staged_again(self, handle: str, sha256: str, size: int) -> Staged | None:
        """Staged content from an earlier request, by the name of its path; None when it is gone or another size."""

    @abstractmethod
    def sweep(self) -> int:
        """Remove staged content that nobody came back for within a day; returns how many files."""

    @abstractmethod
    def open_staged(self, staged: Staged) -> BinaryIO:
        """Read staged content before it is decided whether to keep it."""

    @abstractmethod
    def open_stream(self, sha256: str) -> BinaryIO:
        """Read a kept file from its start. Raises MissingContent."""

    @abstractmethod
    def size(self, sha256: str) -> int:
        """Length in bytes of the plain content. Raises MissingContent."""

    def stage(self, stream: Readable, limit: int, expected: int = 0) -> Staged:
        """Read a whole stream in constant memory. Raises TooLarge, EmptyContent, StoreFull."""
        with self.begin(limit, expected) as incoming:
            while chunk := stream.read(CHUNK):
                incoming.write(chunk)
            return incoming.finish()

    def exists(self, sha256: str) -> bool:
        """Whether a file is kept under this digest (says nothing about its being unaltered)."""
        try:
            self.size(sha256)
        except MissingContent:
            return False
        return True

    def open_range(self, sha256: str, start: int, length: int) -> Iterator[bytes]:
        """Yield `length` bytes from offset `start`, in chunks; fewer at the end of the file."""
        with self.open_stream(sha256) as stream:
            stream.seek(start)
            while length > 0 and (chunk := stream.read(min(CHUNK, length))):
                length -= len(chunk)
                yield chunk

    def digest(self, sha256: str) -> str:
        """Hash again what is stored under `sha256`; equal to it when nobody has altered the file."""
        hasher = hashlib.sha256()
        with self.open_stream(sha256) as stream:
            while chunk := stream.read(CHUNK):
                hasher.update(chunk)
        return hasher.hexdigest()

    def verify(self, sha256: str) -> bool:
        """Whether the file is there and unaltered."""
        try:
            return self.digest(sha256) == sha256
        except (MissingContent, OSError):
            return False


def is_sha256(text: str) -> bool:
    """Whether a text is a digest as this store writes it: keeps paths out of file names."""
    return _SHA256.fullmatch(text) is not None
