"""The corpus of hostile and broken files: each is answered, none harms, none takes long, none becomes a page."""

import io
import struct
import time
import zipfile
import zlib
from types import SimpleNamespace

import pikepdf
import pillow_heif
import pytest
from PIL import Image

from casework import sandbox
from casework.sandbox import Inspection, Limits, Notice, Problem, run
from casework.sandbox.readers.recordings import upright
from tests.sandbox import samples

pillow_heif.register_heif_opener()


def look(content: bytes, name: str) -> Inspection:
    return sandbox.inspect(io.BytesIO(content), name)


def heic() -> bytes:
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x010F] = "Synthetic"
    Image.effect_noise((320, 240), 60).convert("RGB").save(out, "HEIF", exif=exif, quality=50)
    return out.getvalue()


def pdf_with(*parts: bytes, size: tuple[int, int] = (300, 300)) -> bytes:
    """A document whose one page draws the given parts."""
    document, out = pikepdf.new(), io.BytesIO()
    page = document.add_blank_page(page_size=size)
    page.Contents = document.make_stream(b"\n".join(parts))
    document.save(out)
    return out.getvalue()


def pdf_bomb() -> bytes:
    """A page of half a million lines, packed small, as wide as the format allows."""
    return pdf_with(b"0 0 m 14000 14000 l S\n" * 500_000, size=(14_400, 14_400))


def png_bomb() -> bytes:
    """400 megapixels of nothing in a few kilobytes."""
    packed = zlib.compress(b"\0" * (20_001 * 1000))
    return samples.png_header(20_000, 20_000) + packed


def office(*parts: tuple[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        for name, text in (("word/document.xml", "<w/>"), *parts):
            packed.writestr(name, text)
    return out.getvalue()


CORE = (
    '<c xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/"><dc:creator>A</dc:creator>'
    "<t:created>2025-03-08T10:00:00Z</t:created><lastModifiedBy>B</lastModifiedBy><revision>7</revision></c>"
)
LAUGHS = '<!DOCTYPE l [<!ENTITY a "' + "ha" * 999 + '">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{"".join([f"&{chr(97 + n)};"] * 50)}">' for n in range(9)
) + "]><l><creator>&j;</creator></l>"  # fmt: skip
GIFAR = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;" + samples.archive(
    "A.class"
)
MAIL = b"From: a@example.org\r\nDate: Sat, 8 Mar 2025 10:00:00 +0300\r\nMessage-ID: <1@x>\r\nSubject: S\r\n\r\nhello"


@pytest.mark.parametrize(
    "content, seen_as, notice",
    [
        (GIFAR, "image/gif", Notice.SECOND_FORMAT),
        (samples.HTML + pdf_with(b""), "text/html", Notice.SECOND_FORMAT),
        (pdf_with(b"") + samples.archive(), "application/pdf", Notice.SECOND_FORMAT),
        (samples.jpeg(64, 64)[:-2] + b"<script>alert(1)</script>\xff\xd9", "image/jpeg", None),
        (office(("word/vbaProject.bin", "x")), "docx", Notice.ACTIVE_CONTENT),
        (b'<?xml version="1.0"?><svg onload="alert(1)"></svg>', "image/svg+xml", Notice.ACTIVE_CONTENT),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "audio/x-mpegurl", Notice.PLAYLIST),
    ],
)
def test_what_pretends_to_be_one_thing_is_named_for_the_other(content, seen_as, notice):
    seen = look(content, "x.bin")
    assert seen_as in seen.media_type or "wordprocessingml" in seen.media_type
    assert notice is None or notice in seen.notices


@pytest.mark.parametrize(
    "content, name, problems",
    [
        (pdf_bomb(), "bomb.pdf", {None, Problem.LIMITS, Problem.TIMEOUT, Problem.DAMAGED}),
        (png_bomb(), "bomb.png", {Problem.TOO_MANY_PIXELS}),
        (office(("docProps/core.xml", LAUGHS)), "laughs.docx", {None}),
        (b"BM" + struct.pack("<IHHIIiiHH", 99, 0, 0, 54, 40, 2**31 - 1, 2**31 - 1, 1, 24), "huge.bmp",
         {Problem.TOO_MANY_PIXELS, Problem.UNREADABLE}),
        (samples.video(1)[:200], "cut.mp4", {Problem.UNREADABLE}),
        (heic()[:-3000], "cut.heic", {Problem.UNREADABLE, Problem.DAMAGED}),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "empty.heic", {Problem.UNREADABLE}),
        (b"\x1f\x8b" + b"\0" * 40, "no.warc.gz", {None}),
    ],
)  # fmt: skip
def test_a_bomb_or_a_wreck_ends_within_its_limits(content, name, problems):
    begun = time.monotonic()
    patience = 5.0 if name == "bomb.pdf" else run.SECONDS  # it would draw on to the end of any time it is given
    assert sandbox.inspect(io.BytesIO(content), name, patience).problem in problems
    assert time.monotonic() - begun < run.SECONDS


