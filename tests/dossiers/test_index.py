"""The index: from anchors and links to pages."""

from casework.dossiers import indexing
from tests.dossiers import samples


def test_pages_next_to_each_other_are_joined() -> None:
    assert indexing.joined({3, 7, 8, 9, 12}) == ("3", "7–9", "12")
    assert indexing.joined({5, 6}) == ("5–6",)
    assert indexing.joined([]) == ()


def test_a_witness_is_where_their_statements_are_cited() -> None:
    made = samples.snapshot()
    statement = made.statements[0]
    spoken = indexing.Spoken()
    spoken.add(f"t-{statement.ref}-2", 4)
    spoken.add(f"t-{statement.ref}", 9)
    spoken.add(f"w-{statement.witness}", 7)
    spoken.add(f"i-{made.moments[0].ref}", 2)
    anchors = {f"t-{statement.ref}": 9}
    headed = {one.title: one.entries for one in indexing.index(made, spoken, anchors, str)}
    assert [(one.words, one.target, one.pages) for one in headed["Witnesses, by code"]] == [
        (statement.witness, f"t-{statement.ref}", ("4", "7", "9"))
    ]
    assert [one.pages for one in headed["Dates"]] == [("2",)]
    assert [one.target for one in headed["Places"]] == [""]
    assert "Exhibits" not in headed
