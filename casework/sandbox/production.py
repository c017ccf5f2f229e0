"""Having a child make a new file out of an untrusted one: a still, a player's copy, a redacted copy.

The parent copies what comes out of the child into a sink, in constant memory; it never looks into it. A task is a
module of `casework.sandbox.tasks` with one function, `produce(source, options, out)`.
"""

import json
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Protocol

from casework.sandbox import process
from casework.sandbox.findings import Problem, Value
from casework.sandbox.process import Child, command
from casework.sandbox.run import MOST_TEXT, plain

DATA, END = b"D", b"E"
MOST_PIECE = 64 * 1024
_NAME = re.compile(r"[a-z][a-z_]{0,40}")
_QUICK_SECONDS = 60.0
_QUICK, _LONG = threading.BoundedSemaphore(1), threading.BoundedSemaphore(1)


class Sink(Protocol):
    """Where the product goes: the store's `Incoming`, or anything else that takes bytes."""

    def write(self, data: bytes, /) -> object: ...


@dataclass(frozen=True)
class Limits:
    """What one product may cost: wall clock and processor seconds, bytes of memory, bytes of the product."""

    seconds: float = 600.0
    cpu_seconds: int = 900
    most_bytes: int = 256 * 1024 * 1024
    memory: int = 2 * 1024**3


@dataclass(frozen=True)
class Produced:
    """How it ended. Only without a `problem` is the product whole; otherwise throw away what the sink holds.

    `facts` are what the task says about its work (plain values, as far from trusted as the file is).
    """

    size: int = 0
    facts: dict[str, Value] = field(default_factory=dict)
    problem: Problem | None = None


def produce(
    task: str,
    options: Mapping[str, Any],
    source: BinaryIO,
    sink: Sink,
    limits: Limits | None = None,
    tick: Callable[[], None] | None = None,
) -> Produced:
    """Run `casework.sandbox.tasks.<task>` confined (no network, no files, no programs) on an open, seekable file.

    `options` are JSON. `tick` is called about every five seconds (a job renews its lease there; what it raises ends
    the child). Raises ValueError for a name that is none; what reading the source or writing the sink raises (StoreFull)
    comes through. What the file holds is never an error: it is `Produced.problem`.
    """
    if not _NAME.fullmatch(task):
        raise ValueError("not the name of a task")
    limits = limits or Limits()
    words = {"task": task, "options": options, "cpu": limits.cpu_seconds, "memory": limits.memory}
    unpacking = _Unpacking(sink, limits.most_bytes)
    with _turn(limits, tick):
        try:
            child = Child(command("making", json.dumps(words)), source, limits.seconds)
        except OSError:
            return Produced(problem=Problem.NOT_STARTED)
        with child:
            unpacking.run(child.output(tick))
    return _result(unpacking, child.ended)


@contextmanager
def _turn(limits: Limits, tick: Callable[[], None] | None) -> Iterator[None]:
    """One long and one quick product at a time: a page that somebody waits for does not queue behind a video."""
    turn = _QUICK if limits.seconds <= _QUICK_SECONDS else _LONG
    while not turn.acquire(timeout=process.TICK_SECONDS):
        if tick is not None:
            tick()
    try:
        yield
    finally:
        turn.release()


class _Unpacking:
    """Takes the child's output apart: pieces of the product, then one answer. Anything else ends it."""

    def __init__(self, sink: Sink, most: int) -> None:
        self._sink, self._room = sink, most
        self.size, self.answer, self.is_over = 0, b"", False

    def run(self, pieces: Iterable[bytes]) -> None:
        held = bytearray()
        for piece in pieces:
            held += piece
            while len(held) >= 5 and not self.answer:
                length = int.from_bytes(held[1:5], "big")
                if length > MOST_PIECE:
                    self.is_over = True
                if self.is_over or len(held) < 5 + length:
                    break
                self._take(bytes(held[:1]), bytes(held[5 : 5 + length]))
                del held[: 5 + length]
            if self.is_over or self.answer:
                return

    def _take(self, kind: bytes, content: bytes) -> None:
        if kind == END:
            self.answer = content
            return
        self.size += len(content)
        if kind != DATA or self.size > self._room:
            self.is_over = True
            return
        self._sink.write(content)


def _result(unpacking: _Unpacking, ended: str) -> Produced:
    try:
        body = json.loads(unpacking.answer) if len(unpacking.answer) <= MOST_TEXT else {}
        problem = Problem(body["problem"]) if body.get("problem") else None
        return Produced(unpacking.size, plain(body.get("facts")), problem)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Produced(unpacking.size, problem=Problem.TIMEOUT if ended == "timeout" else Problem.LIMITS)
