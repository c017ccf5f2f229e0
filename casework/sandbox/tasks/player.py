"""A copy that a browser can play: H.264 and AAC in MP4, at most 480 lines and 30 pictures a second, upright."""

import io
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any, BinaryIO

import av

from casework.sandbox.findings import Problem, Unreadable
from casework.sandbox.readers.images import MOST_PIXELS
from casework.sandbox.readers.recordings import open_container

MOST_LINES = 480
MOST_RATE = 30
PIECE = 256 * 1024


def produce(source: BinaryIO, options: Mapping[str, Any], out: BinaryIO) -> dict[str, Any]:
    """Options: `media_type`, `seconds` (what is longer is cut there). Writes MP4.

    The copy is put together in the child's memory, whose limit bounds it: an index at the end needs a file that can be
    gone back in. A damaged recording gives what came before the damage.
    """
    made = io.BytesIO()
    with open_container(source, str(options["media_type"])) as container, av.open(made, "w", format="mp4") as copy:
        making = _Copy(container, copy, int(options["seconds"]))
        making.run()
    if not making.seconds:
        raise Unreadable(Problem.DAMAGED)
    for start in range(0, made.tell() if made.seek(0, io.SEEK_END) else 0, PIECE):
        out.write(made.getbuffer()[start : start + PIECE])
    return {"seconds": round(making.seconds, 2), "is_cut": int(making.is_cut), "is_damaged": int(making.is_damaged)}


class _Copy:
    """Decodes, turns, shrinks and encodes, packet by packet."""

    def __init__(self, container: Any, copy: Any, seconds: int) -> None:
        self.container, self.copy, self.most = container, copy, seconds
        self.seconds, self.is_cut, self.is_damaged = 0.0, False, False
        self.seen = [streams[0] for streams in (container.streams.video, container.streams.audio) if streams]
        self.makers: dict[int, Any] = {}
        for stream in self.seen:
            if stream.type == "video" and not 0 < stream.width * stream.height <= MOST_PIXELS:
                raise Unreadable(Problem.TOO_MANY_PIXELS)
            stream.codec_context.thread_count = 1
            self.makers[stream.index] = _Pictures(copy, stream) if stream.type == "video" else _Sound(copy)

    def run(self) -> None:
        try:
            for packet in self.container.demux(self.seen):
                for frame in packet.decode():
                    if frame.time is not None and frame.time >= self.most:
                        self.is_cut = True
                        return self._end()
                    self.makers[packet.stream.index].take(frame)
                    self.seconds = max(self.seconds, float(frame.time or 0) + 0.001)
        except av.error.FFmpegError:
            self.is_damaged = True
        self._end()

    def _end(self) -> None:
        for maker in self.makers.values():
            maker.end()


class _Pictures:
    """Video: the size is known with the first frame, which says how it is turned."""

    def __init__(self, copy: Any, source: Any) -> None:
        self.copy, self.rate = copy, min(float(source.average_rate or 25), MOST_RATE)
        self.out: Any = copy.add_stream("libx264", rate=Fraction(self.rate).limit_denominator(1001))
        self.out.codec_context.thread_count = 1
        self.out.options = {"preset": "veryfast", "crf": "28", "profile": "main", "threads": "1"}
        self.out.pix_fmt = "yuv420p"
        self.out.codec_context.time_base = Fraction(1, 1000)
        self.graph: Any = None
        self.next_at, self.last = 0.0, -1

    def take(self, frame: Any) -> None:
        at = float(frame.time or 0)
        if at + 0.001 < self.next_at:
            return
        self.next_at = max(at, self.next_at) + 0.98 / self.rate if self.rate < MOST_RATE else at + 1 / MOST_RATE
        if self.graph is None:
            self.graph = _graph(frame, self.out)
        self.graph.push(frame)
        shown = self.graph.pull()
        stamp = max(round(at * 1000), self.last + 1)
        shown.pts, shown.time_base, self.last = stamp, Fraction(1, 1000), stamp
        shown.pict_type = 0
        self.copy.mux(self.out.encode(shown))

    def end(self) -> None:
        if self.graph is not None:
            self.copy.mux(self.out.encode())


class _Sound:
    """Audio: 48 kHz, one or two channels."""

    def __init__(self, copy: Any) -> None:
        self.copy, self.out = copy, copy.add_stream("aac", rate=48_000, layout="stereo")
        self.out.bit_rate = 80_000
        self.resampler = av.AudioResampler(format="fltp", layout="stereo", rate=48_000)

    def take(self, frame: Any) -> None:
        for plain in self.resampler.resample(frame):
            self.copy.mux(self.out.encode(plain))

    def end(self) -> None:
        for plain in self.resampler.resample(None):
            self.copy.mux(self.out.encode(plain))
        self.copy.mux(self.out.encode())


def _graph(frame: Any, out: Any) -> Any:
    """Turn, then shrink; both sides even, as H.264 wants them."""
    turns = {90: "cclock", -90: "clock", 270: "clock", -270: "cclock"}
    turn = int(frame.rotation or 0)
    sideways = turn in turns
    width, height = (frame.height, frame.width) if sideways else (frame.width, frame.height)
    lines = min(height, MOST_LINES) // 2 * 2 or 2
    out.height, out.width = lines, max(round(width * lines / height) // 2 * 2, 2)
    graph = av.filter.Graph()
    steps = [graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1, 1000))]
    if sideways:
        steps.append(graph.add("transpose", turns[turn]))
    elif abs(turn) == 180:
        steps += [graph.add("hflip"), graph.add("vflip")]
    steps += [
        graph.add("scale", f"{out.width}:{out.height}"),
        graph.add("format", "yuv420p"),
        graph.add("buffersink"),
    ]
    for before, after in pairwise(steps):
        before.link_to(after)
    graph.configure()
    return graph
