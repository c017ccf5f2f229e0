"""What the eye needs: sharp pictures, ink that can be told from paper without colour, words that stay on the page."""

import dataclasses
import io
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest

from casework.config import ROOT
from casework.dossiers import figures, html
from casework.dossiers.content import Point, Points, Snapshot
from casework.dossiers.outline import outline
from casework.dossiers.typesetting import laid_out, shortened
from casework.i18n import use_locale
from casework.printing.fragments import render_fragment
from tests.dossiers import samples
from tests.dossiers.conftest import phrases_of

SIZES = {"a" * 64: (1024, 683), "b" * 64: (683, 1024), "c" * 64: (320, 240), "d" * 64: (90, 90)}
SHARP, LEGIBLE = 200, 4.5  # dots an inch; contrast (WCAG 2.2, 1.4.3)
STYLE = (ROOT / "templates" / "dossiers" / "print" / "print.css").read_text()
PAPERS = ("#ffffff", "#f1f4f7", "#f1efe9")  # the page, and what stands behind the words of drawings


def printed(snapshot: Snapshot, names: Sequence[str], pictures: Mapping[str, bytes]) -> bytes:
    """Some parts by themselves."""
    phrases = phrases_of(snapshot)
    env, plan = html.environment(snapshot.lang, phrases), outline(snapshot, phrases.gettext)
    parts = [part for part in (*plan.sections, *plan.annexes) if part.name in names]
    pieces = list(html.blocks(env, snapshot, parts, frozenset(), phrases, pictures))
    page = html.fragment(env, snapshot, "<main>" + "".join(one.html for one in pieces) + "</main>")
    loaded = {name: found for one in pieces for name, found in one.resources.items()}
    return render_fragment(page.html, loaded, style="print.css", tag="AAAAAA").pdf


@pytest.fixture(scope="module")
def pictures() -> dict[str, bytes]:
    return {digest: samples.photograph(*size) for digest, size in SIZES.items()}


@pytest.fixture(scope="module")
def sheets(pictures: dict[str, bytes]) -> bytes:
    shown = tuple(samples.exhibit(at, digest) for at, digest in enumerate(pictures, 1))
    return printed(dataclasses.replace(samples.snapshot(), exhibits=shown), ["sheets"], pictures)


@pytest.mark.system
def test_photographs_are_printed_sharp_and_never_blown_up(sheets: bytes) -> None:
    listed = subprocess.run(["pdfimages", "-list", "-"], input=sheets, capture_output=True, check=True).stdout.decode()
    rows = [line.split() for line in listed.splitlines()[2:]]
    assert sorted((int(row[3]), int(row[4])) for row in rows) == sorted(SIZES.values())
    assert all(int(row[12]) >= SHARP and int(row[13]) >= SHARP for row in rows), listed


def test_photographs_are_printed_as_they_are_kept(sheets: bytes, pictures: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(sheets)) as pdf:
        forms = [one for page in pdf.pages for one in page.obj.Resources.XObject.values()]
        found = {one.read_raw_bytes() for one in forms if one.get("/Subtype") == "/Image"}
    assert found == set(pictures.values())