def test_a_film_without_a_picture_of_any_length_is_answered():
    out = io.BytesIO()
    with samples.av.open(out, "w", format="mp4") as film:
        stream = film.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
    seen = look(out.getvalue(), "nothing.mp4")
    assert seen.preview is None
    made = sandbox.produce("player", {"media_type": "video/mp4", "seconds": 9}, out, io.BytesIO())
    assert made.problem is not None


@pytest.mark.parametrize(
    "name", ["\u202egpj.exe", "../../etc/passwd", "x" * 300 + ".jpg", "a\0b\n\x1b[2J.jpg", "CON", "-rf"]
)
def test_no_name_reaches_the_child_as_anything_but_a_name(name):
    assert look(samples.EICAR, name).media_type == "text/plain"


@pytest.mark.parametrize(
    "content, facts",
    [
        (heic(), {"camera_make": "Synthetic", "width": 320}),
        (office(("docProps/core.xml", CORE)),
         {"artist": "A", "modified_by": "B", "revisions": 7, "created_at": "2025-03-08T10:00:00Z"}),
        (MAIL, {"sender": "a@example.org", "message_id": "<1@x>", "subject": "S"}),
        (b"<!doctype html><!-- saved from url=(0022)https://example.org/a --><title>T</title>",
         {"saved_from": "https://example.org/a", "title": "T"}),
        (b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/\r\nWARC-Date: 2025-03-08T10:00:00Z\r\n",
         {"saved_from": "https://example.org/", "captured_at": "2025-03-08T10:00:00Z"}),
        (samples.jpeg(64, 64), {"jpeg_quality": 75, "latitude": 35.182}),
    ],
)  # fmt: skip
def test_what_an_investigator_asks_of_a_file_is_read(content, facts):
    found = look(content, "x.bin").metadata
    assert {name: found.get(name) for name in facts} == facts


def test_a_history_of_editing_is_read_and_two_programs_are_both_named():
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#" xmp:CreatorTool="Editor 9"><xmpMM:History><rdf:Seq>'
        '<rdf:li stEvt:action="saved" stEvt:when="2025-03-09" stEvt:softwareAgent="Editor 9"/></rdf:Seq></xmpMM:History>'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x0131], exif[0x010E] = "Telephone 17", "one"
    Image.new("RGB", (64, 64)).save(out, "JPEG", exif=exif, xmp=packet.encode(), comment=b"two")
    found = look(out.getvalue(), "a.jpg").metadata
    assert (found["history"], found["history_steps"]) == ("saved 2025-03-09 Editor 9", 1)
    assert (found["software"], found["creator_program"], found["comment"]) == ("Telephone 17", "Editor 9", "two")


def test_a_copy_to_play_ends_where_it_was_told_to():
    made = io.BytesIO()
    produced = sandbox.produce(
        "player", {"media_type": "video/mp4", "seconds": 1}, io.BytesIO(samples.video(2)), made, Limits(seconds=60)
    )
    assert (produced.problem, produced.facts["is_cut"]) == (None, 1)
    with samples.av.open(io.BytesIO(made.getvalue())) as copy:
        assert {stream.codec_context.name for stream in copy.streams} == {"h264"}
        assert 0.8 <= copy.duration / 1e6 <= 1.2


def test_a_picture_that_is_noted_to_be_turned_is_turned_back():
    lying = Image.new("RGB", (40, 20), "red")
    lying.paste("blue", (0, 0, 20, 20))  # the left half: the top, once it is turned by a quarter to the right
    turned = upright(SimpleNamespace(to_image=lambda threads: lying, rotation=-90))
    assert (turned.size, turned.getpixel((10, 5)), turned.getpixel((10, 35))) == ((20, 40), (0, 0, 255), (255, 0, 0))
