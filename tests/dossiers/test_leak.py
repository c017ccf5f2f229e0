"""The leak scan: no name of the vault in text, metadata, outline or attachments."""

import io

import pikepdf
import pytest

from casework.dossiers import html, leak, render
from casework.dossiers.leak import Hit, Name
from tests.dossiers import samples
from tests.dossiers.conftest import make_pdf


def found(text: str, name: str) -> bool:
    return bool(leak.find(text, leak.wanted([Name("W-0001", name)]), "here"))


@pytest.mark.parametrize(
    "text",
    ["أحمد علي درويش", "احمد على درويش", "أَحْمَد عَلي دَرويش", "وقال أحمد‌ علي\nدرويش إنه", "أحمد درويش", "شيورد يلع دمحا"],
)
def test_an_arabic_name_is_found_however_it_is_written(text: str) -> None:
    assert found(text, "أحمد علي درويش")


@pytest.mark.parametrize("text", ["Layla HASAN", "layla-hasan.jpg", "Làyla  Hasan", "laylahasan", "(Layla\nHasan)"])
def test_a_latin_name_is_found_however_it_is_written(text: str) -> None:
    assert found(text, "Layla Hasan")


def test_another_name_is_not_a_hit() -> None:
    assert not found("علي حسن قال إن أحمد سعيد كان هناك", "أحمد علي درويش")
    assert not found("Basan", "Asa")


def test_a_part_of_a_word_is_not_a_hit() -> None:
    assert not found("The alibi was checked", "Ali")
    assert found("It was Ali who said so", "Ali")


@pytest.fixture(scope="module")
def file() -> bytes:
    """A finished file, quickly: a page of text in place of the whole dossier."""
    page = html.Page('<html lang="en"><title>t</title><h1>A</h1><p>To the Independent Committee</p></html>')
    return make_pdf(samples.snapshot(), body=render.render(page))


def test_a_hit_says_whose_name_and_where_but_not_the_name(file: bytes) -> None:
    hits = leak.scan(file, [Name("W-0007", "Independent Committee"), Name("W-0008", "Nobody Atall")])
    assert Hit("W-0007", "page 1") in hits
    assert {hit.owner for hit in hits} == {"W-0007"}
    assert "committee" not in repr(hits).lower()


@pytest.mark.parametrize("place", ["metadata", "document information", "attachment", "bookmarks"])
def test_a_name_is_found_outside_the_pages(place: str, file: bytes) -> None:
    with pikepdf.open(io.BytesIO(file)) as pdf:
        if place == "metadata":
            text = pdf.Root.Metadata.read_bytes().replace(b"</rdf:RDF>", b"<!-- --><x>Layla Hasan</x></rdf:RDF>")
            pdf.Root.Metadata = pdf.make_stream(text)
        elif place == "document information":
            pdf.docinfo["/Keywords"] = "Layla Hasan"
        elif place == "attachment":
            pdf.attachments["x.txt"] = pikepdf.AttachedFileSpec(pdf, "ليلى حسن".encode(), filename="x.txt")
        else:
            with pdf.open_outline() as outline:
                outline.root.append(pikepdf.OutlineItem("Layla Hasan", 0))
        out = io.BytesIO()
        pdf.save(out)
    hits = leak.scan(out.getvalue(), [Name("W-0001", "Layla Hasan"), Name("W-0001", "ليلى حسن")])
    assert any(hit.place.startswith(place) for hit in hits)
