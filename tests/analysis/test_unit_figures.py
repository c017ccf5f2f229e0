"""The drawings of a unit: sure apart from possible, the same bytes each time, cut with a word when they grow too large."""

from datetime import date

import pytest

from casework.analysis.chart import UnitBox
from casework.analysis.unit_command import Tenure, command_timeline
from casework.analysis.unit_tree import MOST_BOXES, TreeEdge, unit_tree
from casework.spreadsheet import cell, csv_bytes

SURE = Tenure("P-0001", "Commander", (date(2025, 2, 1), date(2025, 5, 31)), (date(2025, 2, 28), date(2025, 5, 1)))
OPEN = Tenure("P-0002", "Commander", (None, date(2025, 3, 31)), None)
VACANT = Tenure("–", "Vacant", (date(2025, 3, 7), date(2025, 3, 12)), (date(2025, 3, 9), date(2025, 3, 9)), True)


def box(number: int) -> UnitBox:
    return UnitBox(f"U-{number:04d}", f"Unit {number} <&>")


def edge(child: int, parent: int, **more: bool) -> TreeEdge:
    return TreeEdge(f"U-{parent:04d}", f"U-{child:04d}", "command", "Command", **more)


def test_what_is_certain_is_dark_and_what_is_only_possible_has_no_dark_part() -> None:
    words = {"title": "t", "description": "d"}
    both, open_ended = command_timeline([SURE], **words), command_timeline([OPEN], **words)
    assert both is not None
    assert open_ended is not None
    assert both.markup().count('rx="2" fill="#1f4e79"') == 1
    assert 'rx="2" fill="#1f4e79"' not in open_ended.markup()
    assert "polygon" in open_ended.markup()
    assert command_timeline([Tenure("P-1", "c", (None, None), None)], **words) is None


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_drawings_are_the_same_bytes_each_time_and_escape_their_words(lang: str) -> None:
    def drawn() -> str:
        tree = unit_tree([box(1), box(2)], [edge(2, 1)], here="U-0002", title="<t>", description="d", lang=lang)
        line = command_timeline([SURE, OPEN, VACANT], title="t", description="d", lang=lang, asked=date(2025, 3, 8))
        assert line is not None
        return tree.picture.markup() + line.markup()

    assert drawn() == drawn()
    assert "<&>" not in drawn()
    assert "Unit 2 &lt;&amp;&gt;" in drawn()


def test_a_possible_link_carries_a_question_mark_and_a_disputed_one_an_exclamation_mark() -> None:
    def marks(**more: bool) -> set[str]:
        tree = unit_tree([box(1), box(2)], [edge(2, 1, **more)], here="U-0002", title="t", description="d")
        return {label.words for label in tree.picture.labels} & {"?", "!"}

    assert marks() == set()
    assert marks(is_certain=False) == {"?"}
    assert marks(is_certain=False, is_disputed=True) == {"!"}


def test_a_large_tree_is_cut_and_says_so() -> None:
    boxes = [box(n) for n in range(1, 101)]
    tree = unit_tree(
        boxes, [edge(n, 1) for n in range(2, 101)], here="U-0001", title="t", description="d", more="%d more"
    )
    assert tree.left_out == 100 - MOST_BOXES
    assert f"{tree.left_out} more" in {label.words for label in tree.picture.labels}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1", "\u200f=1"])
def test_no_cell_is_read_as_a_formula(text: str) -> None:
    assert cell(text).startswith("'")
    assert cell("ق =1") == "ق =1"
    assert csv_bytes(["a"], [[text]]).startswith(b"\xef\xbb\xbf")
