"""Starting the child, feeding it one file descriptor, and believing as little as possible of what it says."""

import contextlib
import json
import os
import selectors
import signal
import struct
import subprocess  # a new interpreter is the point of this module
import sys
import tempfile
import threading
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO

from casework.sandbox.findings import Inspection, Notice, Problem, Value
from casework.sandbox.signatures import UNKNOWN

SECONDS = 45.0
"""Wall clock for one file; the child's own limit of processor time is shorter."""

MOST_TEXT = 64 * 1024
MOST_PREVIEW = 4 * 1024 * 1024
_AT_ONCE = threading.BoundedSemaphore(2)
_BOOT = "import sys; sys.path[:] = {paths!r}; from casework.sandbox.child import main; main()"


def inspect(source: BinaryIO, filename: str, seconds: float = SECONDS) -> Inspection:
    """Look into an open file (with a descriptor, read only) in a confined child. Never raises for what it holds."""
    with _AT_ONCE:
        try:
            output, ended = _run_child(source, filename, seconds)
        except OSError:
            return Inspection(UNKNOWN, problem=Problem.NOT_STARTED)
    return _believe(output, ended)


def isolation() -> dict[str, bool]:
    """Which of the child's restrictions take hold on this machine, tried with an empty text; for `doctor`."""
    with tempfile.TemporaryFile() as probe:
        probe.write(b"probe\n")
        probe.flush()
        output, _ended = _run_child(probe, "probe.txt", SECONDS)
    try:
        held = _split(output)[0]["isolation"]
        return {str(name): value is True for name, value in held.items()}
    except (ValueError, KeyError, AttributeError):
        return {}


def _command(filename: str) -> list[str]:
    """A bare interpreter (-I: no environment, no user site; -S: no site) with only the folders it needs."""
    folders = [str(Path(__file__).resolve().parents[2]), *sys.path]
    for package in ("PIL", "puremagic"):
        spec = find_spec(package)
        if spec and spec.origin:
            folders.append(str(Path(spec.origin).parents[1]))
    paths = [folder for folder in dict.fromkeys(folders) if folder and Path(folder).exists()]
    return [sys.executable, "-I", "-S", "-B", "-c", _BOOT.format(paths=paths), filename[-200:].replace("\0", "")]


def _run_child(source: BinaryIO, filename: str, seconds: float) -> tuple[bytes, str]:
    """Return what the child wrote and how it ended: "done", "timeout" or "killed"."""
    os.lseek(source.fileno(), 0, os.SEEK_SET)
    child = subprocess.Popen(
        _command(filename),
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={},
        start_new_session=True,
    )
    assert child.stdout is not None  # noqa: S101 - for the type checker
    try:
        output, in_time = _drain(child.stdout, seconds)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL) if child.poll() is None and not _ends_soon(child) else None
        child.stdout.close()
        child.wait()
    return output, "timeout" if not in_time else "done" if child.returncode == 0 else "killed"


def _ends_soon(child: subprocess.Popen[bytes]) -> bool:
    try:
        child.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return False
    return True


def _drain(pipe: Any, seconds: float) -> tuple[bytes, bool]:
    """Read until the end, the limit or the deadline; the second value is false at the deadline."""
    deadline, most = time.monotonic() + seconds, 4 + MOST_TEXT + MOST_PREVIEW
    output = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while len(output) < most:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                return bytes(output), False
            chunk = os.read(pipe.fileno(), 65536)
            if not chunk:
                break
            output += chunk
    return bytes(output), True


def _split(output: bytes) -> tuple[dict[str, Any], bytes]:
    if len(output) < 4:
        raise ValueError("no answer")
    (length,) = struct.unpack(">I", output[:4])
    if length > MOST_TEXT or len(output) < 4 + length:
        raise ValueError("an answer of the wrong length")
    body = json.loads(output[4 : 4 + length])
    if not isinstance(body, dict):
        raise ValueError("not an answer")
    return body, output[4 + length :]


def _believe(output: bytes, ended: str) -> Inspection:
    """Take the answer apart as if an attacker had written it: he may have."""
    try:
        body, preview = _split(output)
        problem = Problem(body["problem"]) if body.get("problem") else None
        notices = tuple(dict.fromkeys(Notice(code) for code in body.get("notices", [])))
        metadata = _plain(body.get("metadata"))
    except (ValueError, KeyError, TypeError, RecursionError):
        return Inspection(UNKNOWN, problem=Problem.TIMEOUT if ended == "timeout" else Problem.LIMITS)
    picture = preview if preview.startswith(b"\xff\xd8\xff") and len(preview) <= MOST_PREVIEW else None
    return Inspection(_clean(body.get("media_type"))[:120] or UNKNOWN, metadata, picture, problem, notices)


def _plain(metadata: Any) -> dict[str, Value]:
    """At most sixty short, flat values."""
    kept: dict[str, Value] = {}
    for name, value in list(metadata.items())[:60] if isinstance(metadata, dict) else []:
        if isinstance(value, str):
            kept[_clean(name)[:40]] = _clean(value)[:500]
        elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e18:
            kept[_clean(name)[:40]] = value
    return kept


def _clean(value: Any) -> str:
    return "".join(letter for letter in str(value or "") if letter.isprintable()).strip()
