"""What a camera wrote into a picture: EXIF 2.32, GPS with direction and precision. Plain values only."""

import re
from collections.abc import Mapping
from typing import Any

from PIL import ExifTags, Image

from casework.sandbox.findings import Value

_B, _G = ExifTags.Base, ExifTags.GPS
_TEXTS = {
    _B.Make: "camera_make",
    _B.Model: "camera_model",
    _B.Software: "software",
    _B.HostComputer: "host_computer",
    _B.Artist: "artist",
    _B.Copyright: "copyright",
    _B.ImageDescription: "description",
}
_INNER_TEXTS = {
    _B.LensModel: "lens",
    _B.BodySerialNumber: "serial_number",
    _B.CameraOwnerName: "camera_owner",
    _B.ImageUniqueID: "image_id",
}
_XP = {0x9C9B: "title", 0x9C9C: "comment", 0x9C9D: "artist", 0x9C9E: "keywords"}  # Windows Explorer's, UTF-16
_WHEN = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)")


def facts(image: Image.Image) -> dict[str, Value]:
    """Everything that is there; a broken block gives what came before it."""
    found: dict[str, Value] = {}
    try:
        exif = image.getexif()
        inner, place = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
        found |= _texts(exif, _TEXTS) | _texts(inner, _INNER_TEXTS) | _windows(exif)
        found |= _times(exif, inner) | _exposure(inner) | _comment(inner)
        if note := inner.get(_B.MakerNote):
            found["maker_note_bytes"] = len(note)
        if exif.get(_B.Orientation):
            found["orientation"] = int(exif[_B.Orientation])
        found |= where(place)
        if small := exif.get_ifd(ExifTags.IFD.IFD1):
            found["thumbnail_bytes"] = int(small.get(_B.JpegIFByteCount, 0))
    except Exception:  # a broken EXIF block does not make the picture unreadable
        return found
    return found


def when(text: str, offset: str = "") -> str:
    """EXIF time as ISO 8601; without an offset it is the camera's own clock."""
    match = _WHEN.match(text)
    if not match or match.group(1) == "0000":
        return ""
    year, month, day, hour, minute, second = match.groups()
    zone = offset if re.fullmatch(r"[+-]\d\d:\d\d", offset) else ""
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}"


def where(gps: Mapping[int, Any]) -> dict[str, Value]:
    """Degrees (WGS 84) and metres, direction of view, and the satellites' own time, as the camera wrote them."""
    found: dict[str, Value] = {}
    try:
        if _G.GPSDateStamp in gps and _G.GPSTimeStamp in gps:
            hour, minute, second = (int(float(part)) for part in gps[_G.GPSTimeStamp])
            found["gps_at"] = f"{str(gps[_G.GPSDateStamp]).replace(':', '-')}T{hour:02}:{minute:02}:{second:02}Z"
        latitude = _degrees(gps[_G.GPSLatitude], str(gps[_G.GPSLatitudeRef]))
        longitude = _degrees(gps[_G.GPSLongitude], str(gps[_G.GPSLongitudeRef]))
        if abs(latitude) <= 90 and abs(longitude) <= 180:
            found |= {"latitude": latitude, "longitude": longitude}
        for tag, name in (
            (_G.GPSAltitude, "altitude"),
            (_G.GPSHPositioningError, "gps_error_m"),
            (_G.GPSSpeed, "gps_speed"),
        ):
            if tag in gps:
                found[name] = round(float(gps[tag]), 1)
        if str(gps.get(_G.GPSAltitudeRef, b"\0")) in ("1", "b'\\x01'") and "altitude" in found:
            found["altitude"] = -float(found["altitude"])
        if _G.GPSImgDirection in gps:
            found["direction"] = round(float(gps[_G.GPSImgDirection]), 1)
            found["direction_north"] = "magnetic" if str(gps.get(_G.GPSImgDirectionRef, "T"))[:1] == "M" else "true"
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return found
    return found


def _texts(block: Mapping[int, Any], names: Mapping[Any, str]) -> dict[str, Value]:
    texts = {name: str(block.get(tag, "")).strip("\0 ") for tag, name in names.items()}
    return {name: text for name, text in texts.items() if text}


def _windows(exif: Mapping[int, Any]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for tag, name in _XP.items():
        value = exif.get(tag)
        if isinstance(value, bytes | tuple) and (text := bytes(value).decode("utf-16-le", "replace").strip("\0 ")):
            found[name] = text
    return found


def _times(exif: Mapping[int, Any], inner: Mapping[int, Any]) -> dict[str, Value]:
    taken = inner.get(_B.DateTimeOriginal) or exif.get(_B.DateTime)
    offsets = {name: str(inner.get(tag) or "") for name, tag in (
        ("captured_at", _B.OffsetTimeOriginal), ("digitised_at", _B.OffsetTimeDigitized), ("modified_at", _B.OffsetTime),
    )}  # fmt: skip
    times = {
        "captured_at": taken,
        "digitised_at": inner.get(_B.DateTimeDigitized),
        "modified_at": exif.get(_B.DateTime),
    }
    return {name: text for name, value in times.items() if (text := when(str(value or ""), offsets[name]))}


def _exposure(inner: Mapping[int, Any]) -> dict[str, Value]:
    """As photographers say it: 1/125 s, f/1.8, ISO 50, 26 mm (35)."""
    parts: list[str] = []
    seconds = float(inner.get(_B.ExposureTime) or 0)
    if seconds > 0:
        parts.append(f"1/{round(1 / seconds)} s" if seconds < 1 else f"{seconds:g} s")
    if aperture := float(inner.get(_B.FNumber) or 0):
        parts.append(f"f/{aperture:.1f}")
    if speed := inner.get(_B.ISOSpeedRatings):
        parts.append(f"ISO {speed}")
    if focal := inner.get(_B.FocalLengthIn35mmFilm):
        parts.append(f"{focal} mm (35)")
    return {"exposure": ", ".join(parts)} if parts else {}


def _comment(inner: Mapping[int, Any]) -> dict[str, Value]:
    value = inner.get(_B.UserComment)
    if not isinstance(value, bytes) or len(value) <= 8:
        return {}
    coding = "utf-16" if value.startswith(b"UNICODE") else "utf-8"
    text = value[8:].decode(coding, "replace").strip("\0 ")
    return {"comment": text} if text else {}


def _degrees(parts: Any, side: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return round(-value if side[:1].upper() in ("S", "W") else value, 6)
