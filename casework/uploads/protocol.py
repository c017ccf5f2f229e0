"""The words of tus 1.0.0 (https://tus.io/protocols/resumable-upload): headers in, refusals out. Pure."""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from casework.i18n import _

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,expiration,checksum"
ALGORITHMS = ("sha1", "sha256")
STREAM = "application/offset+octet-stream"
MOST_METADATA = 4096
MOST_CHECKED = 8 * 1024 * 1024
"""Bytes of one piece with a checksum: it is held in memory until the checksum is known to be right."""

_NUMBER = re.compile(r"\d{1,18}")
_KEY = re.compile(r"[\x21-\x2b\x2d-\x7e]+")  # ASCII without blanks and commas
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Refusal(Exception):
    """An answer of the protocol that is not the one hoped for; the text is for whoever sits at the screen."""

    def __init__(self, status: int, text: object = "", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.status, self.text, self.headers = status, str(text), dict(headers or {})


@dataclass(frozen=True)
class Checksum:
    """What the sender says about one piece."""

    algorithm: str
    digest: bytes

    def fits(self, piece: bytes) -> bool:
        """Whether this is the piece."""
        return hashlib.new(self.algorithm, piece, usedforsecurity=False).digest() == self.digest


def require_version(headers: Mapping[str, str]) -> None:
    """Raise Refusal (412) for another version of the protocol, or none."""
    if headers.get("Tus-Resumable") != VERSION:
        raise Refusal(412, headers={"Tus-Version": VERSION})


def length_of(headers: Mapping[str, str], most: int) -> int:
    """The announced size of the whole file. Raises Refusal (400, 413, 422)."""
    if "Upload-Defer-Length" in headers:
        raise Refusal(400, _("The size of the file must be known when its upload begins."))
    size = number(headers, "Upload-Length")
    if size == 0:
        raise Refusal(422, _("The file is empty: there is nothing to keep."))
    if size > most:
        raise Refusal(413, _("The file is larger than this installation takes."), {"Tus-Max-Size": str(most)})
    return size


def number(headers: Mapping[str, str], name: str) -> int:
    """A header that is a number from 0. Raises Refusal (400)."""
    value = headers.get(name, "")
    if not _NUMBER.fullmatch(value):
        raise Refusal(400, f"{name}?")
    return int(value)


def metadata(value: str) -> dict[str, str]:
    """Keys and decoded values of `Upload-Metadata`. Raises Refusal (400, 413)."""
    if len(value) > MOST_METADATA:
        raise Refusal(413, _("The name of the file is too long."))
    found: dict[str, str] = {}
    for pair in value.split(",") if value.strip() else []:
        key, _blank, encoded = pair.strip().partition(" ")
        if not _KEY.fullmatch(key) or key in found:
            raise Refusal(400, "Upload-Metadata?")
        found[key] = _decoded(encoded, "Upload-Metadata").decode("utf-8", "replace")
    return found


def with_name(name: str) -> str:
    """`Upload-Metadata` that says a name and nothing else."""
    return f"filename {base64.b64encode(name.encode()).decode()}"


def checksum(headers: Mapping[str, str]) -> Checksum | None:
    """The checksum of the piece, when one was sent. Raises Refusal (400) for an unknown algorithm."""
    value = headers.get("Upload-Checksum")
    if value is None:
        return None
    algorithm, _blank, encoded = value.partition(" ")
    if algorithm not in ALGORITHMS:
        raise Refusal(400, f"Upload-Checksum? ({', '.join(ALGORITHMS)})")
    return Checksum(algorithm, _decoded(encoded, "Upload-Checksum"))


def hash_of(value: str) -> str:
    """A SHA-256 as a sender writes it, in lower case; "" for none. Raises Refusal (400)."""
    value = value.strip().lower()
    if value and not _SHA256.fullmatch(value):
        raise Refusal(400, "sha256?")
    return value


def expires(moment: datetime) -> str:
    """A time as `Upload-Expires` writes it (RFC 9110)."""
    return format_datetime(moment, usegmt=True)


def _decoded(encoded: str, name: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise Refusal(400, f"{name}?") from None
