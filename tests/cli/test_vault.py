"""`vault export|open|hand-over`, as an operator and a custodian run them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyrage import x25519
from sqlmodel import Session, select

from casework import audit
from casework.access import Membership
from casework.cases.models import Case
from casework.dossiers import html, render
from casework.subjects import Role
from casework.vault import prepare, vault_of
from casework.witnesses import identity, services
from tests.factories import login, make_account, make_case

NAME = "Zaynab Qasim Testwitness"
REASON = "Second interview, agreed with the lead."
KEY, OTHER = x25519.Identity.generate(), x25519.Identity.generate()


@pytest.fixture
def case(app: Flask, db: Session) -> str:
    """A case with two witnesses, one of them written before custodians were set."""
    account = make_account(db)
    case = make_case(db, [account])
    for custodians in ((), (str(KEY.to_public()),)):
        settings = replace(app.extensions["casework_settings"], custodians=custodians)
        witness = services.register_witness(db, account.as_actor(), case=case, details=services.WitnessDetails())
        changed = {"name": NAME, "phone": "0944123456"}
        identity.write_identity(db, account.as_actor(), vault=prepare(settings), witness=witness, changed=changed)
    app.extensions["casework_settings"] = settings
    db.commit()
    return case.reference


def run(app: Flask, *words: object) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["vault", *map(str, words)])
    return result.exit_code, result.output


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "custodian.key"
    path.write_text(f"# created: today\n# public key: {KEY.to_public()}\n{KEY}\n")
    return path


def test_an_exported_record_opens_for_a_custodian_and_is_logged(
    app: Flask, db: Session, case: str, key: Path, tmp_path: Path
) -> None:
    out = tmp_path / "sealed.json"
    assert run(app, "export", case, "--reason", REASON, "--out", out) == (0, f"2 sealed records in {out}.\n")
    assert (NAME in out.read_text(), out.stat().st_mode & 0o077) == (False, 0)
    code, text = run(app, "open", out, "--identity", key)
    assert (code, text.count(NAME), f"{case} W-0001" in text, "phone: 0944123456" in text) == (0, 2, True, True)
    entries = audit.entries(db, action="identity.exported")
    assert [(one.subject_label, one.facts["reason"]) for one in entries] == [("W-0002", REASON), ("W-0001", REASON)]


def test_an_export_stands_among_those_who_looked(
    app: Flask, client: FlaskClient, db: Session, case: str, tmp_path: Path
) -> None:
    run(app, "export", case, "W-0001", "--reason", REASON, "--out", tmp_path / "sealed.json")
    boss = make_account(db, Role.SUPERVISOR)
    db.add(Membership(case_id=db.exec(select(Case.id)).one(), account_id=boss.key, reason="test"))
    db.commit()
    login(client, boss)
    for page in ("witnesses/W-0001/identity", "reveals"):
        text = client.get(f"/cases/{case}/{page}").text
        assert "exported for a custodian" in text
        assert "command line" in text
        assert REASON in text


def test_another_key_a_damaged_file_and_a_swapped_record_do_not_open(
    app: Flask, case: str, key: Path, tmp_path: Path
) -> None:
    out, stranger = tmp_path / "sealed.json", tmp_path / "other.key"
    run(app, "export", case, "W-0001", "W-0002", "--reason", REASON, "--out", out)
    stranger.write_text(str(OTHER))
    assert run(app, "open", out, "--identity", stranger)[0] == 1
    document = json.loads(out.read_text())
    first, second = document["records"]
    first["fields"], second["fields"] = second["fields"], first["fields"]
    swapped = tmp_path / "swapped.json"
    swapped.write_text(json.dumps(document))
    code, text = run(app, "open", swapped, "--identity", key)
    assert (code, NAME in text) == (1, False)
    swapped.write_text("not a record")
    assert run(app, "open", swapped, "--identity", key)[0] == 1


def test_a_custodian_searches_a_dossier_without_showing_a_name(
    app: Flask, case: str, key: Path, tmp_path: Path
) -> None:
    out = tmp_path / "sealed.json"
    run(app, "export", case, "W-0002", "--reason", REASON, "--out", out)
    for word, found in (("ZAYNAB  qasim testwitness", True), ("W-0002", False)):
        pdf = tmp_path / "draft.pdf"
        pdf.write_bytes(render.render(html.Page(f'<html lang="en"><title>t</title><h1>A</h1><p>{word}</p></html>')))
        code, text = run(app, "open", out, "--identity", key, "--scan", pdf)
        assert (code, "W-0002 stands in it (page 1)" in text) == ((1, True) if found else (0, False))
        assert "Zaynab" not in text


def test_export_wants_custodians_a_reason_a_code_that_exists_and_a_new_file(
    app: Flask, case: str, tmp_path: Path
) -> None:
    out = tmp_path / "sealed.json"
    assert run(app, "export", case, "--reason", "why", "--out", out)[0] == 1
    assert run(app, "export", case, "W-0099", "--reason", REASON, "--out", out)[0] == 1
    assert not out.exists()
    app.extensions["casework_settings"] = replace(app.extensions["casework_settings"], custodians=())
    assert run(app, "export", case, "--reason", REASON, "--out", out)[0] == 1


def test_handing_over_leaves_nothing_that_the_server_can_read(app: Flask, db: Session, case: str) -> None:
    code, text = run(app, "hand-over")
    assert (code, text) == (0, "1 people's identities can be read by a custodian alone; 0 can still be read here.\n")
    assert vault_of(app.extensions["casework_settings"]).state(db, "nobody").fields == frozenset()
    assert [one.facts for one in audit.entries(db, action="identities.handed_over")] == [{"people": 1}]
    db.rollback()
    result = app.test_cli_runner().invoke(args=["doctor"])
    assert "sealed to 1 custodians" in result.output
    assert "vault hand-over" not in result.output
