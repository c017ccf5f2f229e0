"""Content on its way in: cut into frames, encrypted, hashed while it is written."""

import contextlib
from typing import Protocol

from casework.storage import frames
from casework.storage.backend import Writer
from casework.storage.frames import FRAME, WHOLE, Sealer
from casework.storage.hashing import Hasher
from casework.storage.states import AlteredContent, EmptyContent, Staged, TooLarge

CHECK_EVERY = 16 * 1024 * 1024


class Home(Protocol):
    """What content on its way needs of its store."""

    def require_room(self, size: int, /) -> None: ...

    def read_back(self, handle: str, size: int, sha256: str | None, /) -> Staged: ...

    def forget(self, handle: str, /) -> None: ...


class Incoming:
    """Leaving the `with` block without `finish()` or `suspend()` leaves nothing behind.

    Only what was suspended before stays when the disk fills up or the sender is cut off: its handle is known outside.
    """

    def __init__(self, home: Home, handle: str, writer: Writer, sealer: Sealer, limit: int) -> None:
        self.handle, self._home, self._writer, self._sealer, self._limit = handle, home, writer, sealer, limit
        self._hasher: Hasher | None = Hasher()
        self._tail, self._number = bytearray(), 0
        self._is_open, self._is_known, self._checked_at = True, False, 0

    @property
    def offset(self) -> int:
        """Bytes of plain content so far."""
        return self._number * FRAME + len(self._tail)

    def start(self) -> None:
        """Write the header of new content."""
        self._writer.append(frames.header(self.handle))

    def go_on(self) -> None:
        """Find out how far an earlier request (or a killed process) came: only frames that open count."""
        self._is_known, self._hasher, writer = True, None, self._writer
        if writer.length < frames.HEADER:
            writer.cut(0)
            self.start()
            return
        self._number = max(0, writer.readable_from - frames.HEADER) // WHOLE
        while (plain := self._next_stored()) is not None and len(plain) == FRAME:
            self._number += 1
        self._tail = bytearray(plain or b"")
        writer.cut(frames.place_of(self._number))
        if writer.tail is not None and writer.tail.at == writer.length and not self._tail:
            self._take_tail(writer.tail.data)

    def _next_stored(self) -> bytes | None:
        """The frame that follows, when it was written whole."""
        at = frames.place_of(self._number)
        if self._writer.length <= at:
            return None
        try:
            return self._sealer.open(self._number, self._writer.read(at, WHOLE))
        except AlteredContent:
            return None

    def _take_tail(self, data: bytes) -> None:
        """The frame that was not full; one that does not open is as good as none."""
        with contextlib.suppress(AlteredContent):
            self._tail = bytearray(self._sealer.open(self._number, data)) if data else bytearray()

    def write(self, data: bytes | memoryview) -> int:
        """Add bytes. Raises TooLarge (and nothing stays behind), StoreFull, Unavailable."""
        assert self._is_open, "written to after finish(), suspend() or abort()"  # noqa: S101 - a programming error
        if self.offset + len(data) > self._limit:
            self.abort()
            raise TooLarge(self._limit)
        try:
            if self.offset - self._checked_at >= CHECK_EVERY:
                self._checked_at = self.offset
                self._home.require_room(0)
            self._add(memoryview(data))
        except BaseException:
            self._let_go()
            raise
        return len(data)

    def _add(self, view: memoryview) -> None:
        while view:
            if not self._tail and len(view) >= FRAME and isinstance(view.obj, bytes):  # else it may change under us
                self._put(view[:FRAME])
                view = view[FRAME:]
                continue
            room = FRAME - len(self._tail)
            self._tail += view[:room]
            view = view[room:]
            if len(self._tail) == FRAME:
                self._put(self._tail)
                self._tail = bytearray()

    def _put(self, plain: memoryview | bytearray) -> None:
        if self._hasher is not None:
            self._hasher.update(plain)
        self._writer.append(self._sealer.seal(self._number, plain))
        self._number += 1

    def suspend(self) -> str:
        """Make everything written so far durable and let go of it; the handle continues it, in any process."""
        assert self._is_open, "suspended after finish() or abort()"  # noqa: S101 - a programming error
        try:
            self._writer.suspend(self._sealer.seal(self._number, self._tail) if self._tail else b"")
        except BaseException:
            self._let_go()
            raise
        self._is_known = True
        self._release()
        return self.handle

    def finish(self) -> Staged:
        """Make it durable, read it back and compare. Raises EmptyContent (nothing stays behind), StoreFull, Unavailable."""
        assert self._is_open, "finished twice"  # noqa: S101 - a programming error
        size = self.offset
        if not size:
            self.abort()
            raise EmptyContent("the file is empty")
        try:
            if self._tail:
                self._put(self._tail)
            self._writer.finish()
            staged = self._home.read_back(self.handle, size, self._hasher.hexdigest() if self._hasher else None)
        except BaseException:
            self._let_go()
            raise
        self._release()
        return staged

    def abort(self) -> None:
        """Forget everything written. Harmless after finish() or suspend() and when called twice."""
        if self._is_open:
            self._release()
            self._writer.close()
            self._home.forget(self.handle)

    def _let_go(self) -> None:
        """After a failure: what somebody may come back for stays as it was last made durable."""
        if not self._is_known:
            self.abort()
            return
        self._release()
        self._writer.close()

    def _release(self) -> None:
        self._is_open = False
        if self._hasher is not None:
            self._hasher.close()

    def __enter__(self) -> "Incoming":
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._is_open and self._is_known:
            self._let_go()
        self.abort()
