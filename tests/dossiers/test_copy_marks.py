"""A copy is known from a piece of a picture of a page by its mark, and without its marks by where its lines stand."""

import io
import subprocess
from functools import cache

import pikepdf
import pytest
from PIL import Image

from casework.dossiers import copy_marks, layout, layout_reading, mark_reading
from tests.dossiers.conftest import CODE, LAYOUT, best, make_pdf, typeset_sample

OTHERS = [f"{at * 7919:032x}" for at in range(1, 21)]


@cache
def copy_of(language: str) -> bytes:
    snapshot, body = typeset_sample(language)
    return make_pdf(snapshot, body=body)


@cache
def page_of(language: str, number: int, dpi: int) -> Image.Image:
    """A page as another program draws it."""
    words = ["pdftoppm", "-r", str(dpi), "-f", str(number), "-l", str(number), "-png", "-gray", "-"]
    drawn = subprocess.run(words, input=copy_of(language), capture_output=True, check=True).stdout
    return Image.open(io.BytesIO(drawn)).convert("L")


def photographed(picture: Image.Image, *, angle: float = 2.0, quality: int = 60) -> bytes:
    out = io.BytesIO()
    picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=235).save(out, "JPEG", quality=quality)
    return out.getvalue()


def without_margins(picture: Image.Image) -> Image.Image:
    """Somebody cut the marks away."""
    clean, margin = picture.copy(), picture.width * 18 // 210
    clean.paste(255, (0, 0, margin, clean.height))
    clean.paste(255, (clean.width - margin, 0, clean.width, clean.height))
    return clean


@pytest.mark.parametrize("language, dpi", [("en", 100), ("ar", 150)])
@pytest.mark.parametrize("part", [(0.0, 0.45, 1.0, 0.75), (0.5, 0.3, 1.0, 0.75), (0.0, 0.15, 0.5, 0.6)])
def test_a_piece_of_a_page_gives_the_code_back(language: str, dpi: int, part: tuple[float, ...]) -> None:
    page = page_of(language, 5, dpi)
    left, upper, right, lower = part
    piece = page.crop(
        (int(left * page.width), int(upper * page.height), int(right * page.width), int(lower * page.height))
    )
    marks = mark_reading.marks_of(photographed(piece))
    assert (set(marks.codes), marks.is_picture, marks.was_read) == ({CODE}, True, True)


def test_a_picture_without_a_mark_says_nothing_and_one_that_is_none_says_so() -> None:
    page = without_margins(page_of("en", 5, 100))
    blank, garbage = mark_reading.marks_of(photographed(page)), mark_reading.marks_of(b"\xff\xd8\xff nothing")
    assert [(set(one.codes), one.was_read) for one in (blank, garbage)] == [(set(), True), (set(), False)]


def test_a_scan_that_was_saved_as_pdf_gives_the_code_back() -> None:
    out = io.BytesIO()
    page_of("en", 5, 150).save(out, "PDF", resolution=150)
    assert set(mark_reading.marks_of(out.getvalue()).codes) == {CODE}


def test_a_code_is_read_as_people_type_it() -> None:
    assert copy_marks.typed(" k7qm 4xtp") == copy_marks.typed("K7QM-4XTP") == CODE
    assert copy_marks.typed("o1il-2345") == "01112345"
    assert [copy_marks.typed(text) for text in ("", "K7QM", "K7QM-4XTPU", "K7QM-4XT!")] == [""] * 4
    codes = {copy_marks.new_code() for _at in range(200)}
    assert len(codes) == 200
    assert all(copy_marks.typed(copy_marks.shown(code)) == code for code in codes)


def test_the_cover_bears_its_line_and_every_page_the_code() -> None:
    with pikepdf.open(io.BytesIO(copy_of("en"))) as pdf:
        pages = len(pdf.pages)
    text = subprocess.run(["pdftotext", "-", "-"], input=copy_of("en"), capture_output=True, check=True).stdout.decode()
    assert text.count("Copy 1 of D-0001") == 1
    assert text.count(copy_marks.shown(CODE)) == 5 * pages


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_pages_without_marks_are_told_by_where_their_lines_stand(language: str) -> None:
    _snapshot, body = typeset_sample(language)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(copy_of(language))) as pdf, pikepdf.new() as taken:
        for at in (9, 12):
            taken.pages.append(pdf.pages[at])
            # The last stream draws the marks; without it the page is as it was typeset, but for its lines.
            kept = list(taken.pages[-1].Contents)[:-1]  # type: ignore[call-overload]
            taken.pages[-1].Contents = taken.make_stream(b"\n".join(one.read_bytes() for one in kept) + b"\nQ\n")
        taken.save(out)
    lines = layout_reading.of_pdf(out.getvalue(), body)
    assert {one.page for one in lines} == {9, 12}
    at, fit = best([*OTHERS, LAYOUT], lines)
    assert (at, fit > 0.99) == (len(OTHERS), True)
    assert best(OTHERS, lines)[0] is None
    assert best([*OTHERS, LAYOUT], layout_reading.of_pdf(body, body))[0] is None


@pytest.mark.parametrize("language, number", [("en", 16)])
def test_a_picture_of_a_whole_page_without_marks_is_told_by_where_its_lines_stand(language: str, number: int) -> None:
    _snapshot, body = typeset_sample(language)
    picture = without_margins(page_of(language, number, 150))
    out = io.BytesIO()
    picture.rotate(2, Image.Resampling.BICUBIC, fillcolor=255).save(out, "JPEG", quality=60)
    lines = layout_reading.of_picture(out.getvalue(), body, number - 1)
    assert best([*OTHERS, LAYOUT], lines)[0] == len(OTHERS)
    assert best(OTHERS, lines)[0] is None
    elsewhere = layout_reading.of_picture(out.getvalue(), body, number)
    assert best([*OTHERS, LAYOUT], elsewhere)[0] is None


def test_lines_move_by_a_quarter_of_a_point_and_nothing_else_does() -> None:
    content = b"q\n0.75 0 0 0.75 0 0 cm\n1 0 0 -1 83.1 100.5 Tm\n10 20 30 40 re\n1 0 0 -1 99 100.5 Tm\n"
    moved = layout.moved(content, LAYOUT, 3)
    before, after = content.split(b"\n"), moved.split(b"\n")
    assert [at for at, (one, other) in enumerate(zip(before, after, strict=True)) if one != other] == [2, 4]
    offs = {float(after[at].split()[5]) - 100.5 for at in (2, 4)}
    assert [round(abs(off) * layout.POINTS, 6) for off in offs] == [layout.STEP]  # words on one line stay on one line
    assert layout.moved(content, LAYOUT, 3) == moved
    assert any(layout.moved(content, other, 3) != moved for other in OTHERS)
