"""What a disk or a bucket must be able to do. Everything here is ciphertext; nothing here knows a key.

Content under way is *staged* under a handle (the file's id); `commit` gives it its name for good. Errors that the
machine is to blame for are raised as StoreFull or Unavailable, in words.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass

HANDLE, NAME = re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9a-f]{64}")
"""What a file's id and what a digest look like: nothing else ever becomes part of a path."""

Fetch = Callable[[int, int], bytes | memoryview]
"""Bytes from an offset, fewer at the end of what is stored; a view is valid until the next call."""


@dataclass(frozen=True)
class Opened:
    """Stored bytes that can be read until they are closed."""

    length: int
    fetch: Fetch
    close: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Stored(Opened):
    """Kept content: header and frames of `length` bytes, and its sealed end."""

    end: bytes = b""


@dataclass(frozen=True)
class Tail:
    """What a suspended upload left beside its frames: `data` belongs at offset `at` of the staged bytes."""

    at: int
    data: bytes


class Writer(ABC):
    """One staged file, being written from its start to its end."""

    length: int
    """Bytes appended so far, those of earlier requests with them."""

    readable_from: int
    """Bytes from here on may have been written half before a crash and can be read to find out; `length` if none."""

    tail: Tail | None = None
    """What the last suspension left, when this continues an earlier request."""

    @abstractmethod
    def append(self, data: bytes | memoryview) -> None:
        """Add whole frames (or the header)."""

    def read(self, start: int, length: int) -> bytes:  # noqa: ARG002 - where nothing is in doubt
        """What was appended, between `readable_from` and `length`."""
        return b""

    @abstractmethod
    def cut(self, length: int) -> None:
        """Forget what was appended from `length` on, which is not below `readable_from`."""

    @abstractmethod
    def suspend(self, tail: bytes | memoryview) -> None:
        """Make everything appended durable, and `tail` beside it; then close."""

    @abstractmethod
    def finish(self) -> None:
        """Make everything appended durable and readable as staged content; then close."""

    @abstractmethod
    def close(self) -> None:
        """Let go without removing anything. Harmless twice."""


class Backend(ABC):
    """Staged content by handle, kept content by name (the SHA-256 of the plain content)."""

    @abstractmethod
    def require_room(self, size: int) -> None:
        """Raise StoreFull when content of this size would not fit."""

    def is_public(self) -> bool | None:
        """Whether strangers may read it; None where it cannot be asked."""
        return None

    @abstractmethod
    def begin(self, handle: str) -> Writer:
        """Start a staged file. Raises StoreFull, Unavailable."""

    @abstractmethod
    def resume(self, handle: str) -> Writer:
        """Continue a staged file of any earlier request or process. Raises MissingContent."""

    @abstractmethod
    def staged(self, handle: str) -> Opened:
        """Finished staged content, still without an end. Raises MissingContent."""

    @abstractmethod
    def commit(self, handle: str, name: str, length: int, end: bytes) -> bool:
        """Give staged content of this length its end and its name, durably, and never replace what has the name.

        False when the name is taken; the staged content then stays. Raises MissingContent, StoreFull.
        """

    @abstractmethod
    def remove_staged(self, handle: str) -> bool:
        """Forget staged content; True when nothing of it is left, False when it is kept (or never was there)."""

    @abstractmethod
    def open(self, name: str) -> Stored:
        """Kept content. Raises MissingContent."""

    @abstractmethod
    def set_aside(self, name: str) -> None:
        """Take altered content from its name, as proof, so that the true content can have it."""

    @abstractmethod
    def touch(self, name: str) -> None:
        """Count kept content as fresh: it is named again. Raises MissingContent."""

    @abstractmethod
    def list_staged(self, older_than: float) -> Iterator[str]:
        """Handles that nothing was written to for so many seconds."""

    @abstractmethod
    def list_kept(self, older_than: float) -> Iterator[str]:
        """Names that were given (or touched) so many seconds ago or earlier, in order."""

    @abstractmethod
    def remove_kept(self, name: str, older_than: float) -> str | None:
        """Remove kept content, unless it was touched meanwhile; returns its file id ("" if it has lost it), else None."""

    @abstractmethod
    def list_ids(self) -> Iterator[str]:
        """The file ids of all there is: kept, staged, set aside."""
