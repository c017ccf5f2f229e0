"""`case export` and `case import`, end to end: from one installation into an empty other."""

import json
from pathlib import Path

import pytest
from flask import Flask

from tests.world import CASE, World, _open


@pytest.fixture
def elsewhere(tmp_path: Path) -> Flask:
    """An installation with nothing in it."""
    from casework.db import migrate

    app = _open(tmp_path / "elsewhere")
    migrate.upgrade(app.extensions["casework_engine"])
    return app


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    answer = app.test_cli_runner().invoke(args=["case", *arguments])
    return answer.exit_code, answer.output


@pytest.mark.slow
def test_a_case_goes_into_an_empty_installation_and_what_goes_wrong_is_said(
    world: World, elsewhere: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    out = str(tmp_path / "bag.zip")
    export = ("export", CASE, "--bagit", "--recipient", "demo-committee", "--out")
    code, said = run(world.app, *export, out)
    assert (code, "left out: EX-0007 – quarantine" in said) == (0, True), said
    assert run(world.app, *export, out)[0] == 1, "nothing is written over"
    assert (
        run(world.app, "export", "CW-1999-0001", "--bagit", "--recipient", "demo-committee", "--out", out + "2")[0] == 1
    )
    code, said = run(elsewhere, "import", out)
    assert (code, f"{CASE}: " in said, "Nobody is a member" in said) == (0, True, True), said
    assert run(elsewhere, "import", out) == (1, f"REFUSED:\n- This bag was read in before, as {CASE}.\n")
    code, said = run(elsewhere, "add-member", CASE, "nobody@example.org")
    assert code == 1
    (tmp_path / "bad").mkdir()
    code, said = run(elsewhere, "import", str(tmp_path / "bad"))
    assert (code, "bagit.txt: missing" in said) == (1, True)


def test_a_refused_export_leaves_no_bag_behind_and_says_why(world: World, tmp_path: Path) -> None:
    from sqlmodel import select

    from casework.exchange.models import Bag

    with world.session() as session:
        before = len(session.exec(select(Bag)).all())
    (tmp_path / "here").mkdir()
    code, said = run(world.app, "export", CASE, "--bagit", "--recipient", "demo-committee", "--out", str(tmp_path / "here"))  # fmt: skip
    assert (code, said.startswith("REFUSED")) == (1, True)
    with world.session() as session:
        assert len(session.exec(select(Bag)).all()) == before
    assert json.dumps(list(tmp_path.iterdir()), default=str).count(".part") == 0
