"""`units chain` on the demonstration: definitely, possibly, not known and disputed, and what makes each so."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.world import copied_app

DAY = ["--on", "2025-03-08"]


@pytest.fixture(scope="module")
def app(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The demonstration, which nobody changes here."""
    return copied_app(demo_folder, tmp_path_factory.mktemp("units"))


def asked(app: Flask, *args: str) -> dict[str, Any]:
    answer = app.test_cli_runner().invoke(args=["units", "chain", *args, *DAY, "--json"])
    assert answer.exit_code == 0
    told: dict[str, Any] = json.loads(answer.output)
    return told


def test_the_chain_of_the_third_company_holds_all_but_one_of_the_four_answers(app: Flask) -> None:
    told = asked(app, "u-0012")
    assert {command["unit"]: command["answer"] for command in told["commands"]} == {
        "U-0012": "possibly",
        "U-0010": "definitely",
        "U-0009": "definitely",
        "U-0014": "disputed",
    }
    first = told["commands"][0]["holders"][0]
    assert (first["individual"], first["answer"], first["claim"]["open"]) == ("P-0003", "possibly", ["end"])
    assert first["claim"]["sources"][0]["reference"] == "T-0015"
    torn = told["commands"][3]["holders"]
    assert [bool(h["claim"]["preferred"]) for h in torn] == [False, True]  # preferred, and disputed all the same
    assert [(h["individual"], h["against"][0]["individual"]) for h in torn] == [
        ("P-0010", "P-0011"),
        ("P-0011", "P-0010"),
    ]
    assert [(path["way"][-1], path["kind"]) for path in told["paths"]] == [
        ("U-0010", "command"),
        ("U-0009", "command"),
        ("U-0014", "operational_control"),
    ]


def test_a_gap_names_the_nearest_commander(app: Flask) -> None:
    told = asked(app, "U-0013")
    assert told["answer"] == "not_known"
    assert (told["commands"][0]["before"]["individual"], told["commands"][0]["after"]) == ("P-0006", None)


def test_it_reads_as_text_in_both_languages_and_refuses_what_is_not_there(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    text = run(args=["units", "chain", "U-0012", *DAY]).output
    assert "Known only as: from: about December 2024; until: March 2025. It may have ended before this day." in text
    assert "Another source places P-0011 in this post" in text
    assert "محل خلاف" in run(args=["units", "chain", "U-0014", *DAY, "--lang", "ar"]).output
    assert run(args=["units", "chain", "U-0999", *DAY]).exit_code == 1
    assert run(args=["units", "chain", "U-0012", "--on", "March"]).exit_code == 2
