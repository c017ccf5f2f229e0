"""Reading what is encrypted as if it were a plain file."""

from casework.storage import frames
from casework.storage.backend import Opened
from casework.storage.frames import FRAME, Sealer
from casework.streams import SeekableSource


class Reader(SeekableSource):
    """A seekable stream of plain bytes. Opens the frames that are touched and no others, and keeps the last one.

    `read` gives all that was asked for, as a file on a disk does. Raises AlteredContent.
    """

    def __init__(self, opened: Opened, sealer: Sealer, size: int) -> None:
        super().__init__(size)
        self._opened, self._sealer = opened, sealer
        self._number, self._plain = -1, b""

    def read(self, size: int | None = -1) -> bytes:
        left = max(0, self.size - self._at)
        wanted = left if size is None or size < 0 else min(size, left)
        pieces, start = [], self._at
        try:
            while wanted > 0:
                piece = self._piece(wanted)
                self._at, wanted = self._at + len(piece), wanted - len(piece)
                pieces.append(piece)
        except BaseException:
            self._at = start  # what was read is lost with the error: whoever tries again starts there
            raise
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def readall(self) -> bytes:
        return self.read()

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        view = memoryview(buffer).cast("B")
        plain = self.read(len(view))
        view[: len(plain)] = plain
        return len(plain)

    def close(self) -> None:
        if not self.closed:
            self._opened.close()
        super().close()

    def _piece(self, most: int) -> bytes:
        """Bytes of one frame from where the reading stands."""
        number, start = divmod(self._at, FRAME)
        if number != self._number:
            length = min(FRAME, self.size - number * FRAME) + frames.OVERHEAD
            stored = self._opened.fetch(frames.place_of(number), length)
            self._plain, self._number = self._sealer.open(number, stored), number
        if start == 0 and most >= len(self._plain):
            return self._plain
        return self._plain[start : start + most]
