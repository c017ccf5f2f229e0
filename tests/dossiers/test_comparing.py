"""Two versions page by page: an inserted page moves nothing, a changed word is found and underlined."""

import io

import pytest
from PIL import Image

from casework.config import Settings
from casework.dossiers import comparing, html, producing, render
from casework.dossiers.flowing import Pair
from casework.dossiers.models import DossierVersion
from casework.errors import Unavailable
from casework.storage import FileStore, open_store
from tests.dossiers.world import vault_with_key


def body(*pages: str) -> bytes:
    """Pages with a head and a foot that differ in every version, as those of a dossier do."""
    parts = "".join(f'<section style="break-after: page"><p>{text}</p></section>' for text in pages)
    count = len(pages)
    head, foot = f'@top-left {{ content: "v{count}" }}', f'@bottom-right {{ content: counter(page) " of {count}" }}'
    margins = f"@page {{ size: A4; margin: 27mm 22mm 24mm; {head} {foot} }}"
    return render.render(html.Page(f'<html lang="en"><title>t</title><style>{margins}</style>{parts}</html>'))


@pytest.fixture(scope="module")
def texts() -> tuple[bytes, bytes]:
    return body("one", "two men came", "three"), body("one", "put in", "two women came", "three")


def stored(settings: Settings, texts: tuple[bytes, bytes]) -> tuple[FileStore, list[DossierVersion]]:
    vault_with_key(settings)
    store, versions = open_store(settings), []
    for number, one in enumerate(texts, 1):
        digest = producing.keep(store, one)
        body = {"sha256": digest, "texts": comparing.read_pages(store, digest)}
        versions.append(DossierVersion(case_id=1, dossier_id=1, number=number, snapshot_hash="", bodies={"en": body}))
    return store, versions


def test_the_confined_child_reads_pages_without_head_and_foot(settings: Settings, texts: tuple[bytes, bytes]) -> None:
    store, versions = stored(settings, texts)
    before, after = (comparing.pages_of(store, one, "en") for one in versions)
    assert (before.words, before.labels) == ([["one"], ["two", "men", "came"], ["three"]], ["1", "2", "3"])
    found = comparing.compared(before, after)
    assert found.pairs == [Pair(None, 2), Pair(2, 3)]
    assert (found.gone, found.new) == ({2: [(1, 2)]}, {2: [(0, 2)], 3: [(1, 2)]})
    assert comparing.compared(before, after) is found, "each picture asks for it again"


def test_the_text_is_kept_encrypted_and_is_the_same_each_time(settings: Settings, texts: tuple[bytes, bytes]) -> None:
    store, (version, _later) = stored(settings, texts)
    body = version.bodies["en"]
    assert comparing.read_pages(store, body["sha256"]) == body["texts"]
    held = [file.read_bytes() for file in settings.instance.rglob("*") if file.is_file()]
    assert held
    assert not any(b"two men" in data for data in held)


@pytest.mark.parametrize("words", [["two", "men", "came"], ["two", "mencame"]])
def test_what_the_other_page_has_not_is_underlined(
    settings: Settings, texts: tuple[bytes, bytes], words: list[str]
) -> None:
    store, (version, _later) = stored(settings, texts)
    for spans, marked in (([(1, 2)], True), ([], False)):
        data = comparing.picture(store, version.bodies["en"]["sha256"], 2, words, spans, small=True)
        picture = Image.open(io.BytesIO(data)).convert("RGB")
        coloured = sum(red > blue + 60 for red, _green, blue in picture.get_flattened_data())
        assert (coloured > 20) is marked


def test_a_file_that_is_gone_is_said_so(settings: Settings) -> None:
    with pytest.raises(Unavailable):
        comparing.read_pages(open_store(settings), "0" * 64)
