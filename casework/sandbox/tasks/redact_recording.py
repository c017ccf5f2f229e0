"""A recording with parts taken out: cut away, blacked out, silenced, beeped over, boxed. Encoded anew throughout.

Only the first video and the first sound are carried over: subtitles, data tracks (positions, sensors), covers, chapters
and every word of metadata stay behind.
"""

import io
import math
from array import array
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, BinaryIO

import av

from casework.sandbox.findings import Problem, Unreadable
from casework.sandbox.readers.images import MOST_PIXELS
from casework.sandbox.readers.recordings import open_container
from casework.sandbox.tasks.boxes import pixels_of

RATE = 48_000
MOST_EARLY = 2_000
TICKS = 90_000
BEEP_HERTZ, BEEP_LEVEL = 1_000, 6_000
_FLAGS = {"movflags": "frag_keyframe+empty_moov+default_base_moof", "fflags": "+bitexact"}
_PERIOD = array("h", [round(BEEP_LEVEL * math.sin(2 * math.pi * n / 48)) for n in range(48)])

Range = tuple[float, float]


def produce(source: BinaryIO, options: Mapping[str, Any], out: BinaryIO) -> dict[str, Any]:
    """Options: `media_type`; lists of [from, to] in seconds: `cut`, `black`, `silence`, `beep`; `boxes`:
    [left, top, width, height, from, to]. Writes MP4 (M4A for sound alone). Facts: `seconds`."""
    marks = Marks(options)
    try:
        with (
            open_container(source, str(options["media_type"])) as container,
            av.open(Forward(out), "w", format="mp4", options=_FLAGS) as made,
        ):
            return Making(container, made, marks).run()
    except av.error.FFmpegError as problem:
        raise Unreadable(Problem.DAMAGED) from problem


class Forward(io.RawIOBase):
    """The product, which FFmpeg may only write from start to end."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def write(self, data: Any) -> int:
        self.out.write(bytes(data))
        return len(data)


class Marks:
    """What to do at which moment."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self.cut, self.black, self.silence, self.beep = (
            sorted((float(a), float(b)) for a, b in options.get(name, []))
            for name in ("cut", "black", "silence", "beep")
        )
        self.boxes = [[float(value) for value in box] for box in options.get("boxes", [])]

    def removed_before(self, at: float) -> float:
        """Seconds that were cut away up to this moment."""
        gone, reached = 0.0, 0.0
        for start, end in self.cut:
            start = max(start, reached)
            if start >= at or end <= start:
                continue
            gone, reached = gone + min(end, at) - start, max(reached, end)
        return gone


def touches(ranges: Sequence[Range], start: float, end: float) -> bool:
    """Whether any of the ranges shares a moment with this one."""
    return any(a < end and b > start for a, b in ranges)


class Making:
    """Decodes, changes and encodes, packet by packet; nothing of the original's packets is copied."""

    def __init__(self, container: Any, made: Any, marks: Marks) -> None:
        self.container = container
        began, streams = (container.start_time or 0) / 1_000_000, container.streams
        pictures = [one for one in streams.video if not one.disposition & av.stream.Disposition.attached_pic]
        self.seen = [*pictures[:1], *streams.audio[:1]]
        if not self.seen:
            raise Unreadable(Problem.UNREADABLE)
        self.makers: dict[int, Any] = {}
        for stream in self.seen:
            if stream.type == "video" and not 0 < stream.width * stream.height <= MOST_PIXELS:
                raise Unreadable(Problem.TOO_MANY_PIXELS)
            stream.codec_context.thread_count = 1
            self.makers[stream.index] = (Pictures if stream.type == "video" else Sound)(made, stream, marks, began)

    def run(self) -> dict[str, Any]:
        first = self.makers[self.seen[0].index]
        early: list[Any] = []
        for packet in self.container.demux(self.seen):
            for frame in packet.decode():
                maker = self.makers[packet.stream.index]
                if maker is not first and not first.is_ready:
                    early.append(frame)  # the file begins with the size of its pictures
                    if len(early) > MOST_EARLY:
                        raise Unreadable(Problem.DAMAGED)
                    continue
                maker.take(frame)
                for waiting in early:
                    self.makers[self.seen[1].index].take(waiting)
                early = []
        if not first.is_ready:
            raise Unreadable(Problem.DAMAGED)
        for maker in self.makers.values():
            maker.end()
        return {"seconds": round(max(maker.seconds for maker in self.makers.values()), 2)}


