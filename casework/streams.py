"""Reading at any place of something that is no file on a disk: what is encrypted, what another process holds."""

import io
import os


class SeekableSource(io.RawIOBase):
    """A read-only stream of known `size` that stands at `_at`. Whoever extends it says how bytes are read."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size, self._at = size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Raises OSError before the start, as a file on a disk does."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise OSError("before the start of the file")
        self._at = base + offset
        return self._at
