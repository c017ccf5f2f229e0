"""Stills of a video, evenly over its length, one JPEG after the other."""

from collections.abc import Mapping
from typing import Any, BinaryIO

from casework.sandbox.findings import Problem, Unreadable
from casework.sandbox.likeness import likeness_of
from casework.sandbox.readers.images import preview_of
from casework.sandbox.readers.recordings import open_container, still, upright

MOST = 16


def produce(source: BinaryIO, options: Mapping[str, Any], out: BinaryIO) -> dict[str, Any]:
    """Options: `media_type`, `count`, `side`. For still n the facts hold `bytes_n`, `at_n` (seconds) and `likeness_n`."""
    facts: dict[str, Any] = {}
    with open_container(source, str(options["media_type"])) as container:
        if not container.streams.video:
            raise Unreadable(Problem.UNREADABLE)
        count, length, seen, number = min(int(options["count"]), MOST), container.duration or 0, set(), 0
        for place in range(count):
            frame = still(container, length * (2 * place + 1) // (2 * count))
            if frame is None or frame.pts in seen:
                continue
            seen.add(frame.pts)
            picture, number = upright(frame), number + 1
            facts[f"likeness_{number}"] = likeness_of(picture)
            content = preview_of(picture, int(options["side"]))
            facts |= {f"bytes_{number}": len(content), f"at_{number}": round(float(frame.time or 0), 2)}
            out.write(content)
    if not number:
        raise Unreadable(Problem.DAMAGED)
    return facts | {"count": number}
