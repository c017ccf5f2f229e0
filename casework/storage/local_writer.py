"""Writing a staged file in a folder, so that what was acknowledged is there after a crash."""

import contextlib
import errno
import os
import struct
from pathlib import Path
from typing import NoReturn

from casework.i18n import _
from casework.storage.backend import Tail, Writer
from casework.storage.states import StoreFull

_WRITE_EVERY = 8 * 1024 * 1024
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS}
_TAIL_AT = struct.Struct(">Q")


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable: fsync of a file alone does not."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def refuse(error: OSError) -> NoReturn:
    """A disk that cannot take it becomes StoreFull, in words."""
    if error.errno in _NO_ROOM:
        raise StoreFull(_("The disk that holds the files is full or cannot be written. Nothing was saved.")) from error
    raise error


class LocalWriter(Writer):
    """Appends to one open file; `ID.tail` beside it holds the unfinished frame of a suspended upload."""

    def __init__(self, path: Path, handle: int) -> None:
        self._path, self._handle = path, handle
        self.length = self._written_at = os.fstat(handle).st_size
        self.tail = _read_tail(path)
        self.readable_from = min(self.tail.at if self.tail else 0, self.length)

    def append(self, data: bytes | memoryview) -> None:
        try:
            view = memoryview(data)
            while view:
                written = os.pwrite(self._handle, view, self.length)
                view, self.length = view[written:], self.length + written
        except OSError as error:
            refuse(error)
        self._start_writing()

    def _start_writing(self) -> None:
        """Let the disk begin now, so that the wait at the end is short and a large file does not fill the memory."""
        if self.length - self._written_at >= _WRITE_EVERY:
            os.posix_fadvise(self._handle, self._written_at, self.length - self._written_at, os.POSIX_FADV_DONTNEED)
            self._written_at = self.length

    def read(self, start: int, length: int) -> bytes:
        return os.pread(self._handle, length, start)

    def cut(self, length: int) -> None:
        os.ftruncate(self._handle, length)
        self.length = self._written_at = length

    def suspend(self, tail: bytes | memoryview) -> None:
        try:
            os.fsync(self._handle)
            _write_tail(self._path, Tail(self.length, bytes(tail)))
            sync_folder(self._path.parent)
        except OSError as error:
            refuse(error)
        self.close()

    def finish(self) -> None:
        try:
            os.fsync(self._handle)
            sync_folder(self._path.parent)
            os.posix_fadvise(self._handle, 0, 0, os.POSIX_FADV_DONTNEED)  # read back from the disk, not from memory
        except OSError as error:
            refuse(error)
        self.close()

    def close(self) -> None:
        if self._handle >= 0:
            with contextlib.suppress(OSError):
                os.close(self._handle)
            self._handle = -1


def _tail_path(path: Path) -> Path:
    return path.with_suffix(".tail")


def _read_tail(path: Path) -> Tail | None:
    try:
        data = _tail_path(path).read_bytes()
    except FileNotFoundError:
        return None
    return Tail(_TAIL_AT.unpack_from(data)[0], data[_TAIL_AT.size :]) if len(data) >= _TAIL_AT.size else None


def _write_tail(path: Path, tail: Tail) -> None:
    """Whole or not at all: the one before stays until this one is on the disk."""
    fresh = path.with_suffix(".fresh")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(_TAIL_AT.pack(tail.at) + tail.data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, _tail_path(path))
