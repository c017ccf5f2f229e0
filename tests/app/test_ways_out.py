"""Nothing of a witness leaves without the consent rule being asked. A new way out is found the day it is added."""

import html
import re
import sys
import zipfile
from datetime import date
from importlib import import_module
from typing import Any

import click
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from casework.analysis.export_views import MEDIA
from casework.analysis.exports import FIGURES
from casework.app import ways_out
from casework.web.endpoints import is_public
from casework.witnesses import consent
from casework.witnesses.consent import Answer, Reason
from tests.app.test_matrix import _address, ask
from tests.world import CASE, Answered, World

READERS = ("investigator-member", "supervisor-member", "committee-member", "auditor-member", "administrator-member")


@pytest.fixture
def says_no(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the rule is used, it says no."""
    rule = consent.may_be_used

    def no(_consents: Any, _scope: str, _recipient: Any, _on: date) -> Answer:
        return Answer(False, Reason.REFUSED)

    for name, module in list(sys.modules.items()):
        if name.startswith("casework") and getattr(module, "may_be_used", None) is rule:
            monkeypatch.setattr(module, "may_be_used", no)


# Every figure in every form, but the casualties: they are sources' public words, given by no witness. What the graph
# begins with is nobody's word either, so it is asked to begin with a statement.
BEGINS = {"graph": "?from=T-0001"}
DRAWN = [f"{figure}.{kind}" for figure in sorted(FIGURES) if figure != "casualties" for kind in MEDIA]
WAYS = [(endpoint, "") for endpoint in sorted(ways_out.PAGES)] + [("analysis.export_file", file) for file in DRAWN]


def _way(world: World, endpoint: str, file: str) -> str:
    """The address of a way out; that of a figure as its own page gives it, which says what the reader was told."""
    address = _address(world, next(world.app.url_map.iter_rules(endpoint)))
    if not file:
        return address
    figure = file.split(".")[0]
    page = world.clients[READERS[0]].get(f"/cases/{CASE}/analysis/export/{figure}{BEGINS.get(figure, '')}").text
    (found,) = re.findall(rf'href="([^"]*/export/{re.escape(file)}[^"]*)"', page)
    return html.unescape(found)


def _gives_a_file(world: World, endpoint: str, file: str = "") -> bool:
    answers: list[TestResponse | Answered] = (
        [world.clients[READERS[0]].get(_way(world, endpoint, file))]
        if file
        else [ask(world, endpoint, "GET", reader) for reader in READERS]
    )
    given = [answer for answer in answers if answer.status_code == 200]
    return any(
        answer.mimetype != "text/html" or "attachment" in answer.headers.get("Content-Disposition", "")
        for answer in given
    )


def test_whatever_answers_with_a_file_is_known_as_a_way_out(world: World) -> None:
    known = {*ways_out.PAGES, *ways_out.NOT_OF_A_WITNESS, "static"}
    rules = [rule for rule in world.app.url_map.iter_rules() if "GET" in (rule.methods or set())]
    unknown = {rule.endpoint for rule in rules} - known
    assert [endpoint for endpoint in sorted(unknown) if _gives_a_file(world, endpoint)] == []


@pytest.mark.parametrize("endpoint, file", WAYS)
def test_each_way_out_gives_its_file_when_consent_stands(world: World, endpoint: str, file: str) -> None:
    assert _gives_a_file(world, endpoint, file)


@pytest.mark.parametrize("endpoint, file", WAYS)
def test_each_way_out_refuses_when_the_rule_says_no(
    world: World, endpoint: str, file: str, request: pytest.FixtureRequest
) -> None:
    address = _way(world, endpoint, file)  # as it was shown before
    request.getfixturevalue("says_no")
    statuses = {world.clients[reader].get(address).status_code for reader in (READERS[:1] if file else READERS)}
    assert 409 in statuses
    assert 200 not in statuses


def _commands(app: Flask) -> dict[str, click.Command]:
    found = {}
    for name, group in app.cli.commands.items():
        if isinstance(group, click.Group):
            found |= {f"{name} {inner}": command for inner, command in group.commands.items()}
        else:
            found[name] = group
    return found


def test_every_command_that_writes_a_file_is_known(world: World) -> None:
    known = {*ways_out.COMMANDS, *ways_out.COMMANDS_NOT_OF_A_WITNESS}
    for name, command in _commands(world.app).items():
        touches_files = any(isinstance(parameter.type, click.Path | click.File) for parameter in command.params)
        assert not touches_files or name in known, name


def test_the_command_line_refuses_when_the_rule_says_no(world: World, tmp_path: Any, says_no: None) -> None:
    out = tmp_path / "draft.pdf"
    arguments = ["dossier", "build", CASE, "--recipient", "demo-committee", "--out", str(out)]
    answer = world.app.test_cli_runner().invoke(args=arguments)
    assert answer.exit_code == 1
    assert "does not" in answer.output or "rests on nothing" in answer.output
    assert not out.exists()


def test_a_bag_written_on_the_command_line_holds_nothing_of_a_witness_when_the_rule_says_no(
    world: World, tmp_path: Any, says_no: None
) -> None:
    out = tmp_path / "bag"
    arguments = ["case", "export", CASE, "--bagit", "--recipient", "demo-committee", "--out", str(out)]
    answer = world.app.test_cli_runner().invoke(args=arguments)
    assert answer.exit_code == 0, answer.output
    sheets = [file.read_text() for file in (out / "metadata" / "exhibits").iterdir()]
    assert sheets
    assert not [sheet for sheet in sheets if "W-" in sheet]


def test_records_written_on_the_command_line_rest_on_no_witness_when_the_rule_says_no(
    world: World, tmp_path: Any, says_no: None
) -> None:
    out = tmp_path / "records.zip"
    arguments = ["case", "export-records", CASE, "--recipient", "demo-committee", "--out", str(out)]
    answer = world.app.test_cli_runner().invoke(args=arguments)
    assert answer.exit_code == 0, answer.output
    assert "allegation R1 consent" in answer.output
    with zipfile.ZipFile(out) as archive:
        named = {name: archive.read(name).decode() for name in archive.namelist() if "left-out" not in name}
    assert [name for name, text in named.items() if re.search(r"\bT-0\d{3}\b", text)] == []


@pytest.mark.parametrize("way", [*ways_out.PAGES.values(), *ways_out.COMMANDS.values()], ids=lambda way: way.asks)
def test_what_each_way_out_is_said_to_ask_is_there(way: ways_out.WayOut) -> None:
    module, name = way.asks.rsplit(".", 1)
    assert callable(getattr(import_module(module), name))


def test_a_way_out_is_never_public(world: World) -> None:
    assert not [endpoint for endpoint in ways_out.PAGES if is_public(world.app.view_functions[endpoint])]
