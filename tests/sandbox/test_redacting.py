"""What is covered is gone: pixels, text, samples, metadata. Nothing of the original survives under a mark."""

import io
import math
import wave
from array import array

import av
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from casework import sandbox
from casework.sandbox.tasks.redact_recording import Marks
from tests.sandbox import samples

SECRET = "SECRET-NAME-4711"


def make(task: str, content: bytes, **options: object) -> tuple[sandbox.Produced, bytes]:
    sink = io.BytesIO()
    made = sandbox.produce(task, options, io.BytesIO(content), sink)
    assert made.problem is None, made
    return made, sink.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def test_the_pixels_under_a_box_are_one_colour_and_the_metadata_is_gone():
    _made, product = make("redact_picture", samples.jpeg(), boxes=[[25, 25, 25, 25]])
    picture = opened(product)
    assert picture.crop((160, 120, 320, 240)).getcolors() == [(160 * 120, (0, 0, 0))]
    assert len(picture.crop((0, 0, 160, 120)).getcolors(100_000)) > 100
    assert dict(Image.open(io.BytesIO(product)).getexif()) == {}
    assert b"Exif" not in product
    assert b"Synthetic" not in product


def test_the_same_boxes_make_the_same_file():
    content = samples.jpeg()
    assert (
        make("redact_picture", content, boxes=[[1, 2, 3, 4]])[1]
        == make("redact_picture", content, boxes=[[1, 2, 3, 4]])[1]
    )


def test_boxes_lie_on_the_upright_picture_and_nothing_hides_under_transparency():
    turned = Image.new("RGB", (160, 80), "white")
    ImageDraw.Draw(turned).rectangle((0, 0, 79, 39), fill="red")
    exif = Image.Exif()
    exif[0x0112] = 6  # shown turned clockwise: its left becomes its top
    out = io.BytesIO()
    turned.save(out, "JPEG", exif=exif, quality=95)
    picture = opened(make("redact_picture", out.getvalue(), boxes=[[50, 0, 50, 50]])[1])
    assert picture.size == (80, 160)
    assert max(picture.crop((41, 0, 80, 79)).getextrema()[0]) == 0
    clear = Image.new("RGBA", (64, 64), (200, 10, 10, 0))
    out = io.BytesIO()
    clear.save(out, "PNG")
    assert opened(make("redact_picture", out.getvalue(), boxes=[])[1]).getcolors() == [(64 * 64, (255, 255, 255))]


def test_an_embedded_thumbnail_is_not_carried_over():
    small, out = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (32, 32), "red").save(small, "JPEG")
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\0" + small.getvalue()
    Image.new("RGB", (320, 240), "blue").save(out, "JPEG", exif=exif)
    assert out.getvalue().count(b"\xff\xd8\xff") > 1
    assert make("redact_picture", out.getvalue(), boxes=[])[1].count(b"\xff\xd8\xff") == 1


def document(pages: int = 2) -> bytes:
    """Pages with a text, an author, a note, an attachment, and an earlier version behind the last one."""
    with pikepdf.Pdf.new() as made:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        for _number in range(pages):
            made.add_blank_page(page_size=(300, 200))
            page = made.pages[-1]
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.obj.Contents = made.make_stream(f"BT /F1 18 Tf 30 100 Td ({SECRET}) Tj ET".encode())
        made.docinfo["/Author"] = SECRET
        made.attachments["notes.txt"] = pikepdf.AttachedFileSpec(made, SECRET.encode(), filename="notes.txt")
        out = io.BytesIO()
        made.save(out, compress_streams=False)
    return out.getvalue() + b"\n% " + SECRET.encode()


