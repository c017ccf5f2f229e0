"""Video and audio: duration, codecs, what the device wrote, and one still."""

import importlib
import pkgutil
import re
from typing import Any, BinaryIO

import av
import av.error
from PIL import Image  # noqa: F401 - frames become pictures through it; loaded before files are closed off

from casework.sandbox.findings import Inspection, Problem, Value
from casework.sandbox.readers.images import MOST_PIXELS, preview_of

MOST_PACKETS = 600

for _module in pkgutil.walk_packages(av.__path__, "av."):
    if "__main__" not in _module.name:
        importlib.import_module(_module.name)  # PyAV loads its parts late; here no file can be opened then

# The demuxer is forced by the signature: left to guess, it would follow a playlist to other files or addresses.
_FORMATS = {
    "video/mp4": "mov",
    "video/quicktime": "mov",
    "video/3gpp": "mov",
    "audio/mp4": "mov",
    "video/webm": "matroska",
    "video/x-matroska": "matroska",
    "video/x-msvideo": "avi",
    "video/mpeg": "mpeg",
    "video/mp2t": "mpegts",
    "video/x-flv": "flv",
    "video/x-ms-asf": "asf",
    "video/ogg": "ogg",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "audio/flac": "flac",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "audio/x-caf": "caf",
}
_TAGS = {
    "creation_time": "captured_at",
    "com.apple.quicktime.creationdate": "captured_at",
    "com.apple.quicktime.make": "camera_make",
    "com.apple.quicktime.model": "camera_model",
    "com.android.version": "android_version",
    "encoder": "software",
    "title": "title",
    "artist": "artist",
    "comment": "description",
}
_PLACE = re.compile(r"([+-]\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)")


def read(source: BinaryIO, seen: str) -> Inspection:
    """Open with the one demuxer that the signature names; no protocols, no references to other files."""
    if seen not in _FORMATS:
        return Inspection(seen)
    with open_container(source, seen) as container:
        if not container.streams:
            return Inspection(seen, problem=Problem.UNREADABLE)
        metadata = _container(container) | _streams(container)
        if not container.streams.video:
            return Inspection(seen.replace("video/", "audio/") if container.streams.audio else seen, metadata)
        preview = _still(container)
        return Inspection(seen, metadata, preview, None if preview else Problem.DAMAGED)


def open_container(source: BinaryIO, seen: str) -> Any:
    """Open with the one demuxer that the signature names; no protocols, no references to other files."""
    options = {"protocol_whitelist": "none", "probesize": "8000000", "analyzeduration": "8000000"}
    return av.open(source, mode="r", format=_FORMATS[seen], options=options, metadata_errors="replace")


def _container(container: Any) -> dict[str, Value]:
    found: dict[str, Value] = {}
    if container.duration:
        found["duration_seconds"] = round(container.duration / 1_000_000, 2)
    for tag, name in _TAGS.items():
        value = str(container.metadata.get(tag, "")).strip()
        if value and not (name == "captured_at" and value[:4] in ("1904", "1970", "0000")):
            found[name] = value
    place = container.metadata.get("com.apple.quicktime.location.ISO6709") or container.metadata.get("location", "")
    if match := _PLACE.match(place):
        found |= {"latitude": float(match.group(1)), "longitude": float(match.group(2))}
    return found


def _streams(container: Any) -> dict[str, Value]:
    found: dict[str, Value] = {}
    if container.streams.video:
        stream = container.streams.video[0]
        found |= {"video_codec": stream.codec_context.name, "width": stream.width, "height": stream.height}
        if stream.average_rate:
            found["frames_per_second"] = round(float(stream.average_rate), 2)
    if container.streams.audio:
        stream = container.streams.audio[0]
        found |= {"audio_codec": stream.codec_context.name, "sample_rate": stream.rate, "channels": stream.channels}
    return found


def _still(container: Any) -> bytes | None:
    """The first picture that decodes, looked for a little way in; None when there is none."""
    stream = container.streams.video[0]
    if not 0 < stream.width * stream.height <= MOST_PIXELS:
        return None
    stream.codec_context.thread_count = 1
    for start in (min(container.duration or 0, 50_000_000) // 10, 0):
        try:
            container.seek(start)
            for count, packet in enumerate(container.demux(stream)):
                for frame in packet.decode():
                    return preview_of(frame.to_image(threads=1))
                if count > MOST_PACKETS:
                    break
        except (av.error.FFmpegError, ValueError):
            continue
    return None
