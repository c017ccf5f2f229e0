"""Asking a ClamAV daemon about a stream of bytes (clamd's INSTREAM, man clamd). Standard library only."""

import contextlib
import socket
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import BinaryIO

from casework.evidence.viewing_models import ScanOutcome

MOST_BYTES = 25 * 1024 * 1024
"""clamd's own default StreamMaxLength. Beyond it an engine may answer OK about what it did not look at."""

SECONDS = 120.0
_PIECE = 256 * 1024
_MOST_ANSWER = 4096


@dataclass(frozen=True)
class Verdict:
    """What the daemon said; `reason` is a code for not scanned: too_large, no_answer, refused, encrypted."""

    outcome: ScanOutcome
    found: str = ""
    reason: str = ""
    engine: str = ""
    signatures: str = ""
    signatures_at: datetime | None = None


def scan(address: str, stream: BinaryIO, size: int, *, locked: bool = False) -> Verdict:
    """Have a stream looked at by the daemon at `address` (a path, or HOST:PORT; `config` allows this machine alone).

    Never raises for what the daemon does: no answer is an answer.

    `locked`: the file is encrypted, so that "nothing found" says nothing.
    """
    try:
        engine, signatures, at = _version(_ask(address, b"zVERSION\0"))
    except OSError:
        return Verdict(ScanOutcome.NOT_SCANNED, reason="no_answer")
    known = Verdict(ScanOutcome.NOT_SCANNED, engine=engine, signatures=signatures, signatures_at=at)
    if size > MOST_BYTES:
        return replace(known, reason="too_large")
    try:
        answer = _ask(address, b"zINSTREAM\0", stream)
    except OSError:
        return replace(known, reason="no_answer")
    words = answer.removeprefix("stream: ")
    if words.endswith(" FOUND"):
        return replace(known, outcome=ScanOutcome.FOUND, found=words.removesuffix(" FOUND")[:200])
    if words == "OK":
        if locked:
            return replace(known, reason="encrypted")
        return replace(known, outcome=ScanOutcome.CLEAN)
    reason = "too_large" if "size limit exceeded" in words else "refused"
    return replace(known, reason=reason)


def _connect(address: str) -> socket.socket:
    if address.startswith("/"):
        made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        made.settimeout(SECONDS)
        try:
            made.connect(address)
        except OSError:
            made.close()
            raise
        return made
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), SECONDS)


def _ask(address: str, command: bytes, stream: BinaryIO | None = None) -> str:
    """Send a command and perhaps a stream; the answer up to its zero byte. Raises OSError."""
    with _connect(address) as daemon:
        daemon.sendall(command)
        if stream is not None:
            with contextlib.suppress(
                BrokenPipeError, ConnectionResetError
            ):  # it stops listening when it has seen enough
                while piece := stream.read(_PIECE):
                    daemon.sendall(len(piece).to_bytes(4, "big") + piece)
                daemon.sendall(bytes(4))
        answer = b""
        while b"\0" not in answer and len(answer) < _MOST_ANSWER:
            piece = daemon.recv(_MOST_ANSWER)
            if not piece:
                break
            answer += piece
    if not answer:
        raise ConnectionError("no answer")
    return answer.split(b"\0")[0].decode("utf-8", "replace").strip()


def _version(words: str) -> tuple[str, str, datetime | None]:
    """`ClamAV 1.0.7/27567/Sat Mar  8 09:37:17 2025` taken apart; an engine without signatures names none."""
    engine, _slash, rest = words.partition("/")
    signatures, _slash, date = rest.partition("/")
    try:
        at = datetime.strptime(" ".join(date.split()), "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    except ValueError:
        at = None
    return engine[:80], signatures[:40], at
