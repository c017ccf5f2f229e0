"""Looking into untrusted files: what is found in good ones, and that bad ones harm nothing."""

import io
import tempfile

import pytest
from PIL import Image

from casework import sandbox
from casework.sandbox import Inspection, Notice, Problem
from tests.sandbox import samples


def look(content: bytes, name: str, **options: float) -> Inspection:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        return sandbox.inspect(file, name, **options)


def test_a_photograph_tells_its_size_time_place_and_camera():
    seen = look(samples.jpeg(), "a.jpg")
    assert (seen.media_type, seen.problem, seen.notices) == ("image/jpeg", None, ())
    assert (seen.metadata["width"], seen.metadata["height"]) == (640, 480)
    assert seen.metadata["captured_at"] == "2025-03-08T10:11:12+03:00"
    assert (seen.metadata["latitude"], seen.metadata["longitude"]) == (35.182, 35.949)
    assert seen.metadata["camera_make"] == "Synthetic"


def test_the_preview_is_small_and_carries_no_metadata():
    seen = look(samples.jpeg(3000, 1500), "a.jpg")
    assert seen.preview is not None
    picture = Image.open(io.BytesIO(seen.preview))
    assert picture.size == (1024, 512)
    assert (dict(picture.getexif()), "exif" in picture.info) == ({}, False)


def test_a_video_tells_duration_codec_and_place_and_gives_a_still():
    seen = look(samples.video(), "v.mp4")
    assert (seen.media_type, seen.metadata["video_codec"], seen.metadata["duration_seconds"]) == (
        "video/mp4",
        "mpeg4",
        2.0,
    )
    assert (seen.metadata["latitude"], seen.metadata["longitude"]) == (35.182, 35.949)
    assert seen.preview is not None


def test_a_sound_recording_tells_its_duration():
    seen = look(samples.sound(), "s.wav")
    assert (seen.media_type, seen.metadata["duration_seconds"], seen.preview) == ("audio/wav", 1.0, None)


def test_a_pdf_tells_its_pages_and_shows_the_first():
    seen = look(samples.pdf(pages=3), "d.pdf")
    assert (seen.metadata["pages"], seen.metadata["title"], seen.problem) == (3, "Synthetic", None)
    assert str(seen.metadata["created_at"])[4::3] == "--T::Z"
    assert seen.preview is not None


@pytest.mark.parametrize("content, lines", [("سلام\nنص".encode(), 2), ("\ufeffنص".encode("utf-16"), 1)])
def test_a_text_tells_its_encoding(content, lines):
    assert look(content, "t.txt").metadata["lines"] == lines


def test_a_text_that_is_not_unicode_says_so():
    assert look("نص عربي".encode("cp1256"), "t.txt").notices == (Notice.NOT_UNICODE,)


@pytest.mark.parametrize(
    "content, name, seen_as, notices",
    [
        (samples.jpeg(), "report.pdf", "image/jpeg", {Notice.EXTENSION_DIFFERS}),
        (samples.HTML, "photo.jpg", "text/html", {Notice.EXTENSION_DIFFERS, Notice.ACTIVE_CONTENT}),
        (samples.SVG, "drawing.svg", "image/svg+xml", {Notice.ACTIVE_CONTENT}),
        (samples.PLAYLIST, "video.mp4", "audio/x-mpegurl", {Notice.EXTENSION_DIFFERS, Notice.PLAYLIST}),
        (samples.jpeg() + samples.archive(), "p.jpg", "image/jpeg", {Notice.SECOND_FORMAT}),
        (b"GIF89a%PDF-1.7" + b"\0" * 50, "p.gif", "image/gif", {Notice.SECOND_FORMAT}),
        (b"MZ\x90\0" + b"\0" * 200, "photo.jpg", "application/vnd.microsoft.portable-executable",
         {Notice.EXTENSION_DIFFERS, Notice.PROGRAM}),
        (samples.archive("../../etc/x"), "z.zip", "application/zip", {Notice.PATHS_IN_ARCHIVE}),
        (samples.archive(size=100_000_000), "z.zip", "application/zip", {Notice.UNPACKS_HUGE}),
        (samples.EICAR, "e.txt", "text/plain", set()),
        (b"\0\1\2\3" * 99, "x", "application/octet-stream", set()),
    ],
)  # fmt: skip
def test_a_deceptive_file_is_named_for_what_it_is(content, name, seen_as, notices):
    seen = look(content, name)
    assert seen.media_type == seen_as
    assert set(seen.notices) == notices


@pytest.mark.parametrize(
    "content, name, problem",
    [
        (samples.png_header(60_000, 60_000), "bomb.png", Problem.TOO_MANY_PIXELS),
        (samples.png_header(800, 600), "cut.png", Problem.DAMAGED),
        (samples.jpeg()[:20_000], "cut.jpg", Problem.DAMAGED),
        (b"\xff\xd8\xff\xe0" + b"\0" * 500, "no.jpg", Problem.UNREADABLE),
        (samples.video()[:-3000], "cut.mp4", Problem.UNREADABLE),
        (b"%PDF-1.7\nnothing", "no.pdf", Problem.UNREADABLE),
        (samples.archive()[:-30], "cut.zip", Problem.DAMAGED),
        (b"RIFF\x10\0\0\0WAVEfmt ", "no.wav", Problem.UNREADABLE),
    ],
)
def test_a_file_that_cannot_be_read_is_an_answer_and_not_an_error(content, name, problem):
    assert look(content, name).problem is problem


def test_what_can_still_be_seen_of_a_cut_photograph_is_shown():
    seen = look(samples.jpeg()[:60_000], "cut.jpg")
    assert (seen.problem, seen.metadata["width"]) == (Problem.DAMAGED, 640)
    assert seen.preview is not None


def test_the_original_is_untouched():
    content = samples.jpeg()
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        sandbox.inspect(file, "a.jpg")
        file.seek(0)
        assert file.read() == content


def test_an_absurd_name_does_no_harm():
    assert look(samples.EICAR, "-c import os\n\0'; rm -rf / \u202e" + "x" * 5000).media_type == "text/plain"
