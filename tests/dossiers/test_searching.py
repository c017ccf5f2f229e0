"""The search for names reads a text once for the same names, and never passes over one that it has not read."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from casework.config import Settings, load_settings
from casework.dossiers import building, cache, leak, searching
from casework.dossiers.cache import FragmentCache
from casework.dossiers.searching import Search
from casework.dossiers.typesetting import Body
from casework.errors import Refused
from casework.leaks import matching
from casework.leaks.matching import Name
from casework.printing.fragments import render_fragment
from casework.printing.pieces import Fragment
from casework.vault import prepare
from tests.dossiers import samples

LAYLA, OMAR = Name("W-0001", "Layla Hasan"), Name("W-0002", "Omar Haddad")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = load_settings({"CASEWORK_INSTANCE": str(tmp_path)})
    prepare(made)
    return made


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts in which names were looked for."""
    texts: list[str] = []
    look: Callable[..., object] = matching.spans

    def noted(text: str, looked_for: matching.Wanted) -> object:
        texts.append(text)
        return look(text, looked_for)

    monkeypatch.setattr(matching, "spans", noted)
    monkeypatch.setattr(leak, "spans", noted)
    return texts


def fragment(words: str, tag: str = "AAAAAA") -> Fragment:
    page = f"<html lang='en'><title>t</title><h1>Part</h1><p>{words}</p></html>"
    return render_fragment(page, {}, style="print.css", tag=tag)


SAID = dataclasses.replace(samples.snapshot(), requests=("Nothing is said.",))
PAGES = (fragment("One page."), fragment("Another page.", "BBBBBB"))


def searched(settings: Settings, *names: Name, pages: tuple[Fragment, ...] = PAGES, about: str = "D-0001") -> Search:
    """One build's search of the same text and of some pages, as a worker makes it."""
    search = Search(names, FragmentCache(settings), about)
    building.refuse_names(search, SAID, Body(b"", pages))
    return search


def test_a_second_build_reads_what_is_new_and_nothing_else(settings: Settings, read: list[str]) -> None:
    searched(settings, LAYLA, OMAR)
    assert "Nothing is said." in read
    assert any("Another page." in text for text in read)
    read.clear()
    searched(settings, OMAR, LAYLA)
    assert read == []
    searched(settings, LAYLA, OMAR, pages=(PAGES[0], fragment("A third page.", "BBBBBB")))
    assert [text for text in read if "page." in text] == [next(text for text in read if "A third page." in text)]


def test_another_name_another_dossier_and_another_release_are_searched_anew(
    settings: Settings, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    searched(settings, LAYLA)
    for names, about in (((LAYLA, OMAR), "D-0001"), ((LAYLA,), "D-0002")):
        read.clear()
        searched(settings, *names, about=about)
        assert "Nothing is said." in read
    read.clear()
    monkeypatch.setattr(searching, "_release", lambda: "another")
    searched(settings, LAYLA)
    assert "Nothing is said." in read


def test_a_name_is_found_each_time_and_said_with_its_page(settings: Settings) -> None:
    searched(settings, OMAR)
    named = (*PAGES, fragment("So said Omar Haddad.", "CCCCCC"))
    for _time in range(2):
        with pytest.raises(Refused) as refused:
            searched(settings, OMAR, pages=named)
        (cause,) = refused.value.causes
        assert "page 3" in cause.message
        assert "Omar" not in cause.message
    with pytest.raises(Refused, match="content"):
        building.refuse_names(
            Search([OMAR], FragmentCache(settings), "D-0001"),
            dataclasses.replace(SAID, requests=("Ask Omar Haddad.",)),
            Body(b"", PAGES),
        )


def test_a_name_that_comes_into_the_vault_later_is_found_in_what_was_searched_before(settings: Settings) -> None:
    named = (fragment("So said Omar Haddad."),)
    searched(settings, LAYLA, pages=named)
    with pytest.raises(Refused):
        searched(settings, LAYLA, OMAR, pages=named)


def test_what_is_remembered_tells_nothing_and_does_not_grow(settings: Settings) -> None:
    searched(settings, LAYLA)
    (kept,) = [path for path in cache.folder_of(settings).rglob("*") if path.is_file()]
    size = kept.stat().st_size
    assert not any(word in kept.read_bytes() + kept.name.encode() for word in (b"Layla", b"D-0001", b"said"))
    searched(settings, LAYLA, pages=(PAGES[0], fragment("A third page.", "BBBBBB")))
    assert kept.stat().st_size <= size


def test_a_long_search_keeps_its_job_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    beats: list[int] = []
    clock = iter(range(0, 100_000, 15))
    monkeypatch.setattr(searching.time, "monotonic", lambda: next(clock))
    search = Search([LAYLA])
    search.beat = lambda: beats.append(1)
    for number in range(10):
        search.spans(f"text {number}")
        search.spans(f"text {number}")
    assert 3 <= len(beats) <= 7


def test_without_a_cache_or_a_name_it_searches_all_the_same(read: list[str]) -> None:
    search = Search([LAYLA])
    search.hits(SAID, PAGES)
    search.remember()
    assert "Nothing is said." in read
    read.clear()
    assert Search([]).hits(SAID, PAGES) == []
    assert read == []
