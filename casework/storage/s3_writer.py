"""Writing a staged object: parts in memory until each is sent, and a mark beside them that tells how to go on."""

import struct
from typing import Any

from casework.storage import frames
from casework.storage.backend import Fetch, Tail, Writer
from casework.storage.bucket import Bucket
from casework.storage.states import MissingContent

PART = 8 * 1024 * 1024
"""Bytes from which a part is sent; S3 takes 10,000 parts, so the largest file is about 78 GiB."""

_REMEMBER_EVERY = 32
_MARK = struct.Struct(">QQ64s")


class Mark:
    """incoming/ID: how much lies in parts, what is appended beyond them, the tail, and the name to be given."""

    def __init__(self, at: int = 0, pending: bytes = b"", tail: bytes = b"", name: str = "") -> None:
        self.at, self.pending, self.tail, self.name = at, pending, tail, name

    def write(self) -> bytes:
        return _MARK.pack(self.at, len(self.pending), self.name.encode()) + self.pending + self.tail

    @classmethod
    def read(cls, data: bytes) -> "Mark":
        at, pending, name = _MARK.unpack_from(data)
        rest = data[_MARK.size :]
        return cls(at, rest[:pending], rest[pending:], name.rstrip(b"\0").decode())


class S3Writer(Writer):
    """Collects parts in memory and sends each when it is full."""

    def __init__(self, bucket: Bucket, handle: str) -> None:
        self._bucket, self._handle, self._key = bucket, handle, f"data/{handle}"
        self._upload, self._parts = "", list[dict[str, Any]]()
        self._sent, self._buffer, self._is_marked = 0, bytearray(), False
        self.length = self.readable_from = 0

    def go_on(self, mark: Mark, upload: str, parts: list[dict[str, Any]]) -> None:
        """Continue where the parts end; what the mark holds counts when no part was sent after it."""
        self._upload, self._is_marked = upload, True
        self._parts = [{"PartNumber": part["PartNumber"], "ETag": part["ETag"]} for part in parts]
        self._sent = sum(part["Size"] for part in parts)
        if mark.at == self._sent:
            self._buffer = bytearray(mark.pending)
        self.length = self.readable_from = self._sent + len(self._buffer)
        if mark.at == self._sent:
            self.tail = Tail(self.length, mark.tail)

    def append(self, data: bytes | memoryview) -> None:
        self._buffer += data
        self.length += len(data)
        if len(self._buffer) >= PART:
            self._send_part()

    def _send_part(self) -> None:
        if not self._is_marked or len(self._parts) % _REMEMBER_EVERY == _REMEMBER_EVERY - 1:
            self._mark(Mark())  # so that a sweep knows it, and knows that somebody is at work
        if not self._upload:
            self._upload = self._bucket.begin_parts(self._key)
        number, data = len(self._parts) + 1, bytes(self._buffer)
        tag = self._bucket.put_part(self._key, self._upload, number, data)
        self._parts.append({"PartNumber": number, "ETag": tag})
        self._sent, self._buffer = self._sent + len(data), bytearray()

    def _mark(self, mark: Mark) -> None:
        self._bucket.put(f"incoming/{self._handle}", mark.write())
        self._is_marked = True

    def cut(self, length: int) -> None:
        if length == 0:  # not even a header had arrived
            self._buffer, self.length = bytearray(), 0

    def suspend(self, tail: bytes | memoryview) -> None:
        self._mark(Mark(self._sent, bytes(self._buffer), bytes(tail)))

    def finish(self) -> None:
        if not self._upload:
            self._mark(Mark())
            self._bucket.put(self._key, bytes(self._buffer))
            return
        if self._buffer:
            self._send_part()
        self._bucket.complete_parts(self._key, self._upload, self._parts)

    def close(self) -> None:
        self._buffer = bytearray()


class Finished(Writer):
    """All of it is there already: the process that finished it ended before it was kept. Nothing can follow."""

    def __init__(self, fetch: Fetch, length: int) -> None:
        self._fetch, self._whole, self.length = fetch, length, length
        self.readable_from = frames.place_of(max(0, -(-(length - frames.HEADER) // frames.WHOLE) - 1))

    def append(self, data: bytes | memoryview) -> None:
        self.length += len(data)
        if self.length > self._whole:
            raise MissingContent("it was finished before")

    def read(self, start: int, length: int) -> bytes:
        return bytes(self._fetch(start, length))

    def cut(self, length: int) -> None:
        self.length = length

    def suspend(self, tail: bytes | memoryview) -> None:
        """Nothing to do: it is all there."""

    def finish(self) -> None:
        """Nothing to do: it is all there."""

    def close(self) -> None:
        """Nothing is open."""
