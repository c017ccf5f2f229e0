"""An allegation with thousands of victims: their codes are not in a cell of a table, and none is lost."""

import dataclasses
import re
from itertools import pairwise

import pytest
from pypdfium2 import PdfDocument

from casework.dossiers import html
from casework.dossiers.content import Snapshot
from casework.dossiers.outline import outline
from casework.i18n import use_locale
from casework.printing.fragments import render_fragment
from tests.dossiers import samples
from tests.dossiers.conftest import phrases_of


def with_victims(language: str, count: int) -> Snapshot:
    snapshot = samples.snapshot(language)
    codes = ("، " if language == "ar" else ", ").join(f"V-{number:04}" for number in range(1, count + 1))
    return dataclasses.replace(
        snapshot, matrix=(), allegations=(dataclasses.replace(snapshot.allegations[0], victims=codes),)
    )


def composed(snapshot: Snapshot) -> str:
    phrases = phrases_of(snapshot)
    env, plan = html.environment(snapshot.lang, phrases), outline(snapshot, phrases.gettext)
    parts = [part for part in plan.sections if part.name == "allegations"]
    with use_locale(snapshot.lang):
        return "".join(one.html for one in html.blocks(env, snapshot, parts, frozenset(), phrases, {}))


def cells(text: str) -> list[str]:
    return re.findall(r"<td[^>]*>(.*?)</td>", text, re.DOTALL)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("count", "in_cell"), [(12, True), (13, False), (2_000, False)])
def test_more_codes_than_a_cell_holds_stand_below_the_table(language: str, count: int, in_cell: bool) -> None:
    text = composed(with_victims(language, count))
    assert set(re.findall(r"V-\d{4}", text)) == {f"V-{number:04}" for number in range(1, count + 1)}
    assert any("V-0001" in cell for cell in cells(text)) is in_cell
    assert ('<p class="codes">' in text) is not in_cell
    assert in_cell or any(f"{count} " in cell for cell in cells(text)), "how many is said in the cell"


def test_their_list_begins_under_the_table_and_fills_the_pages() -> None:
    snapshot = with_victims("en", 2_000)
    page = html.fragment(html.environment("en", phrases_of(snapshot)), snapshot, f"<main>{composed(snapshot)}</main>")
    document = PdfDocument(render_fragment(page.html, {}, style="print.css", tag="AAAAAA").pdf)
    texts = [one.get_textpage().get_text_range() for one in document]
    tops = [int(found[1]) for text in texts if (found := re.search(r"V-(\d{4})", text))]
    assert tops[0] == 1
    assert len(tops) <= 5, "nine pages when they were a column of a table"
    assert all(late - early > 300 for early, late in pairwise(tops)), "full lines on every page"
