"""Both editions are read in order: by pdftotext, page by page, and by their tags, as a screen reader goes through them."""

import io
import itertools
import re
import subprocess
from functools import cache

import pikepdf
import pytest
from pikepdf import Array

from casework import printing
from casework.dossiers import html
from casework.i18n import use_locale
from tests.dossiers import samples
from tests.dossiers.arabic import WORDS
from tests.dossiers.conftest import phrases_of, typeset_sample
from tests.dossiers.hearing import Element, Heard
from tests.dossiers.reading import (
    Source,
    extracted,
    in_arabic_letters,
    is_arabic,
    letters,
    out_of_place,
    without_notes,
)

LANGUAGES = ("en", "ar")
RUNNING = {"p", "h1", "h2", "h3", "li", "figcaption"}
MADE = re.compile(r"[•\d. ]+")  # what stands before an entry, and is not in the source
CODE = re.compile(r"[A-Z]{1,2}-\d{4}|\b20\d\d\b|\b\d{4,5}[A-Z]\b")
# A sentence of each section and annex in the order of DOSSIER.md; each is of the templates or of the sample.
MARKERS = (
    "Provisional: findings may change with further evidence",
    "If a witness withdraws consent later, the issuer tells every holder of a copy, and the statement may not be used any further.",
    "Contents",
    "The case was opened on the request of three families.",
    "The two grades are given independently of each other and never averaged.",
    "On 6 March 2025 an ambush on a security patrol near Jableh was reported.",
    "It is alleged that three men were shot in a house yard.",
    "The defence ministry states that the unit was elsewhere on that day.",
    "Figures stand side by side as their sources gave them. They count different things on different days and are never added up.",
    "The witness stood before them.",
    "The ministry denies that the unit was there; one witness describes other insignia.",
    "No statement covers the evening of 8 March.",
    "To ask the ministry of defence for the deployment orders of 7 to 9 March 2025.",
    "Keep this value. Whoever later alters an entry of the log before this one can no longer produce it: your copy is the proof.",
    "SHA-256 of the original",
    "Witnesses appear by code. What would identify them is kept apart under encryption and is not in this file.",
    "Paragraphs are numbered within each statement. The original language governs; the translation below it is for convenience.",
    "Reduced, re-encoded copy. Never the original.",
    "A sand-coloured vehicle without number plates.",
    "Chronology",
    "Coordinates (WGS 84) are the middle of a circle; the place lies somewhere inside it.",
    "Alleged command on the dates of the incidents",
    "Victims, by code",
    "Reviewer",
    "The answers in force when this dossier was built. A dash means that the question was not asked, which counts as no.",
    "Serial number of the camera",
    "Glossary and transliteration",
    "Objects printed in this dossier",
    "Pages on which something is described, or which cite it.",
)


@cache
def source(language: str) -> Source:
    """What the fragments of the sample say, but the contents and the index."""
    snapshot = samples.snapshot(language)
    with use_locale(language):
        return Source(page.html for page in html.compose(snapshot, phrases_of(snapshot), samples.PICTURES))


@cache
def first_fragment(language: str) -> Source:
    snapshot = samples.snapshot(language)
    with use_locale(language):
        return Source([html.compose(snapshot, phrases_of(snapshot), samples.PICTURES)[0].html])


@cache
def heard(language: str) -> Heard:
    with pikepdf.open(io.BytesIO(typeset_sample(language)[1])) as pdf:
        return Heard(pdf)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def misread(data: bytes, language: str) -> list[str]:
    """Paragraphs, headings, entries and captions that pdftotext finds in another order or in pieces."""
    read = source(language)
    blocks = [block for block in read.blocks if block.tag in RUNNING]
    if language == "en":
        return out_of_place(blocks, without_notes(extracted(data), read.notes))
    found = [word for page in extracted(data) for word in page if is_arabic(word)]
    return out_of_place(map(in_arabic_letters, blocks), found)


@pytest.mark.system
def test_running_text_comes_out_of_the_pages_in_order_and_whole(language: str) -> None:
    assert misread(typeset_sample(language)[1], language) == []


@pytest.mark.system
def test_two_pages_in_the_wrong_order_are_noticed() -> None:
    swapped = io.BytesIO()
    with pikepdf.open(io.BytesIO(typeset_sample("en")[1])) as pdf:
        pdf.pages.insert(4, pdf.pages.p(7))
        del pdf.pages[7]
        pdf.save(swapped)
    assert misread(swapped.getvalue(), "en")


@pytest.mark.system
def test_codes_and_years_read_from_left_to_right_in_both_languages(language: str) -> None:
    read = source(language)
    said = " ".join([*(block.text for block in read.blocks), *read.notes])
    command = ["pdftotext", "-", "-"]
    text = subprocess.run(command, input=typeset_sample(language)[1], capture_output=True, check=True).stdout.decode()
    assert {code for code in CODE.findall(said) if code not in text} == set()
    assert all("D-0001 · v1 · CW-2025-0001" in page for page in text.split("\f")[:-1])


