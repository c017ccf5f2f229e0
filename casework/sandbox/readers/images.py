"""Photographs and drawings: size, what the camera wrote, and a small picture drawn anew."""

import io
import re
from collections.abc import Mapping
from typing import Any, BinaryIO

from PIL import ExifTags, Image, ImageFile, ImageOps

from casework.sandbox.findings import Inspection, Problem, Value

MOST_PIXELS = 120_000_000
PREVIEW_SIDE = 1024
_WANTED = ("JPEG", "PNG", "GIF", "TIFF", "BMP", "WEBP", "AVIF", "JPEG2000")

_TEXTS = {
    ExifTags.Base.Make: "camera_make",
    ExifTags.Base.Model: "camera_model",
    ExifTags.Base.Software: "software",
    ExifTags.Base.Artist: "artist",
    ExifTags.Base.Copyright: "copyright",
    ExifTags.Base.ImageDescription: "description",
}
_WHEN = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)")

Image.init()
FORMATS = [name for name in _WANTED if name in Image.OPEN]
Image.MAX_IMAGE_PIXELS = None  # compared by hand below, so that the size is still reported


def read(source: BinaryIO, seen: str) -> Inspection:
    """Size, EXIF and preview. A damaged picture gives what can still be seen of it."""
    with Image.open(source, formats=FORMATS) as image:
        metadata: dict[str, Value] = {"width": image.width, "height": image.height}
        if image.width * image.height > MOST_PIXELS:
            return Inspection(seen, metadata, problem=Problem.TOO_MANY_PIXELS)
        metadata |= _exif(image)
        try:
            image.draft("RGB", (PREVIEW_SIDE * 2, PREVIEW_SIDE * 2))
            image.load()
        except (OSError, SyntaxError, ValueError):
            return Inspection(seen, metadata, _what_is_left(source), Problem.DAMAGED)
        return Inspection(seen, metadata, preview_of(image))


def preview_of(image: Image.Image, side: int = PREVIEW_SIDE) -> bytes:
    """A JPEG of at most `side` pixels a side, upright, on white, without a word of metadata."""
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((side, side))
    layered = upright.convert("RGBA")
    picture = Image.new("RGB", layered.size, "white")
    picture.paste(layered, mask=layered.getchannel("A"))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82)
    return out.getvalue()


def _what_is_left(source: BinaryIO) -> bytes | None:
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    source.seek(0)
    try:
        with Image.open(source, formats=FORMATS) as image:
            return preview_of(image)
    except (OSError, SyntaxError, ValueError):
        return None


def _exif(image: Image.Image) -> dict[str, Value]:
    try:
        exif = image.getexif()
        inner = exif.get_ifd(ExifTags.IFD.Exif)
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except Exception:  # a broken EXIF block does not make the picture unreadable
        return {}
    found: dict[str, Value] = {
        name: str(exif[tag]).strip("\0 ") for tag, name in _TEXTS.items() if str(exif.get(tag, "")).strip("\0 ")
    }
    taken = inner.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    if when := _when(str(taken or ""), str(inner.get(ExifTags.Base.OffsetTimeOriginal) or "")):
        found["captured_at"] = when
    if exif.get(ExifTags.Base.Orientation):
        found["orientation"] = int(exif[ExifTags.Base.Orientation])
    return found | _place(place)


def _when(text: str, offset: str) -> str:
    """EXIF time as ISO 8601; without an offset it is the camera's own clock."""
    match = _WHEN.match(text)
    if not match or match.group(1) == "0000":
        return ""
    year, month, day, hour, minute, second = match.groups()
    zone = offset if re.fullmatch(r"[+-]\d\d:\d\d", offset) else ""
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}"


def _place(gps: Mapping[int, Any]) -> dict[str, Value]:
    """Degrees (WGS 84) and metres, as the camera wrote them."""
    found: dict[str, Value] = {}
    try:
        latitude = _degrees(gps[ExifTags.GPS.GPSLatitude], str(gps[ExifTags.GPS.GPSLatitudeRef]))
        longitude = _degrees(gps[ExifTags.GPS.GPSLongitude], str(gps[ExifTags.GPS.GPSLongitudeRef]))
        if abs(latitude) <= 90 and abs(longitude) <= 180:
            found |= {"latitude": latitude, "longitude": longitude}
        if ExifTags.GPS.GPSAltitude in gps:
            found["altitude"] = round(float(gps[ExifTags.GPS.GPSAltitude]), 1)
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return found
    return found


def _degrees(parts: Any, side: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return round(-value if side[:1].upper() in ("S", "W") else value, 6)
