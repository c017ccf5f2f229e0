"""Two versions page by page: an inserted page moves nothing, a changed word is found and underlined."""

import io

import pytest
from PIL import Image

from casework.config import Settings
from casework.dossiers import comparing, html, producing, render
from casework.dossiers.comparing import Pair, Side, aligned, changed_words
from casework.errors import Unavailable
from casework.storage import FileStore, open_store
from tests.dossiers.world import vault_with_key


@pytest.mark.parametrize(
    "before, after, found",
    [
        ("abc", "abc", []),
        ("abc", "axbc", [Pair(None, 2)]),
        ("abc", "ac", [Pair(2, None)]),
        ("abc", "axc", [Pair(2, 2)]),
        ("abcd", "axyd", [Pair(2, 2), Pair(3, 3)]),
        ("abcd", "xabycd", [Pair(None, 1), Pair(None, 4)]),
        ("", "ab", [Pair(None, 1), Pair(None, 2)]),
    ],
)
def test_a_page_put_in_makes_no_later_page_differ(before: str, after: str, found: list[Pair]) -> None:
    assert aligned(before, after) == found


def test_a_thousand_pages_with_one_put_in_front_differ_in_one() -> None:
    pages = [str(number) for number in range(1_100)]
    assert aligned(pages, ["new", *pages]) == [Pair(None, 1)]


def test_the_words_that_the_other_page_has_not_are_found() -> None:
    assert changed_words(["two", "men", "came"], ["three", "men", "came", "late"]) == ([(0, 1)], [(0, 1), (3, 4)])


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


def stored(settings: Settings, texts: tuple[bytes, bytes]) -> tuple[FileStore, str, str]:
    vault_with_key(settings)
    store = open_store(settings)
    old, new = (producing.keep(store, one) for one in texts)
    return store, old, new


def test_the_confined_child_reads_pages_without_head_and_foot(settings: Settings, texts: tuple[bytes, bytes]) -> None:
    store, old, new = stored(settings, texts)
    before, after = comparing.prints_of(store, old), comparing.prints_of(store, new)
    assert (len(before), len(after)) == (3, 4)
    assert (before[0], before[2]) == (after[0], after[3])
    assert aligned(before, after) == [Pair(2, 2), Pair(None, 3)]


def test_what_the_other_page_has_not_is_underlined(settings: Settings, texts: tuple[bytes, bytes]) -> None:
    store, old, new = stored(settings, texts)
    for other, marked in ((Side(new, 3), True), (None, False)):
        picture = Image.open(io.BytesIO(comparing.picture(store, Side(old, 2), other, small=True))).convert("RGB")
        coloured = sum(red > blue + 60 for red, _green, blue in picture.get_flattened_data())
        assert (coloured > 20) is marked


def test_a_file_that_is_gone_is_said_so(settings: Settings) -> None:
    with pytest.raises(Unavailable):
        comparing.prints_of(open_store(settings), "0" * 64)
