"""SHA-256 beside other work: a large file is hashed on one processor while another encrypts and writes it."""

import hashlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor

WAITING = 2
"""Pieces that may wait to be hashed: what this costs in memory is so many MiB."""


class Hasher:
    """As hashlib's, for pieces that nobody changes afterwards. The first piece is hashed at once: most files are small."""

    def __init__(self) -> None:
        self._hash, self._is_first = hashlib.sha256(), True
        self._waiting: deque[Future[None]] = deque()
        self._pool: ThreadPoolExecutor | None = None

    def update(self, piece: bytes | bytearray | memoryview) -> None:
        if self._is_first:
            self._is_first = False
            self._hash.update(piece)
            return
        self._pool = self._pool or ThreadPoolExecutor(1, thread_name_prefix="casework-hash")
        while len(self._waiting) >= WAITING:
            self._waiting.popleft().result()
        self._waiting.append(self._pool.submit(self._hash.update, piece))

    def hexdigest(self) -> str:
        """Of everything so far."""
        while self._waiting:
            self._waiting.popleft().result()
        return self._hash.hexdigest()

    def close(self) -> None:
        """Let the thread go. Harmless twice."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        self._pool = None
        self._waiting.clear()

    def __enter__(self) -> "Hasher":
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()