def test_each_section_and_annex_is_heard_in_its_place(language: str) -> None:
    text, say = letters(spoken(heard(language).top)), phrases_of(samples.snapshot(language)).gettext
    at = 0
    for marker in MARKERS:
        marker = letters(WORDS[marker] if language == "ar" and marker in WORDS else say(marker))
        assert marker in text[at:], marker
        at = text.index(marker, at) + len(marker)


def test_what_is_heard_is_what_was_written(language: str) -> None:
    said = letters(spoken(heard(language).top))
    written = letters(" ".join(f"{block.text} {block.margin}" for block in source(language).blocks))
    cover = letters(" ".join(block.text for block in first_fragment(language).blocks))
    assert said.startswith(cover)
    assert written[len(cover) :] in said


def test_two_fragments_in_the_wrong_order_are_heard() -> None:
    with pikepdf.open(io.BytesIO(typeset_sample("en")[1])) as pdf:
        parts = pdf.Root.StructTreeRoot.K[0].K
        pdf.Root.StructTreeRoot.K[0].K = Array([*parts[:6], parts[7], parts[6], *parts[8:]])
        said = letters(spoken(Heard(pdf).top))
    assert letters(" ".join(f"{block.text} {block.margin}" for block in source("en").blocks[40:])) not in said


def spoken(top: Element) -> str:
    """Everything in the order of the tags but the notes, bullets and numbers of entries, and the head of a table again
    where it goes on on the next page."""
    said: list[str] = []
    head = ""

    def say(element: Element, *, in_table: bool) -> None:
        nonlocal head
        if element.role == "/Note" or (element.role == "/Lbl" and MADE.fullmatch(element.text)):
            return
        if element.role == "/THead":
            if element.text == head:
                return
            head = element.text
        for kid in element.kids:
            if isinstance(kid, Element):
                say(kid, in_table=in_table or kid.role == "/Table")
            else:
                said.append(kid)
                head = head if in_table else ""

    say(top, in_table=False)
    return " ".join(said)


def test_headings_go_down_by_one_level_at_a_time(language: str) -> None:
    levels = [int(one.role[2:]) for one in heard(language).top.walk() if re.fullmatch(r"/H\d", one.role)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert {1, 2, 3} == set(levels)


def test_tables_have_headers_that_say_over_what_they_stand(language: str) -> None:
    everything = list(heard(language).top.walk())
    tables = [one for one in everything if one.role == "/Table"]
    assert len(tables) > 20
    for table in tables:
        heads = [one for one in table.walk() if one.role == "/TH"]
        assert heads
        assert {one.known["scope"] for one in heads} <= {"/Column", "/Row"}
        assert {one.role for one in table.inside()} <= {"/THead", "/TBody", "/Caption"}
        assert all(cell.role in ("/TH", "/TD") for row in table.walk() if row.role == "/TR" for cell in row.inside())
    named = {one.known["name"] for one in everything}
    asked = {name for one in everything if one.role == "/TD" for name in one.known["headers"]}
    assert len(asked) > 50
    assert asked <= named


def test_lists_figures_links_and_notes_are_what_they_are_called(language: str) -> None:
    everything = list(heard(language).top.walk())
    by_role = {role: [one for one in everything if one.role == role] for role in {one.role for one in everything}}
    assert all({one.role for one in entries.inside()} == {"/LI"} for entries in by_role["/L"])
    for entry in by_role["/LI"]:
        assert [one.role for one in entry.inside()] in (["/Lbl", "/LBody"], ["/LBody"])
    assert len(by_role["/Figure"]) >= 5
    assert all(len(one.known["instead"]) > 20 for one in by_role["/Figure"])
    # The box of the electronic signature is empty until a copy is signed.
    links = [one for one in by_role["/Link"] if one.links != ["casework:signature"]]
    assert all(one.links and all(one.links) and one.text.strip() for one in links)
    names = [one.known["name"] for one in by_role["/Note"]]
    assert len(names) == len(set(names)) == len(source(language).notes) == len(by_role["/Reference"])
    for number, note in enumerate(by_role["/Note"], 1):
        assert letters(note.text) == letters(f"{number} {source(language).notes[number - 1]}")


def test_a_passage_in_another_language_says_so(language: str) -> None:
    strange = []
    for one in heard(language).top.walk():
        is_sentence = len(re.findall(r"\b[a-z]{3,}\b|[\u0620-\u064a]{3,}", one.own)) > 3
        if is_sentence and (one.lang == "ar") != printing.is_arabic(one.own):
            strange.append(one.own)
    assert strange == []
    assert {one.lang for one in heard(language).top.walk()} == {"en", "ar"}


def test_only_running_heads_and_page_numbers_are_not_read_aloud(language: str) -> None:
    read = heard(language)
    assert read.untagged == []
    assert "v1 · CW-2025-0001" not in spoken(read.top)
