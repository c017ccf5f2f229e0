"""The store of files: content-addressed, write-once, encrypted before it reaches a disk or a bucket.

A file is first *staged* (encrypted, hashed, made durable and read back, but not yet part of anything), then *kept* under
the SHA-256 of its plain content. A kept file is never written again. Callers see plain streams and digests alone.
"""

import re
import secrets
from collections.abc import Callable, Collection, Iterator
from typing import BinaryIO, Protocol, cast

from casework.i18n import _
from casework.storage import frames
from casework.storage.backend import Backend, Opened
from casework.storage.frames import Sealer
from casework.storage.hashing import Hasher
from casework.storage.incoming import Incoming
from casework.storage.reader import Reader
from casework.storage.sealers import Sealers
from casework.storage.states import CHUNK, AlteredContent, MissingContent, Staged, StoreFull

ABANDONED_AFTER = 24 * 3600.0
ATTEMPTS = 5  # to give content its name, while others give and take the same one
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Readable(Protocol):
    """The one thing that a source of bytes must be able to do."""

    def read(self, size: int, /) -> bytes: ...


class FileStore:
    """Files by their SHA-256 (lower-case hex of the plain content).

    Every method that reads or writes content raises StoreLocked when the keys cannot be used. That is never taken for
    alteration: an exhibit whose key is away is not an exhibit that was changed.
    """

    def __init__(self, backend: Backend, sealers: Sealers) -> None:
        self.backend, self.sealers = backend, sealers

    def require_room(self, size: int) -> None:
        """Raises StoreFull when there is no room for so many bytes."""
        self.backend.require_room(size)

    def begin(self, limit: int, expected: int = 0) -> Incoming:
        """Start to receive at most `limit` bytes; `expected` is what the sender announces, to refuse early."""
        self.require_room(min(expected, limit))
        handle = secrets.token_hex(frames.ID_BYTES)
        sealer = self.sealers.new(handle)
        try:
            incoming = Incoming(self, handle, self.backend.begin(handle), sealer, limit)
            incoming.start()
        except BaseException:
            self.forget(handle, was_begun=False)
            raise
        return incoming

    def resume(self, handle: str, limit: int) -> Incoming:
        """Continue what was suspended, or what a killed process left. Raises MissingContent when it is gone."""
        writer = self.backend.resume(handle)
        try:
            incoming = Incoming(self, handle, writer, self.sealers.of(handle), limit)
            incoming.go_on()
        except BaseException:
            writer.close()
            raise
        return incoming

    def stage(self, stream: Readable, limit: int, expected: int = 0) -> Staged:
        """Read a whole stream in constant memory. Raises TooLarge, EmptyContent, StoreFull."""
        with self.begin(limit, expected) as incoming:
            while chunk := stream.read(CHUNK):
                incoming.write(chunk)
            return incoming.finish()

    def read_back(self, handle: str, size: int, sha256: str | None) -> Staged:
        """What was just written, as it now lies there. Raises StoreFull when it is not what was written."""
        try:
            with self._open_staged(handle, size) as stream:
                found = _digest_of(stream)
        except (AlteredContent, MissingContent, OSError):
            raise StoreFull(_("The file could not be read back as it was written. Nothing was saved.")) from None
        if sha256 not in (None, found):
            raise StoreFull(_("The file could not be read back as it was written. Nothing was saved."))
        return Staged(handle, found, size)

    def keep(self, staged: Staged) -> str:
        """Give staged content its place for good and return its digest. The same content twice is one file.

        Nothing is ever replaced; content found altered in that place is set aside, and reported in the log.
        Raises StoreFull, and MissingContent when the staged content is gone; then nothing stays behind.
        """
        length = frames.stored_length(staged.size)
        end = self.sealers.of(staged.handle).seal_end(staged.size, staged.sha256)
        try:
            for _attempt in range(ATTEMPTS):
                if self.backend.commit(staged.handle, staged.sha256, length, end):
                    break
                if self._is_sound_again(staged.sha256):
                    break
            else:
                raise StoreFull(_("The file could not be given its place. Nothing was saved."))
        except BaseException:
            self.discard(staged)
            raise
        self.discard(staged)
        return staged.sha256

    def _is_sound_again(self, sha256: str) -> bool:
        """Whether what has the name already is good; else the name is free now."""
        try:
            self.backend.touch(sha256)
        except MissingContent:
            return False
        try:
            if self.digest(sha256) == sha256:
                return True
        except (AlteredContent, MissingContent):  # missing: its data, or its key, which somebody destroyed
            pass
        self.backend.set_aside(sha256)
        return False

    def discard(self, staged: Staged) -> None:
        """Forget staged content. Harmless when it was kept already."""
        self.forget(staged.handle)

    def forget(self, handle: str, was_begun: bool = True) -> None:
        """Forget an upload, whatever its state, and destroy its key. Harmless when it was kept, or is unknown."""
        try:
            is_gone = self.backend.remove_staged(handle)
        except MissingContent:  # no handle at all
            return
        if is_gone or not was_begun:
            self.sealers.destroy([handle])

    def staged_again(self, handle: str, sha256: str, size: int) -> Staged | None:
        """Staged content from an earlier request, by its handle; None when it is gone or another size."""
        try:
            opened = self.backend.staged(handle)
        except MissingContent:
            return None
        opened.close()
        return Staged(handle, sha256, size) if opened.length == frames.stored_length(size) else None

    def sweep(self, older_than: float = ABANDONED_AFTER, spare: Collection[str] = ()) -> int:
        """Remove staged content that nobody wrote to for so many seconds, but those to `spare`; returns how many."""
        swept = [handle for handle in self.backend.list_staged(older_than) if handle not in spare]
        for handle in swept:
            self.forget(handle)
        return len(swept)

    def remove(self, sha256: str, older_than: float) -> bool:
        """Remove a kept file that nothing names, with its key; False when it was named again so recently, or is gone."""
        file_id = self.backend.remove_kept(sha256, older_than)
        if file_id:
            self.sealers.destroy([file_id])
        return file_id is not None

    def open_staged(self, staged: Staged) -> BinaryIO:
        """Read staged content before it is decided whether to keep it. Raises MissingContent."""
        return cast(BinaryIO, self._open_staged(staged.handle, staged.size))

    def _open_staged(self, handle: str, size: int) -> Reader:
        opened = self.backend.staged(handle)

        def same_size(_sealer: Sealer) -> int:
            if opened.length != frames.stored_length(size):
                raise AlteredContent("staged content of another length")
            return size

        return self._reader(opened, same_size)

    def open_stream(self, sha256: str) -> BinaryIO:
        """Read a kept file, seekable, from its start. Raises MissingContent, AlteredContent."""
        return cast(BinaryIO, self._open(sha256))

    def _open(self, sha256: str) -> Reader:
        stored = self.backend.open(sha256)

        def size_of(sealer: Sealer) -> int:
            size, digest = sealer.open_end(stored.end, stored.length)
            if digest != sha256:
                raise AlteredContent("another file's content lies under this name")
            return size

        return self._reader(stored, size_of)

    def size(self, sha256: str) -> int:
        """Length in bytes of the plain content. Raises MissingContent, AlteredContent."""
        with self._open(sha256) as stream:
            return stream.size

    def exists(self, sha256: str) -> bool:
        """Whether a file is kept under this digest (says nothing about its being unaltered)."""
        try:
            self.backend.open(sha256).close()
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
        """Hash again what is stored under `sha256`; equal to it when nobody has altered the file.

        Raises MissingContent, and AlteredContent when it cannot even be opened.
        """
        with self.open_stream(sha256) as stream:
            return _digest_of(stream)

    def verify(self, sha256: str) -> bool:
        """Whether the file is there and unaltered."""
        try:
            return self.digest(sha256) == sha256
        except (MissingContent, AlteredContent, OSError):
            return False

    def _reader(self, opened: Opened, size_of: Callable[[Sealer], int]) -> Reader:
        """A reader of what is opened; closes it when there is none."""
        try:
            sealer = self.sealers.of(frames.file_id(opened.fetch(0, frames.HEADER)))
            return Reader(opened, sealer, size_of(sealer))
        except BaseException:
            opened.close()
            raise


def _digest_of(stream: Readable) -> str:
    with Hasher() as hasher:
        while chunk := stream.read(CHUNK):
            hasher.update(chunk)
        return hasher.hexdigest()


def is_sha256(text: str) -> bool:
    """Whether a text is a digest as this store writes it: keeps paths out of file names."""
    return _SHA256.fullmatch(text) is not None