class Pictures:
    """Video: upright, with black where it is asked for. A picture that shares a moment with a range is all in it.

    Each picture is held back until the next one says how long it is seen: phones write them at uneven times.
    """

    def __init__(self, made: Any, source: Any, marks: Marks, began: float) -> None:
        self.made, self.marks, self.began, self.seconds = made, marks, began, 0.0
        self.held: Any = None
        rate = source.average_rate or Fraction(25)
        self.frame_seconds = float(1 / rate)
        self.out = made.add_stream("libx264", rate=rate)
        self.out.codec_context.thread_count = 1
        self.out.codec_context.time_base = Fraction(1, TICKS)
        self.out.options = {"preset": "veryfast", "crf": "20", "threads": "1", "bf": "0"}
        self.out.pix_fmt = "yuv420p"
        self.graph: Any = None
        self.last = -1

    @property
    def is_ready(self) -> bool:
        """The size is known: sound may be written, too."""
        return self.graph is not None

    def take(self, frame: Any) -> None:
        at = float(frame.time or 0.0) - self.began
        if self.graph is None:
            self.graph = upright(frame, self.out)
        else:
            before, began = self.held
            self.draw(before, began, at if at > began else began + self.frame_seconds)
        self.held = (frame, at)

    def draw(self, frame: Any, at: float, until: float) -> None:
        if touches(self.marks.cut, at, until):
            return
        self.graph.push(frame)
        shown = self.graph.pull()
        shown.make_writable()  # the decoder may still look at its own picture
        if touches(self.marks.black, at, until):
            fill(shown, (0, 0, shown.width, shown.height))
        for box in self.marks.boxes:
            if touches([(box[4], box[5])], at, until):
                fill(shown, pixels_of(box[:4], shown.width, shown.height, 2))
        stamp = max(round((at - self.marks.removed_before(at)) * TICKS), self.last + 1)
        shown.pts, shown.time_base, self.last = stamp, Fraction(1, TICKS), stamp
        shown.pict_type = 0
        self.seconds = stamp / TICKS + self.frame_seconds
        self.made.mux(self.out.encode(shown))

    def end(self) -> None:
        frame, at = self.held
        self.draw(frame, at, math.inf)
        self.made.mux(self.out.encode())


class Sound:
    """Audio: 48 kHz, two channels; silence or a tone is written into the samples."""

    is_ready = True

    def __init__(self, made: Any, _source: Any, marks: Marks, began: float) -> None:
        self.made, self.marks, self.began, self.seconds = made, marks, began, 0.0
        self.out = made.add_stream("aac", rate=RATE, layout="stereo")
        self.out.bit_rate = 128_000
        self.resampler = av.AudioResampler(format="s16", layout="stereo", rate=RATE)
        self.written = 0

    def take(self, frame: Any) -> None:
        for plain in self.resampler.resample(frame):
            self.change(plain)

    def change(self, plain: Any) -> None:
        start = float(plain.time or 0.0) - self.began
        samples = array("h", bytes(plain.planes[0])[: plain.samples * 4])
        for ranges, tone in ((self.marks.silence, False), (self.marks.beep, True)):
            for first, last in spans(ranges, start, plain.samples):
                samples[first * 2 : last * 2] = filling(last - first, tone)
        kept = array("h")
        reached = 0
        for first, last in spans(self.marks.cut, start, plain.samples):
            kept += samples[reached * 2 : first * 2]
            reached = max(reached, last)
        kept += samples[reached * 2 :]
        self.write(kept)

    def write(self, samples: array) -> None:  # type: ignore[type-arg]
        if not samples:
            return
        frame = av.AudioFrame(format="s16", layout="stereo", samples=len(samples) // 2)
        frame.sample_rate = RATE
        frame.planes[0].update(samples.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
        frame.pts, frame.time_base = self.written, Fraction(1, RATE)
        self.written += len(samples) // 2
        self.seconds = self.written / RATE
        self.made.mux(self.out.encode(frame))

    def end(self) -> None:
        for plain in self.resampler.resample(None):
            self.change(plain)
        self.made.mux(self.out.encode())


def spans(ranges: Sequence[Range], start: float, samples: int) -> list[tuple[int, int]]:
    """The samples of a frame that lie in the ranges: first, and the one after the last."""
    found = []
    for begin, end in ranges:
        first = max(0, math.floor((begin - start) * RATE))
        last = min(samples, math.ceil((end - start) * RATE))
        if first < last:
            found.append((first, last))
    return found


def filling(samples: int, tone: bool) -> array:  # type: ignore[type-arg]
    """Silence, or a tone that owes nothing to what was there."""
    if not tone:
        return array("h", bytes(samples * 4))
    return array("h", [value for n in range(samples) for value in (_PERIOD[n % 48],) * 2])


def fill(frame: Any, place: tuple[int, int, int, int]) -> None:
    """Black into all three planes of a yuv420p picture; the place is in even pixels, or at the edge."""
    for index, black in ((0, 16), (1, 128), (2, 128)):
        plane, half = frame.planes[index], 1 if index else 0
        left, top, right, bottom = (value >> half for value in place)
        right, bottom = min(plane.width, right + half), min(plane.height, bottom + half)
        rows = bytearray(plane)
        line = bytes([black]) * (right - left)
        for row in range(top, bottom):
            start = row * plane.line_size + left
            rows[start : start + len(line)] = line
        plane.update(bytes(rows))


def upright(frame: Any, out: Any) -> Any:
    """Turn as the file says a player should, and make both sides even, as H.264 wants them."""
    turns = {90: "cclock", -90: "clock", 270: "clock", -270: "cclock"}
    turn = int(frame.rotation or 0)
    width, height = (frame.height, frame.width) if turn in turns else (frame.width, frame.height)
    out.width, out.height = max(width // 2 * 2, 2), max(height // 2 * 2, 2)
    graph = av.filter.Graph()
    steps = [
        graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1, TICKS))
    ]
    if turn in turns:
        steps.append(graph.add("transpose", turns[turn]))
    elif abs(turn) == 180:
        steps += [graph.add("hflip"), graph.add("vflip")]
    steps += [graph.add("scale", f"{out.width}:{out.height}"), graph.add("format", "yuv420p"), graph.add("buffersink")]
    for before, after in pairwise(steps):
        before.link_to(after)
    graph.configure()
    return graph
