"""A store in a folder of this machine.

incoming/      staged content, mode 0600, swept when abandoned
ab/cd/abcd...  kept content, mode 0400, made once by a hard link and never opened for writing
altered/       what was found altered when the true content arrived again: proof, not rubbish
"""

import contextlib
import errno
import hashlib
import logging
import os
import re
import secrets
import shutil
import time
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, NoReturn

from casework.storage.store import (
    EmptyContent,
    FileStore,
    Incoming,
    MissingContent,
    Staged,
    StoreFull,
    TooLarge,
    is_sha256,
)

RESERVE = 64 * 1024 * 1024
"""Bytes of the disk that an upload may not take: the database beside it must still be able to commit."""

_HANDLE = re.compile(r"[0-9a-f]{32}\.part")
_CHECK_EVERY = 16 * 1024 * 1024
_WRITE_EVERY = 8 * 1024 * 1024
_ABANDONED_AFTER = 24 * 3600
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS}
_NO_HARD_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS}

log = logging.getLogger(__name__)


def _sync_folder(folder: Path) -> None:
    """Make names in a folder durable: fsync of a file alone does not."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refuse(error: OSError) -> NoReturn:
    if error.errno in _NO_ROOM:
        raise StoreFull("The disk that holds the files is full or cannot be written. Nothing was saved.") from error
    raise error


class _LocalIncoming(Incoming):
    def __init__(self, store: "LocalStore", limit: int, expected: int) -> None:
        self._store, self._limit = store, limit
        self._hasher, self._size = hashlib.sha256(), 0
        self._checked_at = self._written_at = 0
        store.require_room(min(expected, limit))
        self.path = store.incoming / f"{secrets.token_hex(16)}.part"
        try:
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            _refuse(error)
        self._file: BinaryIO | None = os.fdopen(handle, "wb", buffering=0)

    def write(self, data: bytes | memoryview) -> int:
        assert self._file is not None, "written to after finish() or abort()"  # noqa: S101 - a programming error
        self._size += len(data)
        if self._size > self._limit:
            self.abort()
            raise TooLarge(self._limit)
        try:
            if self._size - self._checked_at >= _CHECK_EVERY:
                self._checked_at = self._size
                self._store.require_room(0)
            self._hasher.update(data)
            view = memoryview(data)
            while view:
                view = view[self._file.write(view) :]
            self._start_writing()
        except StoreFull:
            self.abort()
            raise
        except OSError as error:
            self.abort()
            _refuse(error)
        return len(data)

    def _start_writing(self) -> None:
        """Let the disk begin now, so that the wait at the end is short and a large file does not fill the memory."""
        if self._size - self._written_at >= _WRITE_EVERY and self._file is not None:
            length = self._size - self._written_at
            os.posix_fadvise(self._file.fileno(), self._written_at, length, os.POSIX_FADV_DONTNEED)
            self._written_at = self._size

    def finish(self) -> Staged:
        assert self._file is not None, "finished twice"  # noqa: S101 - a programming error
        if not self._size:
            self.abort()
            raise EmptyContent("the file is empty")
        try:
            os.fsync(self._file.fileno())
            self._file.close()
            _sync_folder(self.path.parent)
        except OSError as error:
            self.abort()
            _refuse(error)
        self._file = None
        return Staged(self.path, self._hasher.hexdigest(), self._size)

    def abort(self) -> None:
        if self._file is None:
            return
        with contextlib.suppress(OSError):
            self._file.close()
        self._file = None
        self.path.unlink(missing_ok=True)


class LocalStore(FileStore):
    """Files under one folder; every process that shares the folder may use it at once."""

    def __init__(self, root: Path, reserve: int = RESERVE) -> None:
        self.root, self.incoming, self._reserve = root, root / "incoming", reserve
        for folder in (root, self.incoming):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def require_room(self, size: int) -> None:
        """Refuse (StoreFull) while there is still room for the refusal to be recorded."""
        if shutil.disk_usage(self.root).free < size + self._reserve:
            raise StoreFull("There is not enough room on the disk for this file. Nothing was saved.")

    def begin(self, limit: int, expected: int = 0) -> Incoming:
        return _LocalIncoming(self, limit, expected)

    def keep(self, staged: Staged) -> str:
        """Raises StoreFull; when the place is taken by altered content, that is set aside and reported in the log."""
        place = self._place(staged.sha256)
        try:
            self._make_folders(place.parent)
            os.chmod(staged.path, 0o400)
            if not self._link(staged.path, place) and self.digest(staged.sha256) != staged.sha256:
                self._set_aside(place)
                self._link(staged.path, place)
            _sync_folder(place.parent)
        except OSError as error:
            self.discard(staged)
            _refuse(error)
        self.discard(staged)
        return staged.sha256

    def discard(self, staged: Staged) -> None:
        staged.path.unlink(missing_ok=True)

    def staged_again(self, handle: str, sha256: str, size: int) -> Staged | None:
        path = self.incoming / handle
        if not _HANDLE.fullmatch(handle) or not path.is_file() or path.stat().st_size != size:
            return None
        return Staged(path, sha256, size)

    def open_staged(self, staged: Staged) -> BinaryIO:
        return staged.path.open("rb")

    def open_stream(self, sha256: str) -> BinaryIO:
        try:
            return self._place(sha256).open("rb")
        except FileNotFoundError:
            raise MissingContent(sha256) from None

    def size(self, sha256: str) -> int:
        try:
            return self._place(sha256).stat().st_size
        except FileNotFoundError:
            raise MissingContent(sha256) from None

    def sweep(self, older_than: float = _ABANDONED_AFTER) -> int:
        """Remove staged content that nobody came back for (a killed process); returns how many files."""
        swept = 0
        for path in self.incoming.glob("*.part"):
            with contextlib.suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > older_than:
                    path.unlink()
                    swept += 1
        return swept

    def _place(self, sha256: str) -> Path:
        if not is_sha256(sha256):
            raise MissingContent(sha256[:80])
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def _make_folders(self, folder: Path) -> None:
        for each in (folder.parent, folder):
            if not each.exists():
                each.mkdir(mode=0o700, exist_ok=True)
                _sync_folder(each.parent)

    def _link(self, source: Path, place: Path) -> bool:
        """Give content its place without ever replacing what is there; False when the place is taken."""
        try:
            os.link(source, place)
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno not in _NO_HARD_LINKS:
                raise
            if place.exists():
                return False
            os.rename(source, place)
        return True

    def _set_aside(self, place: Path) -> None:
        aside = self.root / "altered"
        aside.mkdir(mode=0o700, exist_ok=True)
        os.rename(place, aside / f"{place.name}-{time.time_ns()}")
        log.error("altered content under %s was set aside; the true content took its place", place.name)


@lru_cache(maxsize=8)
def local_store(root: Path) -> LocalStore:
    """The store of a folder, made once per process."""
    return LocalStore(root)