def light(colour: str) -> float:
    """What is left of a colour in a grey print: its relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(ink: str, paper: str) -> float:
    lighter, darker = sorted((light(ink), light(paper)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_every_ink_of_the_style_sheet_is_legible_in_grey() -> None:
    inks = set(re.findall(r"(?<![-\w])color: (#[0-9a-f]{6})", STYLE))
    assert len(inks) > 5
    assert {ink for ink in inks if contrast(ink, "#ffffff") < LEGIBLE} == set()
    assert not re.search(r"background", STYLE)  # nothing is said by a shade behind the words


def test_the_words_of_drawings_are_legible_in_grey() -> None:
    labels = list(drawn_labels())
    assert len(labels) > 20
    assert {(words, ink) for words, ink in labels if min(contrast(ink, paper) for paper in PAPERS) < LEGIBLE} == set()


def drawn_labels() -> Iterator[tuple[str, str]]:
    snapshot, phrases = samples.snapshot(), phrases_of(samples.snapshot())
    drawn = [
        *figures.draw(snapshot, phrases.gettext, phrases.day).values(),
        *figures.plots(snapshot, phrases.gettext, phrases.day),
    ]
    for picture in drawn:
        yield from ((label.words, label.fill) for label in picture.labels)


# Margins of 22 mm; the last day of a timeline may stand out by a few points.
LEFT, RIGHT, SLACK = 62.4, 595.3 - 62.4, 6.0
MARGIN = 27.2  # 9.6 mm
HUGE = "https://archive.example.org/" + "abcdefghij0123456789" * 4
KEPT = {
    "key",
    "ref",
    "target",
    "kind",
    "code",
    "schema",
    "lang",
    "number",
    "built_at",
    "picture",
    "locator",
    "grade",
    "witness",
    "as_of",
    "statements",
}
PLAIN = re.compile(r"[A-Z]{1,2}-\d{4}|[\d~-]*|[0-9a-f]{64}|\d{4}-.*")


def stretched(value: Any, name: str = "") -> Any:
    """One row of each kind, with a word that is longer than a line at the end of every text."""
    if isinstance(value, str):
        return value if name in KEPT or PLAIN.fullmatch(value) else f"{value} {HUGE}"
    if isinstance(value, tuple):
        rows = [one for one in value if dataclasses.is_dataclass(one)]
        return tuple(stretched(one, name) for one in (rows[:1] or value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(value, **{one.name: stretched(getattr(value, one.name), one.name) for one in dataclasses.fields(value)})  # fmt: skip
    return value


@pytest.mark.system
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_word_however_long_leaves_the_page(language: str) -> None:
    whole = samples.snapshot(language)
    long = dataclasses.replace(stretched(whole), profile=whole.profile)
    plan = outline(long, phrases_of(long).gettext)
    with use_locale(language):
        data = printed(long, [part.name for part in (*plan.sections, *plan.annexes)], samples.PICTURES)
    found = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=data, capture_output=True, check=True
    ).stdout.decode()
    words = [(float(left), float(right), word) for left, right, word in WORD_BOX.findall(found)]
    assert len(words) > 500
    beside = [one for one in words if re.fullmatch(r"(W|EX)-\d{4}|\+\d+", one[2])]
    assert [one for one in set(words) - set(beside) if one[0] < LEFT - SLACK or one[1] > RIGHT + SLACK] == []
    # Farther out than this stand the symbols by which a copy is known.
    assert [one for one in beside if one[0] < LEFT - MARGIN or one[1] > RIGHT + MARGIN] == []


WORD_BOX = re.compile(r'<word xMin="([-\d.]+)" yMin="[-\d.]+" xMax="([-\d.]+)" yMax="[-\d.]+">(.*?)</word>')


def test_a_running_title_has_as_many_words_as_there_is_room_for() -> None:
    assert shortened("Coastal violence, March 2025", "en") == "Coastal violence, March 2025"
    assert (
        shortened("Killings and abductions in a town " * 3, "en") == "Killings and abductions in a town Killings and …"
    )
    assert shortened("Killings and abductions in a town", "ar") == "Killings and abductions in a town"
    assert shortened("Killings and abductions in a town " * 3, "ar") == "Killings and abductions in a town …"
    assert shortened("x" * 200, "en") == "x" * 47 + "…"


@pytest.mark.system
def test_a_full_line_before_a_warning_is_not_broken_after_its_first_word() -> None:
    made = samples.snapshot()
    said = "Two cars of the third company are alleged to have entered the quarter on Saturday. (A-0016)"
    fact = dataclasses.replace(made.context[0], text=said, is_single_source=True, sources=())
    data = printed(dataclasses.replace(made, context=(fact,)), ["context"], {})
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True
    ).stdout.decode()
    assert any(said in line for line in text.splitlines()), text


@pytest.mark.system
def test_no_number_of_a_note_stands_alone_on_a_line() -> None:
    made = samples.snapshot()
    fact = made.context[0]
    report = (dataclasses.replace(samples.EX, ref="A newspaper, 12 March 2025", witness="", target=""),)
    said = "The commander of the first company is alleged to have led the search"
    facts = [
        dataclasses.replace(fact, text=f"{said}{'i' * at}. (A-0007)", is_single_source=single, sources=report)
        for at in range(30)
        for single in (True, False)
    ]
    data = printed(dataclasses.replace(made, context=tuple(facts), moments=()), ["context"], {})
    assert [one for one in lines_of(data) if one.isdigit()] == []


@pytest.mark.system
@pytest.mark.parametrize("language", ["en", "ar"])
def test_evidence_for_and_against_never_runs_into_the_next_column(language: str) -> None:
    both = (samples.source(1, 3), samples.EX)
    row = Point(title="Failed to prevent", leaning="Not known", missing="The time.", supporting=both, against=both)
    told = dataclasses.replace(samples.allegation(1), tables=(Points(title="Article 28", rows=(row,)),))
    data = printed(dataclasses.replace(samples.snapshot(language), allegations=(told,)), ["allegations"], {})
    found = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=data, capture_output=True, check=True)
    boxes = [[float(at) for at in one] for one in re.findall(BOX, found.stdout.decode())]
    assert len(boxes) > 60
    assert [(one, other) for one, other in combinations(boxes, 2) if is_over(one, other)] == []


BOX = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">'


def is_over(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two words lie on each other, by more than a point both ways; lines of Arabic reach into one another."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide > 1 and high > 6


def lines_of(data: bytes) -> list[str]:
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return [line.strip() for line in told.stdout.decode().splitlines()]


def test_under_a_page_runs_the_part_that_begins_there_or_the_last_that_began_before() -> None:
    made = samples.snapshot()
    placed = SimpleNamespace(pages={"part-summary": 1, "part-mandate": 1, "part-findings": 4}, total=5)
    layout = laid_out(made, phrases_of(made), 1, placed)  # type: ignore[arg-type]
    said = [layout.running[at].split(". ")[-1] for at in layout.under]
    assert said == [
        made.cover.title,
        "Executive summary",
        *["Mandate and scope"] * 2,
        *["Findings, incident by incident"] * 2,
    ]
