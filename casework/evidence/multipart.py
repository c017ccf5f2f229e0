"""Cutting a multipart/form-data body (RFC 7578) into its parts as it arrives, byte for byte.

Our own, because an original must arrive exactly: Werkzeug 3.1's decoder adds a stray carriage return to a part when a
read happens to end one byte behind `CRLF--boundary`, and copies each byte several times. Pure: bytes in, pieces out.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from werkzeug.http import parse_options_header

MOST_HEADER_BYTES = 16 * 1024
_LINE = b"\r\n"


class Broken(ValueError):
    """The body is not what its boundary promised, or ends before its end."""


@dataclass(frozen=True)
class Part:
    """A part begins; `filename` is None for a plain field."""

    name: str
    filename: str | None


class PartEnd:
    """The part that began last is complete."""


class _State(Enum):
    BEFORE = auto()
    HEADERS = auto()
    BODY = auto()
    DATA = auto()
    END = auto()


class Splitter:
    """Feed it the body in pieces of any size; it yields Part, then its bytes in pieces, then PartEnd."""

    def __init__(self, boundary: bytes) -> None:
        self._delimiter = _LINE + b"--" + boundary
        self._buffer = _LINE  # the first boundary has no line before it
        self._state = _State.BEFORE

    def feed(self, chunk: bytes) -> Iterator[Part | memoryview | PartEnd]:
        """Take more of the body. Raises Broken."""
        self._buffer += chunk
        while self._state is not _State.END:
            if self._state is _State.HEADERS:
                end = self._buffer.find(_LINE + _LINE)
                if end < 0:
                    if len(self._buffer) > MOST_HEADER_BYTES:
                        raise Broken("the headers of a part do not end")
                    return
                yield _part(self._buffer[:end])
                self._buffer, self._state = self._buffer[end + 2 :], _State.BODY
            elif self._state is _State.BODY:
                # The line that ends the headers is also the delimiter's when a part is empty (RFC 2046, 5.1.1).
                length = len(self._delimiter)
                begins = self._buffer[:length] == self._delimiter[: len(self._buffer)]
                if begins and len(self._buffer) < length + 2:
                    return
                if not begins or self._buffer[length : length + 2] not in (_LINE, b"--"):
                    self._buffer = self._buffer[len(_LINE) :]
                self._state = _State.DATA
            elif not (yield from self._until_delimiter()):
                return

    def close(self) -> None:
        """There is no more. Raises Broken when the last boundary never came."""
        if self._state is not _State.END:
            raise Broken("the body breaks off")

    def _until_delimiter(self) -> Generator[memoryview | PartEnd, None, bool]:
        """Yield what is surely content; returns true when a delimiter was passed or ruled out."""
        at, length = self._buffer.find(self._delimiter), len(self._delimiter)
        if at < 0:
            yield from self._content(max(0, len(self._buffer) - length + 1))
            return False
        if len(self._buffer) < at + length + 2:
            yield from self._content(at)
            return False
        follows = self._buffer[at + length : at + length + 2]
        if follows not in (_LINE, b"--"):
            yield from self._content(at + length)  # it only began like a delimiter
            return True
        yield from self._content(at)
        if self._state is _State.DATA:
            yield PartEnd()
        self._buffer = self._buffer[length + 2 :]
        self._state = _State.HEADERS if follows == _LINE else _State.END
        return True

    def _content(self, length: int) -> Iterator[memoryview]:
        """Take so many bytes off the buffer; those before the first part are nobody's."""
        taken, self._buffer = memoryview(self._buffer)[:length], self._buffer[length:]
        if length and self._state is _State.DATA:
            yield taken


def _part(headers: bytes) -> Part:
    for line in headers.decode("utf-8", "replace").split("\r\n"):
        name, _, value = line.partition(":")
        if name.strip().lower() == "content-disposition":
            _kind, options = parse_options_header(value)
            return Part(options.get("name", ""), options.get("filename"))
    raise Broken("a part does not say what it is")
