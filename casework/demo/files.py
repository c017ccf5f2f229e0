"""The exhibits as real files: the same bytes each time, each different, each saying SYNTHETIC.

`make(exhibit, place)` answers the bytes of one row of `content/exhibits.toml`. Photographs carry EXIF with a position,
because reading it is what is demonstrated.
"""

import csv
import html
import io
import math
import struct
import wave
from collections.abc import Callable
from datetime import datetime
from typing import Any

import av
import pikepdf
from PIL import Image, ImageDraw

from casework.demo import scenes

Exhibit = dict[str, Any]
Place = dict[str, Any] | None

RATE = 8000
FRAMES_PER_SECOND = 12


def make(exhibit: Exhibit, place: Place) -> bytes:
    """The bytes of one exhibit; `place` gives a photograph its position."""
    return MAKERS[exhibit["make"]](exhibit, place)


def _photo(exhibit: Exhibit, place: Place) -> bytes:
    picture = scenes.scene(exhibit["scene"], exhibit["code"])
    return _saved(picture, "JPEG", quality=82, exif=_exif(exhibit["captured"], place, int(exhibit["code"][-2:])))


def _exif(captured: str, place: Place, offset: int) -> Image.Exif:
    """Camera, time and position as a telephone writes them (Exif 2.32); the position is moved a little per picture."""
    exif = Image.Exif()
    stamp = datetime.fromisoformat(captured).strftime("%Y:%m:%d %H:%M:%S")
    exif[0x010F], exif[0x0110], exif[0x0131] = "SYNTHETIC", "Demonstration camera", "casework demo"
    exif[0x010E] = "SYNTHETIC: drawn for a demonstration"
    exif.get_ifd(0x8769)[0x9003] = stamp
    if place:
        position = exif.get_ifd(0x8825)
        position[1], position[2] = "N", _degrees(place["lat"] + offset * 0.0003)
        position[3], position[4] = "E", _degrees(place["lon"] - offset * 0.0002)
    return exif


def _degrees(value: float) -> tuple[float, float, float]:
    minutes = (value % 1) * 60
    return float(int(value)), float(int(minutes)), round((minutes % 1) * 60, 2)


def _saved(picture: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def _sketch(exhibit: Exhibit, _place: Place) -> bytes:
    name = "plan" if exhibit["scene"] == "yard" else exhibit["scene"]
    return _saved(scenes.scene(name, exhibit["code"]), "PNG")


def _scan(exhibit: Exhibit, _place: Place) -> bytes:
    """A page that looks typewritten and scanned: slightly grey, slightly turned."""
    page = Image.new("L", (820, 1060), 244)
    draw = ImageDraw.Draw(page)
    for row, line in enumerate(exhibit["lines"]):
        arabic = any("\u0600" <= letter <= "\u06ff" for letter in line)
        draw.text((90, 130 + row * 64), line, font=scenes.font(34, arabic=arabic), fill=40)
    for row in range(14):
        draw.line((70, 186 + row * 64, 750, 186 + row * 64), fill=222)
    turned = page.rotate(0.6, fillcolor=230, resample=Image.Resampling.BILINEAR).convert("RGB")
    return _saved(scenes.mark(turned, exhibit["code"]), "PNG")


def _audio(exhibit: Exhibit, _place: Place) -> bytes:
    """Tones that stand for speech, 8 kHz mono."""
    tones, length = exhibit["tones"], exhibit["seconds"] * RATE // len(exhibit["tones"])
    samples = [int(9000 * math.sin(2 * math.pi * tone * i / RATE)) for tone in tones for i in range(length)]
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    # A RIFF comment (INFO/ICMT) after the sound, as recorders write it.
    comment = b"SYNTHETIC: tones, invented for a demonstration\x00\x00"
    info = b"INFOICMT" + struct.pack("<I", len(comment)) + comment
    data = out.getvalue() + b"LIST" + struct.pack("<I", len(info)) + info
    return data[:4] + struct.pack("<I", len(data) - 8) + data[8:]


def _video(exhibit: Exhibit, _place: Place) -> bytes:
    """Vehicles passing, H.264 in MP4, one thread so that the same bytes come out."""
    out = io.BytesIO()
    frames = FRAMES_PER_SECOND if exhibit.get("short") else FRAMES_PER_SECOND * 2
    with av.open(out, "w", format="mp4", options={"fflags": "+bitexact"}) as film:
        film.metadata["comment"] = "SYNTHETIC: drawn for a demonstration"
        stream: Any = film.add_stream("libx264", rate=FRAMES_PER_SECOND)
        stream.width, stream.height, stream.pix_fmt = 480, 320, "yuv420p"
        stream.options = {"preset": "veryfast", "crf": "30", "threads": "1"}
        for number in range(frames):
            film.mux(stream.encode(av.VideoFrame.from_image(_convoy(number, exhibit["code"]))))
        film.mux(stream.encode())
    return out.getvalue()


def _convoy(number: int, label: str) -> Image.Image:
    picture = Image.new("RGB", (960, 640), "#aebfc6")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 430, 960, 640), fill="#6f6a62")
    for i, (sign, body) in enumerate((("3", "#55604a"), ("7", "#f4f2ec"), ("7", "#f4f2ec"), ("9", "#f4f2ec"))):
        left = i * 300 - 600 + number * 22
        draw.rectangle((left, 330, left + 230, 450), fill=body, outline=scenes.INK, width=4)
        draw.text((left + 90, 340), sign, font=scenes.font(60), fill="#111111")
    return scenes.mark(picture, label).resize((480, 320), Image.Resampling.BILINEAR)


