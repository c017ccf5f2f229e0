"""Which parts a dossier prints, in which order, and what may be left out of it."""

import dataclasses
import json

from casework.dossiers import html
from casework.dossiers.outline import OPTIONAL, PARTS, outline
from casework.dossiers.snapshot import dumps, loads
from tests.dossiers import samples

ALWAYS = {"method", "gaps", "certification", "consents", "redactions", "manifest", "changes"}


def test_every_part_has_its_template() -> None:
    for kind in PARTS:
        stem = "annex" if kind.is_annex else "section"
        assert (html.TEMPLATES / "dossiers" / "print" / f"{stem}_{kind.name}.html").is_file()


def test_what_keeps_a_dossier_honest_cannot_be_left_out() -> None:
    assert {kind.name for kind in PARTS} - set(OPTIONAL) == ALWAYS


def test_a_part_left_out_is_not_printed_and_the_sections_close_up() -> None:
    whole = outline(samples.snapshot(), str)
    short = outline(dataclasses.replace(samples.snapshot(), without=("mandate", "exhibits")), str)
    assert [part.name for part in short.sections] == [p.name for p in whole.sections if p.name != "mandate"]
    assert [part.number for part in short.sections] == [p.number for p in whole.sections[:-1]]
    assert [(p.name, p.number) for p in short.annexes] == [(p.name, p.number) for p in whole.annexes[1:]]


def test_nothing_links_to_a_part_that_is_not_printed() -> None:
    snapshot = dataclasses.replace(samples.snapshot(), without=("statements", "units"))
    linked = {one.split("-")[0] for one in html.anchors(snapshot, outline(snapshot, str))}
    assert linked == {"ex", "i", "a", "w"}


def test_a_snapshot_from_before_a_field_came_is_written_with_the_same_bytes() -> None:
    text = dumps(samples.snapshot())
    assert "without" not in json.loads(text)
    assert dumps(loads(text)) == text
    chosen = dataclasses.replace(samples.snapshot(), without=("mandate",))
    assert loads(dumps(chosen)) == chosen