def test_no_text_of_a_document_survives_anywhere_and_the_box_is_black():
    content = document()
    assert SECRET in pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
    made, product = make("redact_pages", content, boxes={"1": [[5, 35, 90, 20]]})
    assert made.facts == {"pages": 2}
    written = pypdfium2.PdfDocument(product)
    assert [page.get_textpage().get_text_range() for page in written] == ["", ""]
    with pikepdf.open(io.BytesIO(product)) as pdf:
        pdf.save(plain := io.BytesIO(), stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
        assert dict(pdf.docinfo) == {}
        assert len(pdf.attachments) == 0
        assert not {"/Metadata", "/Names", "/AcroForm", "/OCProperties", "/Outlines"} & set(pdf.Root.keys())
    assert SECRET.encode() not in product + plain.getvalue()
    first, second = (page.render(scale=1).to_pil().convert("L") for page in written)
    assert max(first.crop((30, 75, 260, 105)).getextrema()) == 0
    assert min(second.crop((30, 75, 260, 105)).getextrema()) < 100
    assert make("redact_pages", content, boxes={"1": [[5, 35, 90, 20]]})[1] == product


def film(seconds: int = 3) -> bytes:
    """A white picture and a loud tone, with a place and a title in its metadata."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        container.metadata["location"], container.metadata["title"] = "+35.1820+035.9490/", SECRET
        stream, sound = (
            container.add_stream("mpeg4", rate=10),
            container.add_stream("aac", rate=48_000, layout="stereo"),
        )
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for _number in range(seconds * 10):
            picture = av.VideoFrame.from_image(Image.new("RGB", (320, 240), "white")).reformat(format="yuv420p")
            container.mux(stream.encode(picture))
        tone = array("h", [round(20_000 * math.sin(n / 20)) for n in range(48_000) for _channel in range(2)])
        for number in range(seconds):
            frame = av.AudioFrame(format="s16", layout="stereo", samples=48_000)
            frame.sample_rate, frame.pts = 48_000, number * 48_000
            frame.planes[0].update(tone.tobytes())
            for plain in av.AudioResampler(format="fltp", layout="stereo", rate=48_000, frame_size=1024).resample(
                frame
            ):
                container.mux(sound.encode(plain))
        container.mux(stream.encode())
        container.mux(sound.encode())
    return out.getvalue()


def seen(product: bytes) -> list[tuple[float, Image.Image]]:
    with av.open(io.BytesIO(product)) as container:
        return [(float(frame.time), frame.to_image()) for frame in container.decode(video=0)]


def heard(product: bytes) -> array:
    """Samples of the left channel."""
    found = array("h")
    with av.open(io.BytesIO(product)) as container:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=48_000)
        for frame in container.decode(audio=0):
            for plain in resampler.resample(frame):
                found.frombytes(bytes(plain.planes[0])[: plain.samples * 2])
    return found


def loudest(samples_heard: array, start: float, end: float) -> int:
    return max(abs(value) for value in samples_heard[int(start * 48_000) : int(end * 48_000)])


def test_what_is_blacked_out_boxed_and_silenced_in_a_film_is_gone():
    _made, product = make(
        "redact_recording", film(), media_type="video/mp4",
        black=[[1.0, 2.0]], boxes=[[50, 50, 50, 50, 0, 1]], silence=[[1.0, 2.0]], beep=[[2.2, 2.8]],
    )  # fmt: skip
    for at, picture in seen(product):
        levels = picture.convert("L")
        if 1.0 <= at < 2.0:
            assert max(levels.getextrema()) < 20
        elif at < 0.9:
            assert max(levels.crop((170, 130, 310, 230)).getextrema()) < 20
            assert min(levels.crop((0, 0, 140, 100)).getextrema()) > 200
        elif at > 2.1:
            assert min(levels.getextrema()) > 200
    sound = heard(product)
    assert loudest(sound, 0.2, 0.8) > 15_000
    assert loudest(sound, 1.1, 1.9) < 50
    assert 4_000 < loudest(sound, 2.3, 2.7) < 9_000
    assert SECRET.encode() not in product
    assert b"35.18" not in product


def test_what_is_cut_away_is_not_there_and_the_rest_moves_up():
    made, product = make("redact_recording", film(), media_type="video/mp4", cut=[[1.0, 2.0]])
    assert made.facts["seconds"] == pytest.approx(2.0, abs=0.2)
    times = [at for at, _picture in seen(product)]
    assert (len(times), times[-1]) == (20, pytest.approx(1.9, abs=0.11))
    assert len(heard(product)) / 48_000 == pytest.approx(2.0, abs=0.1)


def test_a_film_that_is_turned_by_a_mark_is_boxed_where_it_is_seen():
    content = bytearray(film(1))
    place = content.index(b"tkhd") + 4 + 40  # the matrix of the first track, the video
    one, minus = (1 << 16).to_bytes(4, "big"), (-(1 << 16)).to_bytes(4, "big", signed=True)
    nothing = bytes(4)
    content[place : place + 36] = (
        nothing
        + one
        + nothing
        + minus
        + nothing
        + nothing
        + (240 << 16).to_bytes(4, "big")
        + nothing
        + (1 << 30).to_bytes(4, "big")
    )
    _made, product = make("redact_recording", bytes(content), media_type="video/mp4", boxes=[[0, 0, 100, 25, 0, 9]])
    _at, picture = seen(product)[3]
    assert picture.size == (240, 320)
    assert max(picture.convert("L").crop((4, 4, 236, 74)).getextrema()) < 20
    assert min(picture.convert("L").crop((4, 90, 236, 310)).getextrema()) > 200


def test_sound_alone_is_silenced_too():
    out = io.BytesIO()
    with wave.open(out, "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(16_000)
        recording.writeframes(array("h", [round(20_000 * math.sin(n / 5)) for n in range(32_000)]).tobytes())
    _made, product = make("redact_recording", out.getvalue(), media_type="audio/wav", silence=[[0.5, 1.5]])
    sound = heard(product)
    assert loudest(sound, 0.6, 1.4) < 50
    assert loudest(sound, 1.6, 1.9) > 10_000


def test_cuts_that_overlap_remove_each_moment_once():
    marks = Marks({"cut": [[1, 3], [2, 4], [6, 7]]})
    assert [marks.removed_before(at) for at in (0.5, 2, 5, 10)] == [0, 1, 3, 4]