def _pdf(exhibit: Exhibit, _place: Place) -> bytes:
    """One page of plain text in a standard font; no dates and a fixed file identifier."""
    pdf = pikepdf.new()
    text = ["SYNTHETIC - invented for a demonstration", exhibit["code"], "", *exhibit["lines"]]
    shown = " ".join(f"({_escaped(line)}) Tj T*" for line in text)
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Contents = pdf.make_stream(f"BT /F1 14 Tf 22 TL 72 740 Td {shown} ET".encode("latin-1"))
    page.Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(
            F1=pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier)
        )
    )
    pdf.docinfo["/Title"] = f"SYNTHETIC {exhibit['code']}"
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _csv(_exhibit: Exhibit, _place: Place) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["SYNTHETIC", "number", "sex", "found at", "clothes", "pockets", "photograph"])
    clothes = [
        "grey jumper",
        "working boots",
        "blanket",
        "brown jacket",
        "track suit",
        "track suit",
        "red belt",
        "apron",
    ]
    pockets = ["nothing", "pencil", "glasses", "bus ticket", "nothing", "telephone, broken", "comb", "house key"]
    for i, (worn, held) in enumerate(zip(clothes, pockets, strict=True)):
        sex, place = ("F" if i == 7 else "M"), ("last house before the fields" if i == 2 else "upper quarter")
        rows.writerow(["SYNTHETIC", 22 + i, sex, place, worn, held, f"DSC-{401 + i}"])
    return out.getvalue().encode()


def _web(exhibit: Exhibit, _place: Place) -> bytes:
    """A saved page in our own words, the sources named, no script."""
    said = [
        "The defence ministry announced the end of an operation in the coastal region.",
        "The Syrian Observatory for Human Rights reports more than 1,400 dead, of them 973 civilians.",
        "The interim president pledges an independent committee.",
    ]
    body = "".join(f"<p>{html.escape(line)}</p>" for line in said)
    title = f"SYNTHETIC capture {exhibit['code']}"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><h1>{title}</h1><p>Captured from {html.escape(exhibit['url'])}</p>{body}</body></html>\n"
    ).encode()


MAKERS: dict[str, Callable[[Exhibit, Place], bytes]] = {
    "photo": _photo,
    "sketch": _sketch,
    "scan": _scan,
    "audio": _audio,
    "video": _video,
    "pdf": _pdf,
    "csv": _csv,
    "web": _web,
}
