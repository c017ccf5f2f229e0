"""Write a bag: into a folder or as a ZIP, in constant memory; every file is hashed again while it is written.

Half a bag never stands under the final name: it is written beside, made durable, and renamed. The same contents make
the same bytes: files stand in a fixed order, and times are those of the snapshot.
"""

import hashlib
import io
import os
import secrets
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from casework.errors import CaseworkError, Refused
from casework.exchange.bagit import Contents, Entry
from casework.i18n import _
from casework.storage import CHUNK, AlteredContent, FileStore, MissingContent

_MODE = 0o100644 << 16
_NEEDS_ZIP64 = 2**31
Progress = Callable[[int], None]


class AlteredFile(CaseworkError):
    """A stored file is not what its exhibit says; `entry` names it. Nothing of the bag is left."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.path)
        self.entry = entry


def quiet(_octets: int) -> None:
    """Progress that nobody watches."""


def chunks_of(store: FileStore, entry: Entry) -> Iterator[bytes]:
    """The bytes of a payload file; raises AlteredFile at its end, or when it is missing, unless every byte is right."""
    hasher, size = hashlib.sha256(), 0
    try:
        with store.open_stream(entry.sha256) as stream:
            while chunk := stream.read(CHUNK):
                hasher.update(chunk)
                size += len(chunk)
                yield chunk
    except (MissingContent, AlteredContent):
        raise AlteredFile(entry) from None
    if (hasher.hexdigest(), size) != (entry.sha256, entry.size):
        raise AlteredFile(entry)


def files_of(contents: Contents, store: FileStore) -> Iterator[tuple[str, int, Iterator[bytes]]]:
    """Path, length and bytes of every file of a bag in their order: what stands beside the payload first."""
    for path, data in contents.tags.items():
        yield path, len(data), iter([data])
    for entry in contents.payload:
        yield entry.path, entry.size, chunks_of(store, entry)


def to_folder(contents: Contents, store: FileStore, target: Path, progress: Progress = quiet) -> None:
    """Write a folder. Raises Refused when something stands there, AlteredFile, or OSError; then nothing is left."""
    refuse_taken(target)
    beside = target.parent / f".{target.name}.{secrets.token_hex(4)}.part"
    try:
        beside.mkdir(mode=0o700)
        folders = {beside}
        for path, _size, chunks in files_of(contents, store):
            place = beside / path
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            folders |= {place.parent, place.parent.parent}
            with place.open("xb") as file:
                pour(chunks, file.write, progress)
                file.flush()
                os.fsync(file.fileno())
        for folder in sorted(folders, key=lambda one: -len(one.parts)):
            sync(folder)
        os.rename(beside, target)
        sync(target.parent)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def to_zip(contents: Contents, store: FileStore, target: Path, at: datetime, progress: Progress = quiet) -> None:
    """Write one ZIP file. Raises like `to_folder`."""
    to_file(zip_chunks(contents, store, at), target, progress)


def to_file(chunks: Iterator[bytes], target: Path, progress: Progress = quiet) -> tuple[str, int]:
    """Write one file, whole or not at all; its SHA-256 and length. Raises Refused when something stands there, and what
    `chunks` raises."""
    refuse_taken(target)
    hasher, size = hashlib.sha256(), 0

    def write(chunk: bytes) -> int:
        nonlocal size
        hasher.update(chunk)
        size += len(chunk)
        return file.write(chunk)

    beside = target.parent / f".{target.name}.{secrets.token_hex(4)}.part"
    try:
        with beside.open("xb") as file:
            os.chmod(beside, 0o600)
            pour(chunks, write, progress)
            file.flush()
            os.fsync(file.fileno())
        os.link(beside, target)  # fails where a rename would replace what came there meanwhile
        sync(target.parent)
        return hasher.hexdigest(), size
    finally:
        beside.unlink(missing_ok=True)


def zip_chunks(contents: Contents, store: FileStore, at: datetime, comment: bytes = b"") -> Iterator[bytes]:
    """The bytes of the bag as a ZIP: stored, in one folder (RFC 8493, 4), with Zip64 where it needs it. `comment` stands
    at the very end, outside the bag: the number of a copy.

    Ends without the ZIP's own end when a file is not what it should be, so that no program takes it for a whole one.
    """
    pipe = _Pipe()
    archive = zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED, allowZip64=True)
    archive.comment = comment
    try:
        for path, size, chunks in files_of(contents, store):
            with archive.open(
                _about(f"{contents.name}/{path}", size, at), "w", force_zip64=size >= _NEEDS_ZIP64
            ) as file:
                for chunk in chunks:
                    file.write(chunk)
                    yield from pipe.taken()
            yield from pipe.taken()
    except BaseException:
        archive.fp = None  # else it would write its end when it is forgotten
        raise
    archive.close()
    yield from pipe.taken()


def _about(name: str, size: int, at: datetime) -> zipfile.ZipInfo:
    about = zipfile.ZipInfo(name, at.timetuple()[:6])
    about.external_attr, about.create_system, about.file_size = _MODE, 3, size
    return about


def zipped(folder: str, files: Iterable[tuple[str, Iterator[bytes]]], at: datetime) -> Iterator[bytes]:
    """The bytes of a ZIP of files whose length nobody knows before: packed, in one folder, in constant memory."""
    pipe = _Pipe()
    archive = zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
    try:
        for path, chunks in files:
            about = _about(f"{folder}/{path}", 0, at)
            about.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(about, "w", force_zip64=True) as file:
                for chunk in chunks:
                    file.write(chunk)
                    yield from pipe.taken()
            yield from pipe.taken()
    except BaseException:
        archive.fp = None  # else it would write its end when it is forgotten
        raise
    archive.close()
    yield from pipe.taken()


class _Pipe(io.RawIOBase):
    """What a ZIP is written into when it goes straight on: nothing can be read or changed afterwards."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._parts.append(bytes(data))
        return len(data)

    def taken(self) -> Iterator[bytes]:
        """What was written since the last call."""
        parts, self._parts = self._parts, []
        yield from parts


def measure(contents: Contents, store: FileStore, at: datetime, progress: Progress = quiet) -> tuple[str, int]:
    """SHA-256 and length of the ZIP, without keeping it: reads every file once. Raises AlteredFile."""
    hasher, size = hashlib.sha256(), 0

    def count(chunk: bytes) -> int:
        nonlocal size
        hasher.update(chunk)
        size += len(chunk)
        return len(chunk)

    pour(zip_chunks(contents, store, at), count, progress)
    return hasher.hexdigest(), size


def pour(chunks: Iterator[bytes], write: Callable[[bytes], int], progress: Progress) -> None:
    """Pass every chunk on, and tell how many bytes that were."""
    for chunk in chunks:
        write(chunk)
        progress(len(chunk))


def refuse_taken(target: Path) -> None:
    """Raise Refused when a file or folder stands under the name: nothing is written over."""
    if target.exists() or target.is_symlink():
        raise Refused(_("There is something of this name already: %(name)s", name=target.name))


def sync(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
