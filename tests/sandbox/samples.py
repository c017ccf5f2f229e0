"""Small real files, good and hostile, made when they are asked for."""

import io
import struct
import wave
import zipfile
import zlib

import av
from PIL import ExifTags, Image

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PLAYLIST = b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10,\nfile:///etc/passwd\nhttp://127.0.0.1/x.ts\n"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


def jpeg(width: int = 640, height: int = 480) -> bytes:
    """A photograph with camera, time, and the place of Baniyas in its EXIF."""
    image = Image.effect_noise((width, height), 60).convert("RGB")
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Synthetic"
    inner, place = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    inner[ExifTags.Base.DateTimeOriginal] = "2025:03:08 10:11:12"
    inner[ExifTags.Base.OffsetTimeOriginal] = "+03:00"
    place |= {1: "N", 2: (35.0, 10.0, 55.2), 3: "E", 4: (35.0, 56.0, 56.4)}
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A tiny file that claims to be a picture of this size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )


def video(seconds: int = 2) -> bytes:
    """An MP4 with a place in it."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        container.metadata["location"] = "+35.1820+035.9490/"
        for number in range(seconds * 10):
            picture = Image.effect_noise((320, 240), 40 + number).convert("RGB")
            container.mux(stream.encode(av.VideoFrame.from_image(picture).reformat(format="yuv420p")))
        container.mux(stream.encode())
    return out.getvalue()


def sound(seconds: int = 1) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(8000)
        recording.writeframes(b"\0\1" * 8000 * seconds)
    return out.getvalue()


def pdf(pages: int = 2) -> bytes:
    out = io.BytesIO()
    sheets = [Image.new("RGB", (300, 400), "white") for _ in range(pages)]
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:], title="Synthetic")
    return out.getvalue()


def archive(name: str = "notes.txt", size: int = 1000) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, b"\0" * size)
    return out.getvalue()
