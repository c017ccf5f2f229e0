"""The master key: versioned, outside the database: a file that only its owner reads, a variable, or a command's output."""

import base64
import binascii
import fcntl
import json
import os
import shlex
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from casework.config import Settings
from casework.vault.crypto import KEY_BYTES, key_id, new_key

ASK_AGAIN_AFTER = 60.0
COMMAND_SECONDS = 20


@dataclass(frozen=True, repr=False)
class MasterKey:
    """One version. `id` may be written down anywhere, `secret` never."""

    version: int
    secret: bytes
    created: str = ""

    @property
    def id(self) -> str:
        return key_id(self.secret)


@dataclass(frozen=True, repr=False)
class KeyRing:
    """Every master key at hand; `current` wraps, the others still unwrap."""

    keys: tuple[MasterKey, ...]

    @property
    def current(self) -> MasterKey:
        return max(self.keys, key=lambda key: key.version)

    def find(self, wanted: str) -> MasterKey | None:
        return next((key for key in self.keys if key.id == wanted), None)


class NoMasterKey(Exception):
    """There is no usable master key; the message says why, without key material."""


def load(settings: Settings, *, fresh: bool = False) -> KeyRing:
    """The ring from CASEWORK_MASTER_KEY, from a command or from the key file.

    The file is read anew each time: a rotation is seen at once. A command is asked once a minute; `fresh` asks now.
    Raises NoMasterKey.
    """
    if settings.master_key is not None:
        return _ring_of(settings.master_key)
    if settings.master_key_command is not None:
        return _ring_of(_output_of(settings.master_key_command, fresh))
    try:
        document = json.loads(settings.master_key_file.read_text())
    except FileNotFoundError:
        raise NoMasterKey("There is no master key file.") from None
    except (OSError, ValueError):
        raise NoMasterKey("The master key file cannot be read.") from None
    return _parse(document)


def is_in_file(settings: Settings) -> bool:
    """True when Casework itself keeps the master key, in a file, and may add versions to it."""
    return settings.master_key is None and settings.master_key_command is None


def decode(text: str) -> bytes:
    """A key written in base64. Raises NoMasterKey, without repeating the text."""
    try:
        secret = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        secret = b""
    if len(secret) != KEY_BYTES:
        raise NoMasterKey("The master key must be 32 bytes in base64.") from None
    return secret


def _ring_of(text: str) -> KeyRing:
    """Keys in base64, the current one first, then those that must still unwrap, parted by blanks or lines."""
    words = text.split() or [""]
    return KeyRing(tuple(MasterKey(len(words) - at, decode(word)) for at, word in enumerate(words)))


_answers: dict[str, tuple[float, str]] = {}


def _output_of(command: str, fresh: bool) -> str:
    """What the command prints, kept in memory for a minute, also when it prints nothing (it may ask a slow machine)."""
    asked, kept = _answers.get(command, (0.0, ""))
    if not fresh and asked and time.monotonic() - asked < ASK_AGAIN_AFTER:
        return kept
    _answers[command] = (time.monotonic(), _ask(command))
    return _answers[command][1]


def _ask(command: str) -> str:
    """Run without a shell. Its error output is thrown away: it may hold key material."""
    try:
        done = subprocess.run(
            shlex.split(command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=COMMAND_SECONDS, check=True, text=True,
        )  # fmt: skip
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""
    return done.stdout


def _parse(document: Any) -> KeyRing:
    try:
        keys = tuple(
            MasterKey(int(row["version"]), decode(row["key"]), str(row["created"])) for row in document["keys"]
        )
    except (KeyError, TypeError, ValueError, NoMasterKey):
        raise NoMasterKey("The master key file is damaged.") from None
    if not keys:
        raise NoMasterKey("The master key file is damaged.")
    return KeyRing(keys)


def create(path: Path) -> KeyRing:
    """Make version 1 in a new file. Two processes that start together agree on one key: the first file stays.

    Raises FileExistsError when there is a file already.
    """
    ring = KeyRing((MasterKey(1, new_key(), _today()),))
    temporary = _write_beside(path, ring)
    try:
        os.link(temporary, path)
    finally:
        temporary.unlink()
    _sync_folder(path.parent)
    return ring


def add_version(path: Path, ring: KeyRing) -> KeyRing:
    """A further version becomes current; the earlier ones stay until `replace` leaves them out."""
    fresh = MasterKey(ring.current.version + 1, new_key(), _today())
    return replace(path, KeyRing((*ring.keys, fresh)))


def replace(path: Path, ring: KeyRing) -> KeyRing:
    """Put `ring` in the place of the file, whole or not at all."""
    os.replace(_write_beside(path, ring), path)
    _sync_folder(path.parent)
    return ring


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One rotation at a time: two that add a version at once would leave one of the new keys out of the file."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def is_private(path: Path) -> bool:
    """True when nobody but the owner of the file may read it."""
    return path.stat().st_mode & 0o077 == 0


def _write_beside(path: Path, ring: KeyRing) -> Path:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    rows = [
        {"version": key.version, "created": key.created, "key": base64.b64encode(key.secret).decode()}
        for key in ring.keys
    ]
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump({"format": 1, "keys": rows}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return temporary


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    with suppress(OSError):
        os.fsync(descriptor)
    os.close(descriptor)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
