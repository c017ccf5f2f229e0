"""How content is encrypted: a header, frames of 1 MiB, and a sealed end (docs/adr/0022-files-at-rest.md). Pure.

The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015) with AES-256-GCM: every frame is bound to its file
and its number, the end to the number of frames, the length and the SHA-256 of the plain content. A frame that was
changed, moved, repeated, left out or brought from another file does not open; a file cut short or made longer has no
end that does. Nonces are random, so that a frame written again (the tail of a suspended upload) never meets an old one.

    header   magic, version, file id, check                              32 bytes
    frame    nonce 12, ciphertext up to 1 MiB, tag 16                    the last one may be shorter
    end      nonce 12, ciphertext of length (8) and SHA-256 (32), tag 16
"""

import hashlib
import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from casework.storage.states import CHUNK, AlteredContent

MAGIC, VERSION = b"casework", 1
ID_BYTES, NONCE, TAG = 16, 12, 16
FRAME = CHUNK
OVERHEAD = NONCE + TAG
WHOLE = FRAME + OVERHEAD
"""Stored bytes of a full frame."""

_END = struct.Struct(">Q32s")
END = OVERHEAD + _END.size
_CHECKED = len(MAGIC) + 1 + ID_BYTES
HEADER = 32


def header(file_id: str) -> bytes:
    """The first bytes of a file. The check tells a damaged header from a key that is missing; it is no secret."""
    start = MAGIC + bytes([VERSION]) + bytes.fromhex(file_id)
    return start + hashlib.sha256(start).digest()[: HEADER - _CHECKED]


def file_id(stored: bytes | memoryview) -> str:
    """The id in a header. Raises AlteredContent when it is not one of ours."""
    found = bytes(stored[len(MAGIC) + 1 : _CHECKED]).hex()
    if len(found) != 2 * ID_BYTES or stored != header(found):
        raise AlteredContent("the header is not one of this store")
    return found


def stored_length(size: int) -> int:
    """Bytes of header and frames, without the end, of content of this length."""
    return HEADER + size + OVERHEAD * -(-size // FRAME)


def place_of(number: int) -> int:
    """Where a frame begins."""
    return HEADER + number * WHOLE


class Sealer:
    """Seals and opens the frames of one file."""

    def __init__(self, file_id: str, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._bound = MAGIC + bytes([VERSION]) + bytes.fromhex(file_id)
        self._room = memoryview(bytearray())

    def seal(self, number: int, plain: bytes | bytearray | memoryview) -> memoryview:
        """One frame, as it is stored; valid until the next is sealed: a new MiB for each would cost a third more."""
        length, nonce = len(plain) + OVERHEAD, os.urandom(NONCE)
        if len(self._room) < length:
            self._room = memoryview(bytearray(length))
        frame = self._room[:length]
        frame[:NONCE] = nonce
        self._cipher.encrypt_into(nonce, plain, self._place(b"frame", number), frame[NONCE:])
        return frame

    def open(self, number: int, stored: bytes | memoryview) -> bytes:
        """The plain bytes of one frame. Raises AlteredContent."""
        return self._open(stored, self._place(b"frame", number), f"frame {number}")

    def seal_end(self, size: int, sha256: str) -> bytes:
        """The end of content of this length and digest."""
        nonce, frames = os.urandom(NONCE), -(-size // FRAME)
        plain = _END.pack(size, bytes.fromhex(sha256))
        return nonce + self._cipher.encrypt(nonce, plain, self._place(b"end", frames))

    def open_end(self, stored: bytes, length: int) -> tuple[int, str]:
        """Size and SHA-256 of content whose header and frames are `length` bytes. Raises AlteredContent."""
        frames = -(-(length - HEADER) // WHOLE)
        size, digest = _END.unpack(self._open(stored, self._place(b"end", frames), "the end"))
        if stored_length(size) != length:
            raise AlteredContent("the length is not the one that was written")
        return size, digest.hex()

    def _place(self, kind: bytes, number: int) -> bytes:
        return self._bound + kind + number.to_bytes(8, "big")

    def _open(self, stored: bytes | memoryview, place: bytes, what: str) -> bytes:
        if len(stored) <= OVERHEAD:
            raise AlteredContent(f"{what} is cut off")
        try:
            return self._cipher.decrypt(bytes(stored[:NONCE]), memoryview(stored)[NONCE:], place)
        except InvalidTag:
            raise AlteredContent(f"{what} does not open") from None
