"""One hand at a time on an upload, across threads, processes and machines; a lock dies with the process that held it.

On SQLite there is one machine: a file is locked (flock). On PostgreSQL a connection of its own holds an advisory lock,
outside any transaction. Neither needs a deadline: after `kill -9` the system lets go, and the sender continues at once.
"""

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from casework.errors import CaseworkError

PATIENCE = 3.0
_AGAIN_AFTER = 0.05
_SPACE = 0x7570  # "up": the first of the two numbers of our advisory locks
_holders: dict[tuple[str, str], Callable[[], None]] = {}
_guard = threading.Lock()


class Busy(CaseworkError):
    """Another request has the upload in hand."""


@contextmanager
def held(
    engine: Engine, folder: Path, token: str, number: int, *, give_way: Callable[[], None] | None = None
) -> Iterator[None]:
    """Hold the lock of an upload. Raises Busy after some seconds.

    A client that comes back while its old request still hangs asks that one to give way (in this process, by its
    `give_way`); in another process the old request ends by its own silence.
    """
    name = (str(engine.url), token)
    deadline = time.monotonic() + PATIENCE
    while not (release := _try(engine, folder, token, number)):
        with _guard:
            stop = _holders.get(name)
        if stop is not None:
            stop()
        if time.monotonic() > deadline:
            raise Busy
        time.sleep(_AGAIN_AFTER)
    try:
        with _guard:
            _holders[name] = give_way or _nothing
        yield
    finally:
        with _guard:
            _holders.pop(name, None)
        release()


def _nothing() -> None:
    """What cannot be hurried."""


def _try(engine: Engine, folder: Path, token: str, number: int) -> Callable[[], None] | None:
    if engine.dialect.name == "postgresql":
        return _try_server(engine, number)
    return _try_file(folder, token)


def _try_server(engine: Engine, number: int) -> Callable[[], None] | None:
    connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    values = {"space": _SPACE, "number": number}
    try:
        if connection.execute(text("SELECT pg_try_advisory_lock(:space, :number)"), values).scalar():

            def release() -> None:
                with contextlib.closing(connection):
                    connection.execute(text("SELECT pg_advisory_unlock(:space, :number)"), values)

            return release
    except BaseException:
        connection.close()
        raise
    connection.close()
    return None


def _try_file(folder: Path, token: str) -> Callable[[], None] | None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{token}.lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.stat(path).st_ino != os.fstat(handle).st_ino:  # its last holder took the name away meanwhile
            raise BlockingIOError
    except (BlockingIOError, FileNotFoundError):
        os.close(handle)
        return None

    def release() -> None:
        path.unlink(missing_ok=True)
        os.close(handle)

    return release
