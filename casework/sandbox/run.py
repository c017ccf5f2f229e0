"""Asking a child what is in a file, and believing as little as possible of what it says."""

import json
import re
import struct
import tempfile
import threading
from typing import Any, BinaryIO

from casework.sandbox.findings import Inspection, Notice, Problem, Value
from casework.sandbox.process import Child, command
from casework.sandbox.signatures import UNKNOWN

SECONDS = 45.0
"""Wall clock for one file; the child's own limit of processor time is shorter."""

MOST_TEXT = 64 * 1024
MOST_PREVIEW = 4 * 1024 * 1024
_LIKENESS = re.compile(r"[0-9a-f]{16}")
_AT_ONCE = threading.BoundedSemaphore(2)


def inspect(source: BinaryIO, filename: str, seconds: float = SECONDS) -> Inspection:
    """Look into an open, seekable file in a confined child. Never raises for what it holds.

    What reading the source raises (AlteredContent of an encrypted store) comes through.
    """
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
    return command("child", filename[-200:].replace("\0", ""))


def _run_child(source: BinaryIO, filename: str, seconds: float) -> tuple[bytes, str]:
    """Return what the child wrote and how it ended: "done", "timeout" or "killed"."""
    most, output = 4 + MOST_TEXT + MOST_PREVIEW, bytearray()
    with Child(_command(filename), source, seconds) as child:
        for piece in child.output():
            output += piece
            if len(output) >= most:
                break
    return bytes(output), child.ended


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
        metadata = plain(body.get("metadata"))
    except (ValueError, KeyError, TypeError, RecursionError):
        return Inspection(UNKNOWN, problem=Problem.TIMEOUT if ended == "timeout" else Problem.LIMITS)
    picture = preview if preview.startswith(b"\xff\xd8\xff") and len(preview) <= MOST_PREVIEW else None
    likeness = str(body.get("likeness"))
    return Inspection(
        _clean(body.get("media_type"))[:120] or UNKNOWN, metadata, picture, problem, notices,
        likeness if _LIKENESS.fullmatch(likeness) else "",
    )  # fmt: skip


def plain(metadata: Any) -> dict[str, Value]:
    """At most a hundred short, flat values."""
    kept: dict[str, Value] = {}
    for name, value in list(metadata.items())[:100] if isinstance(metadata, dict) else []:
        if isinstance(value, str):
            kept[_clean(name)[:40]] = _clean(value)[:500]
        elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e18:
            kept[_clean(name)[:40]] = value
    return kept


def _clean(value: Any) -> str:
    return "".join(letter for letter in str(value or "") if letter.isprintable()).strip()
