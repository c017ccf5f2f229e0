"""How a file reaches the child: piece by piece over one socket, so that it may be encrypted where it lies.

The parent reads (and decrypts) what the child asks for; no plain copy is written, whatever the size. The child can
ask for bytes of this one file and for nothing else.
"""

import contextlib
import io
import os
import socket
import struct
import threading
from typing import BinaryIO

from casework.streams import SeekableSource

MOST_AT_ONCE = 1024 * 1024
_SIZE, _ASK, _ANSWER = struct.Struct(">Q"), struct.Struct(">QI"), struct.Struct(">I")


class Serving:
    """The parent's end: a thread that answers until the child is gone. `trouble` is what reading raised, if anything."""

    def __init__(self, source: BinaryIO, ours: socket.socket) -> None:
        self._source, self._ours = source, ours
        self.trouble: Exception | None = None
        self._thread = threading.Thread(target=self._serve, name="casework-sandbox-file", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Answer no more, and wait until the thread has let go of the source."""
        with contextlib.suppress(OSError):
            self._ours.shutdown(socket.SHUT_RDWR)
        self._thread.join()

    def _serve(self) -> None:
        with self._ours, self._ours.makefile("rb") as asked:
            try:
                size = self._source.seek(0, os.SEEK_END)
                self._ours.sendall(_SIZE.pack(size))
                while len(question := asked.read(_ASK.size)) == _ASK.size:
                    start, length = _ASK.unpack(question)
                    self._source.seek(min(start, size))
                    piece = self._source.read(min(length, MOST_AT_ONCE))
                    self._ours.sendall(_ANSWER.pack(len(piece)) + piece)
            except (BrokenPipeError, ConnectionResetError):
                return  # the child has seen enough
            except Exception as trouble:  # told to whoever started the child, by the thread that waits for it
                self.trouble = trouble


class Served(SeekableSource):
    """The child's end: a read-only, seekable file on a descriptor that is the socket."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        super().__init__(*_SIZE.unpack(self._exactly(_SIZE.size)))

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        view = memoryview(buffer).cast("B")
        if not view or self._at >= self.size:
            return 0
        os.write(self._descriptor, _ASK.pack(self._at, min(len(view), MOST_AT_ONCE)))
        (length,) = _ANSWER.unpack(self._exactly(_ANSWER.size))
        view[:length] = self._exactly(length)
        self._at += length
        return int(length)

    def _exactly(self, length: int) -> bytes:
        got = bytearray()
        while len(got) < length:
            piece = os.read(self._descriptor, length - len(got))
            if not piece:
                raise OSError("the file is no longer served")
            got += piece
        return bytes(got)


def open_served(descriptor: int = 0) -> BinaryIO:
    """The file as readers want it: buffered, so that small reads cost no round trip each."""
    return io.BufferedReader(Served(descriptor), 256 * 1024)
