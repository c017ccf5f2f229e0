"""Video and audio: duration, codecs, what the device wrote, and one still."""

import importlib
import pkgutil
import re
from typing import Any, BinaryIO

import av
import av.error
from PIL import Image

from casework.sandbox.findings import Inspection, Problem, Value
from casework.sandbox.likeness import likeness_of
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
    "date": "date_created",
    "com.apple.quicktime.make": "camera_make",
    "make": "camera_make",
    "com.android.manufacturer": "camera_make",
    "com.apple.quicktime.model": "camera_model",
    "model": "camera_model",
    "com.android.model": "camera_model",
    "com.android.version": "android_version",
    "com.apple.quicktime.software": "software",
    "encoder": "writing_program",
    "encoded_by": "creator_program",
    "major_brand": "container_brand",
    "title": "title",
    "artist": "artist",
    "author": "artist",
    "album": "album",
    "copyright": "copyright",
    "comment": "description",
    "description": "description",
    "com.apple.quicktime.content.identifier": "document_id",
    "com.apple.quicktime.location.accuracy.horizontal": "gps_error_m",
}
_STREAM_TAGS = {"handler_name": "handler", "encoder": "stream_encoder", "vendor_id": "vendor", "language": "language"}
_PLACE = re.compile(r"([+-]\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?")
_EPOCHS = ("1904", "1970", "0000")


def read(source: BinaryIO, seen: str) -> Inspection:
    """Everything that the container and its streams say, and one still."""
    if seen not in _FORMATS:
        return Inspection(seen)
    with open_container(source, seen) as container:
        if not container.streams:
            return Inspection(seen, problem=Problem.UNREADABLE)
        metadata = _container(container) | _streams(container)
        if not container.streams.video:
            return Inspection(seen.replace("video/", "audio/") if container.streams.audio else seen, metadata)
        picture = still(container, min(container.duration or 0, 50_000_000) // 10)
        if picture is None:
            return Inspection(seen, metadata, problem=Problem.DAMAGED)
        shown = upright(picture)
        return Inspection(seen, metadata | _turned(picture), preview_of(shown.copy()), likeness=likeness_of(shown))


def open_container(source: BinaryIO, seen: str) -> Any:
    """Open with the one demuxer that the signature names; no protocols, no references to other files."""
    options = {"protocol_whitelist": "none", "probesize": "8000000", "analyzeduration": "8000000"}
    return av.open(source, mode="r", format=_FORMATS[seen], options=options, metadata_errors="replace")


def still(container: Any, start: int) -> Any | None:
    """The picture at `start` (microseconds), as near as it decodes; else one from the beginning; None without any."""
    stream = container.streams.video[0]
    if not 0 < stream.width * stream.height <= MOST_PIXELS:
        return None
    if not stream.codec_context.is_open:
        stream.codec_context.thread_count = 1
    for place in dict.fromkeys((start, 0)):
        try:
            container.seek(place)
            if (frame := _from(container, stream, place / 1_000_000)) is not None:
                return frame
        except (av.error.FFmpegError, ValueError):
            continue
    return None


def _from(container: Any, stream: Any, seconds: float) -> Any | None:
    """Decode on from the key frame before, a little way; what was decoded last when that does not reach."""
    last = None
    for count, packet in enumerate(container.demux(stream)):
        try:
            for last in packet.decode():
                if float(last.time or 0) >= seconds:
                    return last
        except av.error.FFmpegError:
            if last is None:
                raise
            return last
        if count > MOST_PACKETS:
            break
    return last


def upright(frame: Any) -> Image.Image:
    """A frame as it is meant to be seen: telephones film sideways and note by how much."""
    picture: Image.Image = frame.to_image(threads=1)
    return picture.rotate(frame.rotation, expand=True) if frame.rotation else picture


def _turned(frame: Any) -> dict[str, Value]:
    return {"rotation": int(frame.rotation)} if frame.rotation else {}


def _container(container: Any) -> dict[str, Value]:
    found: dict[str, Value] = {"streams": len(container.streams)}
    if container.duration:
        found["duration_seconds"] = round(container.duration / 1_000_000, 2)
    if container.bit_rate:
        found["bit_rate"] = int(container.bit_rate)
    tags = {name.lower(): str(value).strip() for name, value in container.metadata.items()}
    for tag, name in _TAGS.items():
        value = tags.get(tag, "")
        if value and not (name == "captured_at" and value[:4] in _EPOCHS):
            found[name] = value
    place = tags.get("com.apple.quicktime.location.iso6709") or tags.get("location", "")
    if match := _PLACE.match(place):
        found |= {"latitude": float(match.group(1)), "longitude": float(match.group(2))}
        if match.group(3):
            found["altitude"] = float(match.group(3))
    return found


def _streams(container: Any) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for stream in container.streams:
        for tag, name in _STREAM_TAGS.items():
            if stream.metadata.get(tag) not in (None, "", "und", "[0][0][0][0]"):
                found.setdefault(name, str(stream.metadata[tag]).strip("\0 "))
        made = str(stream.metadata.get("creation_time", ""))
        if made and made[:4] not in _EPOCHS:
            found.setdefault("stream_created_at", made)
    if container.streams.video:
        stream = container.streams.video[0]
        found |= {"video_codec": stream.codec_context.name, "width": stream.width, "height": stream.height}
        if stream.average_rate:
            found["frames_per_second"] = round(float(stream.average_rate), 2)
        if stream.frames:
            found["frames"] = int(stream.frames)
    if container.streams.audio:
        stream = container.streams.audio[0]
        found |= {"audio_codec": stream.codec_context.name, "sample_rate": stream.rate, "channels": stream.channels}
    return found
