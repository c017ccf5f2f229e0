"""A folder of this machine; every process that shares the folder may use it at once.

incoming/ID.part    staged content, mode 0600; ID.tail beside it: what a suspended upload left of an unfinished frame
ab/cd/abcd...       kept content, mode 0400, made once by a hard link and never opened for writing
altered/            what was found altered when the true content arrived again: proof, not rubbish
"""

import contextlib
import errno
import logging
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from casework.i18n import _
from casework.storage import frames
from casework.storage.backend import HANDLE, NAME, Backend, Fetch, Opened, Stored, Writer
from casework.storage.local_writer import LocalWriter, refuse, sync_folder
from casework.storage.states import AlteredContent, MissingContent, StoreFull

RESERVE = 64 * 1024 * 1024
"""Bytes of the disk that an upload may not take: the database beside it must still be able to commit."""

_NO_HARD_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS}

log = logging.getLogger(__name__)


class LocalBackend(Backend):
    """Files under one folder."""

    def __init__(self, root: Path, reserve: int = RESERVE) -> None:
        self.root, self.incoming, self._reserve = root, root / "incoming", reserve
        for folder in (root, self.incoming):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def require_room(self, size: int) -> None:
        """Refuse while there is still room for the refusal to be recorded."""
        if shutil.disk_usage(self.root).free < size + self._reserve:
            raise StoreFull(_("There is not enough room on the disk for this file. Nothing was saved."))

    def begin(self, handle: str) -> Writer:
        return self._writer(handle, os.O_CREAT | os.O_EXCL)

    def resume(self, handle: str) -> Writer:
        return self._writer(handle, 0)

    def _writer(self, handle: str, how: int) -> Writer:
        path = self.staged_place(handle)
        try:
            return LocalWriter(path, os.open(path, os.O_RDWR | os.O_NOFOLLOW | how, 0o600))
        except FileNotFoundError:
            raise MissingContent(handle) from None
        except OSError as error:
            refuse(error)

    def staged(self, handle: str) -> Opened:
        return self._opened(self.staged_place(handle))

    def _opened(self, path: Path) -> Opened:
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        except FileNotFoundError:
            raise MissingContent(path.name) from None
        return Opened(os.fstat(handle).st_size, _fetch(handle), lambda: os.close(handle))

    def commit(self, handle: str, name: str, length: int, end: bytes) -> bool:
        source, place = self.staged_place(handle), self.place(name)
        try:
            self._make_folders(place.parent)
            _add_end(source, length, end)
            if not self._link(source, place):
                return False
            place.chmod(0o400)
            sync_folder(place.parent)
        except FileNotFoundError:
            raise MissingContent(handle) from None
        except OSError as error:
            refuse(error)
        self.remove_staged(handle)
        return True

    def remove_staged(self, handle: str) -> bool:
        """Renamed first: from then on nobody can give it a name, and whether it has one is certain."""
        path = self.staged_place(handle)
        gone = path.with_suffix(".gone")
        for beside in (".tail", ".fresh"):
            path.with_suffix(beside).unlink(missing_ok=True)
        try:
            os.rename(path, gone)
        except FileNotFoundError:
            return False
        is_kept = gone.stat().st_nlink > 1
        gone.unlink()
        return not is_kept

    def open(self, name: str) -> Stored:
        opened = self._opened(self.place(name))
        length = max(0, opened.length - frames.END)
        try:
            return Stored(length, opened.fetch, opened.close, bytes(opened.fetch(length, frames.END)))
        except OSError:
            opened.close()
            raise

    def set_aside(self, name: str) -> None:
        aside = self.root / "altered"
        aside.mkdir(mode=0o700, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            os.rename(self.place(name), aside / f"{name}-{time.time_ns()}")
            log.error("altered content under %s was set aside; the true content takes its place", name)

    def touch(self, name: str) -> None:
        try:
            os.utime(self.place(name))
        except FileNotFoundError:
            raise MissingContent(name) from None

    def list_staged(self, older_than: float) -> Iterator[str]:
        for path in self.incoming.glob("*.part"):
            with contextlib.suppress(FileNotFoundError):
                if _age(path) > older_than:
                    yield path.stem

    def list_kept(self, older_than: float) -> Iterator[str]:
        for first in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            for path in sorted(first.glob("[0-9a-f][0-9a-f]/*")):
                with contextlib.suppress(FileNotFoundError):
                    if NAME.fullmatch(path.name) and _age(path) > older_than:
                        yield path.name

    def remove_kept(self, name: str, older_than: float) -> str | None:
        place = self.place(name)
        gone = self.incoming / f"{name}.gone"
        try:
            os.rename(place, gone)
            if _age(gone) <= older_than:
                os.link(gone, place)  # named again at this moment
                gone.unlink()
                return None
        except FileNotFoundError:
            return None
        found = _id_of(gone)
        gone.unlink()
        sync_folder(place.parent)
        return found

    def list_ids(self) -> Iterator[str]:
        for path in self.root.rglob("*"):
            if path.suffix in (".part", ".gone", "") and path.is_file():
                yield path.stem if path.suffix == ".part" else _id_of(path)

    def staged_place(self, handle: str) -> Path:
        """Where staged content lies. Raises MissingContent for what is no handle."""
        if not HANDLE.fullmatch(handle):
            raise MissingContent(handle[:80])
        return self.incoming / f"{handle}.part"

    def place(self, name: str) -> Path:
        """Where kept content lies. Raises MissingContent for what is no digest: keeps paths out of names."""
        if not NAME.fullmatch(name):
            raise MissingContent(name[:80])
        return self.root / name[:2] / name[2:4] / name

    def _make_folders(self, folder: Path) -> None:
        for each in (folder.parent, folder):
            if not each.exists():
                each.mkdir(mode=0o700, exist_ok=True)
                sync_folder(each.parent)

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


def _add_end(path: Path, length: int, end: bytes) -> None:
    """Write the end behind the frames, at the same place however often."""
    handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    try:
        os.pwrite(handle, end, length)
        os.ftruncate(handle, length + len(end))
        os.fsync(handle)
    finally:
        os.close(handle)


def _fetch(handle: int) -> Fetch:
    """Reads into the same room each time."""
    room = memoryview(bytearray())

    def fetch(start: int, length: int) -> memoryview:
        nonlocal room
        if len(room) < length:
            room = memoryview(bytearray(length))
        return room[: os.preadv(handle, [room[:length]], start)]

    return fetch


def _id_of(path: Path) -> str:
    """The file id in a header; empty when it is damaged or gone."""
    try:
        with path.open("rb") as file:
            return frames.file_id(file.read(frames.HEADER))
    except (AlteredContent, FileNotFoundError):
        return ""


def _age(path: Path) -> float:
    """Seconds since the file was written to or touched."""
    return time.time() - path.stat().st_mtime
