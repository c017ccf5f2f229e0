"""The loudness of a recording over its length, as a drawing: where somebody speaks, where it is silent."""

import array
from collections.abc import Mapping
from typing import Any, BinaryIO

import av
from PIL import Image, ImageDraw

from casework.sandbox.findings import Problem, Unreadable
from casework.sandbox.readers.recordings import open_container

RATE = 4000
WINDOW = 80  # samples: a fiftieth of a second
WIDTH, HEIGHT = 1200, 160


def produce(source: BinaryIO, options: Mapping[str, Any], out: BinaryIO) -> dict[str, Any]:
    """Options: `media_type`, `seconds` (no more than these are listened to). Writes a PNG of 1200 × 160 pixels."""
    with open_container(source, str(options["media_type"])) as container:
        if not container.streams.audio:
            raise Unreadable(Problem.UNREADABLE)
        peaks = _peaks(container, int(options["seconds"]))
    if not peaks:
        raise Unreadable(Problem.DAMAGED)
    _draw(peaks).save(out, "PNG", optimize=True)
    return {"seconds": round(len(peaks) * WINDOW / RATE, 2), "loudest": max(peaks)}


def _peaks(container: Any, seconds: int) -> list[int]:
    """The largest swing (0 to 32767) of each fiftieth of a second."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    held, peaks, most = array.array("h"), [], seconds * RATE // WINDOW
    stream = container.streams.audio[0]
    for frame in _decoded(container, stream):
        for plain in resampler.resample(frame):
            held.frombytes(bytes(plain.planes[0])[: plain.samples * 2])
        whole = len(held) // WINDOW
        for start in range(0, whole * WINDOW, WINDOW):
            part = held[start : start + WINDOW]
            peaks.append(min(max(max(part), -min(part)), 32767))
        del held[: whole * WINDOW]
        if len(peaks) >= most:
            break
    return peaks[:most]


def _decoded(container: Any, stream: Any) -> Any:
    """Frames up to the first damage: what came before it is shown."""
    try:
        yield from container.decode(stream)
    except av.error.FFmpegError:
        return


def _draw(peaks: list[int]) -> Image.Image:
    picture = Image.new("RGB", (WIDTH, HEIGHT), "#f3f6f9")
    draw, middle = ImageDraw.Draw(picture), HEIGHT // 2
    for x in range(WIDTH):
        part = peaks[x * len(peaks) // WIDTH : max((x + 1) * len(peaks) // WIDTH, x * len(peaks) // WIDTH + 1)]
        swing = max(1, round(max(part) / 32767 * (middle - 4)))
        draw.line((x, middle - swing, x, middle + swing), fill="#2f5d8a")
    return picture
