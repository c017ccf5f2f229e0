"""Fragments typeset by children, found again in the cache, put together to one document."""

import dataclasses
import io
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest

from casework.config import Settings, load_settings
from casework.db import now
from casework.dossiers import building, cache
from casework.dossiers.cache import FragmentCache
from casework.dossiers.content import Snapshot
from casework.dossiers.furniture import roman
from casework.dossiers.typesetting import Typesetter
from casework.errors import Unavailable
from casework.printing import press as presses
from casework.printing.fragments import cited, render_fragment
from casework.printing.pieces import Fragment, Sheet
from casework.printing.press import press
from casework.vault import prepare
from tests.dossiers import samples
from tests.dossiers.conftest import PHRASES, Here, typeset_sample


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = load_settings({"CASEWORK_INSTANCE": str(tmp_path_factory.mktemp("instance"))})
    prepare(made)
    return made


def typeset(snapshot: Snapshot, kept: FragmentCache) -> tuple[bytes, int]:
    setter = Typesetter(Here(), kept)  # type: ignore[arg-type]
    return setter.body(snapshot, PHRASES, samples.PICTURES).data, setter.found


def test_children_make_the_same_fragments_and_tell_how_far_they_are() -> None:
    sheets = [Sheet(f"<html lang='en'><title>t</title><p id='a'>{n} ملف</p>", "print.css", f"AAAAA{n}") for n in "BCD"]
    told: list[tuple[int, int]] = []
    with press(2) as made:
        found = dict(made.typeset(sheets, lambda done, total: told.append((done, total))))
    assert [found[at] for at in range(3)] == [
        render_fragment(one.html, {}, style=one.style, tag=one.tag) for one in sheets
    ]
    assert told[-1] == (3, 3)
    assert Fragment.from_json(found[0].to_json()) == found[0]


def test_a_child_that_fails_says_nothing_of_what_it_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses.sys, "executable", "/bin/false")
    with pytest.raises(Unavailable) as problem:
        building.typeset({"en": (samples.snapshot(), samples.PICTURES)})
    assert "T-0001" not in str(problem.value)


def test_a_child_that_asks_for_a_file_fails_the_whole() -> None:
    page = "<html lang='en'><title>t</title><img alt='x' src='file:///etc/hostname'>"
    with press(1) as made, pytest.raises(Unavailable):
        list(made.typeset([Sheet(page, "print.css", "AAAAAA")]))


def test_what_was_typeset_is_found_again_and_gives_the_same_bytes(settings: Settings) -> None:
    made, kept = samples.snapshot(), FragmentCache(settings)
    fresh, found = typeset(made, kept)
    assert (fresh, found) == (typeset_sample("en")[1], 0)
    again, found = typeset(made, FragmentCache(settings))
    assert again == fresh
    assert found >= 7
    other = dataclasses.replace(made, requests=("Another request.",))
    changed, refound = typeset(other, kept)
    assert changed != fresh
    assert found - 2 <= refound < found


def test_what_is_kept_cannot_be_read_nor_guessed_at_nor_moved(settings: Settings) -> None:
    kept = FragmentCache(settings)
    kept.keep("e" * 64, Fragment(b"%PDF", 1, anchors={"t-T-0001": (0, 1.0, 2.0)}))
    files = [path for path in cache.folder_of(settings).rglob("*") if path.is_file()]
    assert files
    assert not any(b"anchors" in path.read_bytes() or b"T-0001" in path.read_bytes() for path in files)
    assert not any("e" * 64 in path.name for path in files)
    assert files[0].parent.stat().st_mode & 0o077 == 0
    kept.keep("a" * 64, Fragment(b"%PDF one", 1))
    kept.keep("b" * 64, Fragment(b"%PDF two", 1))
    one, two = (kept._path(kept.today, letter * 64) for letter in "ab")
    assert isinstance(one, Path)
    assert isinstance(two, Path)
    one.write_bytes(two.read_bytes())
    assert kept.find("a" * 64) is None
    assert not one.exists()
    assert kept.find("b" * 64) == Fragment(b"%PDF two", 1)


def test_what_another_release_kept_in_another_form_is_made_anew(settings: Settings) -> None:
    kept = FragmentCache(settings)
    for old in (b"{}", b"no json", b"\xff"):
        kept.keep_bytes("f" * 64, old)
        assert kept.find("f" * 64) is None
    kept.keep("f" * 64, Fragment(b"%PDF", 1))
    assert kept.find("f" * 64) == Fragment(b"%PDF", 1)


def test_days_later_it_is_gone_and_so_is_its_key(settings: Settings) -> None:
    today = now().date() - timedelta(days=3 * cache.DAYS)
    FragmentCache(settings, today).keep("c" * 64, Fragment(b"%PDF", 1))
    assert FragmentCache(settings, today + timedelta(days=cache.DAYS - 1)).find("c" * 64) is not None
    later = FragmentCache(settings, today + timedelta(days=2 * cache.DAYS))
    assert later.find("c" * 64) is None
    cache.forget_old_fragments(None, settings)  # type: ignore[arg-type]
    assert not (cache.folder_of(settings) / today.isoformat()).exists()
    assert FragmentCache(settings, today).find("c" * 64) is None
    assert FragmentCache(settings, today)._key(today) is None


def test_without_a_key_nothing_is_kept(tmp_path: Path) -> None:
    bare = load_settings({"CASEWORK_INSTANCE": str(tmp_path)})
    FragmentCache(bare).keep("d" * 64, Fragment(b"%PDF", 1))
    assert FragmentCache(bare).find("d" * 64) is None
    assert not cache.folder_of(bare).exists()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_merged_document_is_one(language: str) -> None:
    with pikepdf.open(io.BytesIO(typeset_sample(language)[1])) as pdf:
        keys = [int(key) for leaf in pdf.Root.StructTreeRoot.ParentTree.Kids for key in list(leaf.Nums)[::2]]
        assert keys == sorted(set(keys))
        assert [int(page.obj.StructParents) in keys for page in pdf.pages].count(False) == 0
        names = [str(leaf.Limits[0]) for leaf in pdf.Root.StructTreeRoot.IDTree.Kids]
        assert len(names) > 2
        assert names == sorted(set(names))
        dests = pdf.Root.Names.Dests.Names
        known = {str(name) for name in list(dests)[::2]}
        links = [note for page in pdf.pages for note in page.obj.get("/Annots", ()) if "/Dest" in note]
        assert len(links) > 20
        assert {str(note.Dest) for note in links} <= known
        assert not any("casework:" in str(note.get("/Contents", "")) for note in links)
        labels = list(pdf.Root.PageLabels.Nums)
        assert (str(labels[1].S), labels[2], str(labels[3].S)) == ("/r", 3, "/D")
        fonts = [str(font.BaseFont) for page in pdf.pages for font in page.obj.Resources.Font.values()]
        assert len({name.split("+")[0] for name in fonts}) > 5


def test_words_for_links_and_numbers_of_pages() -> None:
    assert cited("t-T-0001-3") == "T-0001 ¶3"
    assert cited("ex-EX-0042") == "EX-0042"
    assert [roman(number) for number in (1, 4, 9, 14, 40, 99)] == ["i", "iv", "ix", "xiv", "xl", "xcix"]
