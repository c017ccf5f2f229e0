"""A stream encrypted to a body's age keys, piece by piece: only ciphertext touches the disk (docs/adr/0037-copies-that-only-their-body-opens.md)."""

import tempfile
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

import pyrage
from pyrage import x25519

from casework.errors import Unavailable
from casework.exchange.writing import AlteredFile
from casework.i18n import _


class _Pieces:
    """An iterator of bytes, to be read as a file. What it raised is kept: the encryption would hide it."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._held = chunks, BytesIO()
        self.problem: Exception | None = None

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes, nothing at the end."""
        try:
            while not (piece := self._held.read(size)):
                self._held = BytesIO(next(self._chunks))
        except StopIteration:
            return b""
        except (AlteredFile, OSError) as problem:
            self.problem = problem
            raise
        return piece


def encrypt_stream(chunks: Iterator[bytes], keys: list[str]) -> tuple[BinaryIO, int]:
    """An age file that any one of the keys opens, at its start, and its size. Raises Unavailable when a stored file is not
    what it should be; nothing is left then."""
    pieces, file = _Pieces(chunks), tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    try:
        pyrage.encrypt_io(pieces, file, [x25519.Recipient.from_str(key) for key in keys])
    except Exception as problem:
        file.close()
        if pieces.problem is None and not isinstance(problem, (pyrage.EncryptError, OSError)):
            raise
        raise Unavailable(_("A stored file of this bundle is missing or damaged. Tell the issuer.")) from None
    size = file.tell()
    file.seek(0)
    return file, size
