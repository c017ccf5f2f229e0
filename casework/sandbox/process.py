"""A confined child: started with an empty environment, fed one file, read until a deadline, and never outlived."""

import contextlib
import os
import selectors
import signal
import socket
import subprocess  # a new interpreter is the point of this module
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

from casework.sandbox.served import Serving

TICK_SECONDS = 5.0
_PIECE = 64 * 1024
_BOOT = "import sys; sys.path[:] = {paths!r}; from casework.sandbox.{module} import main; main()"
_PACKAGES = ("PIL", "puremagic", "openpyxl")


def command(module: str, argument: str) -> list[str]:
    """A bare interpreter (-I: no environment, no user site; -S: no site) with only the folders it needs."""
    folders = [str(Path(__file__).resolve().parents[2]), *sys.path]
    for package in _PACKAGES:
        spec = find_spec(package)
        if spec and spec.origin:
            folders.append(str(Path(spec.origin).parents[1]))
    paths = [folder for folder in dict.fromkeys(folders) if folder and Path(folder).exists()]
    return [sys.executable, "-I", "-S", "-B", "-c", _BOOT.format(paths=paths, module=module), argument]


class Child:
    """One child and the file that is served to it. Leaving the `with` block ends it, whatever it was doing."""

    def __init__(self, words: list[str], source: BinaryIO, seconds: float) -> None:
        self._deadline = time.monotonic() + seconds
        self.ended = ""
        ours, theirs = socket.socketpair()
        try:
            self._process = subprocess.Popen(
                words,
                stdin=theirs.fileno(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={},
                start_new_session=True,
            )
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        self._serving = Serving(source, ours)

    def output(self, tick: Callable[[], None] | None = None) -> Iterator[bytes]:
        """What it writes, until it ends or the deadline passes; `tick` is called about every five seconds."""
        assert self._process.stdout is not None  # noqa: S101 - for the type checker
        handle = self._process.stdout.fileno()
        ticked = time.monotonic()
        with selectors.DefaultSelector() as selector:
            selector.register(handle, selectors.EVENT_READ)
            while (left := self._deadline - time.monotonic()) > 0:
                if tick is not None and time.monotonic() - ticked >= TICK_SECONDS:
                    tick()
                    ticked = time.monotonic()
                if selector.select(min(left, TICK_SECONDS)):
                    piece = os.read(handle, _PIECE)
                    if not piece:
                        return
                    yield piece
        self.ended = "timeout"

    def __enter__(self) -> "Child":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_more: object) -> None:
        patience = 1.0 if kind is None and not self.ended else 0.0
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process.wait()
        self._serving.stop()
        self.ended = self.ended or ("done" if self._process.returncode == 0 else "killed")
        if kind is None and self._serving.trouble is not None:
            raise self._serving.trouble
