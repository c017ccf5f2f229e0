"""What an inspection can say. Codes only: the words are the reader's language, chosen where they are shown."""

from dataclasses import dataclass, field
from enum import StrEnum

Value = str | int | float


class Problem(StrEnum):
    """Why a file could not be looked into; the original is stored all the same."""

    UNREADABLE = "unreadable"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    TOO_MANY_PIXELS = "too_many_pixels"
    TIMEOUT = "timeout"
    LIMITS = "limits"
    NOT_STARTED = "not_started"


class Unreadable(Exception):
    """Raised by a task inside the child: it cannot make its product, and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class Notice(StrEnum):
    """What a careful reader should know about a file that could be looked into."""

    EXTENSION_DIFFERS = "extension_differs"
    ACTIVE_CONTENT = "active_content"
    PLAYLIST = "playlist"
    PROGRAM = "program"
    SECOND_FORMAT = "second_format"
    UNPACKS_HUGE = "unpacks_huge"
    PATHS_IN_ARCHIVE = "paths_in_archive"
    NOT_UNICODE = "not_unicode"


def both(first: dict[str, Value], second: dict[str, Value]) -> dict[str, Value]:
    """Two sets of facts as one; where they differ both are said, for that is a trace of editing."""
    merged = dict(first)
    for name, value in second.items():
        differs = name in merged and str(merged[name]) != str(value)
        merged[name] = f"{merged[name]} | {value}" if differs else value
    return merged


@dataclass(frozen=True)
class Inspection:
    """What was seen in a file.

    `metadata` holds only what the file says about itself (width, captured_at, latitude ...), as plain values; it may
    be forged like the rest of the file. `preview` is a JPEG drawn anew without metadata, at most 1024 pixels a side.
    `likeness` are sixteen hexadecimal digits (see `sandbox.likeness`), or "".
    """

    media_type: str
    metadata: dict[str, Value] = field(default_factory=dict)
    preview: bytes | None = None
    problem: Problem | None = None
    notices: tuple[Notice, ...] = ()
    likeness: str = ""
