"""A bucket that speaks S3: AWS, Ceph and others that know multipart, ranges and conditional writes.

data/ID        content, never moved or written again: of one request, or of parts of about 8 MiB
incoming/ID    while it is staged: what is not in a part yet, and the name that it is about to get
kept/SHA256    a few bytes, put there on condition that there are none: which data has the name, its length and end
altered/...    what a name stood for before the true content arrived again

Content gets its name without being copied, on servers too that can put no condition on a copy.
"""

import struct
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from casework.config import Settings
from casework.storage import frames
from casework.storage.backend import HANDLE, NAME, Backend, Fetch, Opened, Stored, Writer
from casework.storage.bucket import Absent, Address, Bucket, Taken
from casework.storage.s3_writer import Finished, Mark, S3Writer
from casework.storage.states import AlteredContent, MissingContent

AHEAD = 8 * frames.WHOLE
_POINTER = struct.Struct(f">32sQ{frames.END}s")


class S3Backend(Backend):
    """Files under one prefix of one bucket; every machine that knows the bucket may use it at once."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket

    def require_room(self, size: int) -> None:
        """A bucket has room until it says otherwise."""

    def is_public(self) -> bool | None:
        return self.bucket.is_public()

    def begin(self, handle: str) -> Writer:
        return S3Writer(self.bucket, handle)

    def resume(self, handle: str) -> Writer:
        mark = self._mark_of(handle)
        key = f"data/{_handle(handle)}"
        if upload := next(iter(self.bucket.uploads(key)), None):
            writer = S3Writer(self.bucket, handle)
            writer.go_on(mark, upload, list(self.bucket.parts(key, upload)))
            return writer
        try:
            return Finished(self._fetch(key), self.bucket.length(key))
        except Absent:
            writer = S3Writer(self.bucket, handle)
            writer.go_on(mark, "", [])
            return writer

    def staged(self, handle: str) -> Opened:
        key = f"data/{_handle(handle)}"
        try:
            return Opened(self.bucket.length(key), _Ahead(self._fetch(key)))
        except Absent:
            raise MissingContent(handle) from None

    def commit(self, handle: str, name: str, length: int, end: bytes) -> bool:
        if self.staged(handle).length != length:
            raise MissingContent(handle)
        self.bucket.put(f"incoming/{handle}", Mark(name=name).write())
        try:
            self.bucket.put(f"kept/{name}", _POINTER.pack(handle.encode(), length, end), only_new=True)
        except Taken:
            if self._pointer(name)[0] != handle:  # else a first try had come through without an answer
                return False
        self.bucket.delete(f"incoming/{handle}")
        return True

    def remove_staged(self, handle: str) -> bool:
        try:
            mark = self._mark_of(handle)
        except MissingContent:
            return False
        if is_kept := bool(mark.name) and self._names(mark.name) == handle:
            self.bucket.delete(f"incoming/{handle}")
            return not is_kept
        for upload in self.bucket.uploads(f"data/{handle}"):
            self.bucket.abort_parts(f"data/{handle}", upload)
        self.bucket.delete(f"data/{handle}")
        self.bucket.delete(f"incoming/{handle}")
        return True

    def open(self, name: str) -> Stored:
        handle, length, end = self._pointer(name)
        return Stored(length, _Ahead(self._fetch(f"data/{handle}", length)), end=end)

    def set_aside(self, name: str) -> None:
        try:
            pointer, _at = self.bucket.get(f"kept/{name}")
        except Absent:
            return
        self.bucket.put(f"altered/{name}-{time.time_ns()}", pointer)
        self.bucket.delete(f"kept/{name}")

    def touch(self, name: str) -> None:
        try:
            pointer, _at = self.bucket.get(f"kept/{name}")
        except Absent:
            raise MissingContent(name) from None
        self.bucket.put(f"kept/{name}", pointer)

    def list_staged(self, older_than: float) -> Iterator[str]:
        return self._older("incoming/", older_than)

    def list_kept(self, older_than: float) -> Iterator[str]:
        return self._older("kept/", older_than)

    def _older(self, folder: str, older_than: float) -> Iterator[str]:
        for key, at in self.bucket.list(folder):
            if (datetime.now(UTC) - at).total_seconds() > older_than:
                yield key.removeprefix(folder)

    def remove_kept(self, name: str, older_than: float) -> str | None:
        try:
            data, at = self.bucket.get(f"kept/{name}")
        except Absent:
            return None
        if (datetime.now(UTC) - at).total_seconds() <= older_than:
            return None
        self.bucket.delete(f"kept/{name}")
        try:
            handle = _read_pointer(data)[0]
        except (AlteredContent, MissingContent):
            return ""
        self.bucket.delete(f"data/{handle}")
        return handle

    def list_ids(self) -> Iterator[str]:
        for folder in ("data/", "incoming/"):
            yield from (key.removeprefix(folder) for key, _at in self.bucket.list(folder))

    def _mark_of(self, handle: str) -> Mark:
        try:
            return Mark.read(self.bucket.get(f"incoming/{_handle(handle)}")[0])
        except Absent:
            raise MissingContent(handle) from None

    def _pointer(self, name: str) -> tuple[str, int, bytes]:
        try:
            return _read_pointer(self.bucket.get(f"kept/{_name(name)}")[0])
        except Absent:
            raise MissingContent(name) from None

    def _names(self, name: str) -> str:
        try:
            return self._pointer(name)[0]
        except (MissingContent, AlteredContent):
            return ""

    def _fetch(self, key: str, whole: int | None = None) -> Fetch:
        """Ranges of one object. Raises AlteredContent when it is not as long as its pointer says."""

        def fetch(start: int, length: int) -> bytes:
            try:
                data, total = self.bucket.get_range(key, start, length)
            except Absent:
                raise MissingContent(key) from None
            if whole is not None and total != whole:
                raise AlteredContent("the stored object has another length")
            return data

        return fetch


def open_bucket(settings: Settings) -> S3Backend:
    """The bucket of these settings; credentials as AWS's own tools find them, or from the settings."""
    address = Address.of(settings.storage_url or "")
    return S3Backend(Bucket(address, settings.storage_access_key, settings.storage_secret_key))


class _Ahead:
    """Reads on while the reading goes straight ahead: one request for eight frames instead of eight."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch, self._at, self._data, self._next = fetch, 0, b"", -1

    def __call__(self, start: int, length: int) -> bytes:
        if not self._at <= start <= start + length <= self._at + len(self._data):
            self._at = start
            self._data = bytes(self._fetch(start, max(length, AHEAD) if start == self._next else length))
        self._next = start + length
        found = self._data[start - self._at : start - self._at + length]
        return found


def _read_pointer(data: bytes) -> tuple[str, int, bytes]:
    if len(data) != _POINTER.size:
        raise AlteredContent("what gives the content its name was changed")
    handle, length, end = _POINTER.unpack(data)
    return _handle(handle.decode("ascii", "replace")), length, end


def _handle(text: str) -> str:
    if not HANDLE.fullmatch(text):
        raise MissingContent(text[:80])
    return text


def _name(text: str) -> str:
    if not NAME.fullmatch(text):
        raise MissingContent(text[:80])
    return text
