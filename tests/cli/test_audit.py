"""`audit head|prove|verify --against`: what an operator types, what comes back, and the exit codes scripts go by."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from sqlmodel import Session

from casework import audit
from casework.audit import heads
from casework.subjects import SYSTEM, Subject
from casework.verifier import verify as outside
from tests.audit.forging import Rows, rewrite


def run(app: Flask, *words: object) -> Result:
    return app.test_cli_runner().invoke(args=["audit", *map(str, words)])


def grow(db: Session, count: int = 3) -> None:
    for number in range(count):
        audit.record(db, SYSTEM, "evidence.registered", Subject("exhibit", number, 1, f"EX-{number:04d}"), size=number)
    db.commit()


@pytest.fixture
def kept(app: Flask, db: Session, tmp_path: Path) -> Path:
    """A head that somebody took away, before three more entries."""
    grow(db)
    file = tmp_path / "head.txt"
    file.write_text(run(app, "head").stdout)
    grow(db)
    return file


def swapped(file: Path, line: int, text: str) -> None:
    lines = file.read_text().split("\n")
    lines[line] = text
    file.write_text("\n".join(lines))


def test_a_head_is_signed_with_the_key_whose_fingerprint_is_shown(app: Flask, kept: Path) -> None:
    told = json.loads(run(app, "head", "--json").stdout)
    assert told["size"] == 7, "the key was entered once, before the first head"
    assert outside.is_signed(heads.read(told["head"]), bytes.fromhex(told["key"]))
    assert heads.read(kept.read_text()).size == 4
    plain = run(app, "head")
    assert (plain.exit_code, told["fingerprint"] in plain.stderr, told["fingerprint"] in plain.stdout) == (
        0,
        True,
        False,
    )


def test_without_the_master_key_the_head_is_told_and_not_signed(app: Flask, kept: Path) -> None:
    key = app.extensions["casework_settings"].master_key_file
    key.rename(key.with_name("away"))
    answer = run(app, "head")
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert "Not signed" in answer.stderr
    assert "7 entries, root " in answer.stderr
    assert run(app, "verify", "--against", kept).exit_code == 0, "the log itself says what it is signed with"


def test_a_log_that_went_on_is_verified_against_the_older_head(app: Flask, kept: Path) -> None:
    answer = run(app, "verify", "--against", kept)
    told = heads.read(kept.read_text())
    assert answer.exit_code == 0, answer.output
    assert answer.stdout.startswith("7 entries checked; head 7 ")
    assert f"{kept}: the first 4 entries are those of {told.time}\n" in answer.stdout
    plain = json.loads(run(app, "verify", "--json").stdout)
    assert (plain["holds"], plain["checked"], plain["problems"]) == (True, 7, [])


def test_a_forged_head_is_refused(app: Flask, kept: Path) -> None:
    told = heads.read(kept.read_text())
    forged = kept.with_name("forged.txt")
    forged.write_text(heads.sign(Ed25519PrivateKey.generate(), told.size, told.root, told.time))
    swapped(kept, 3, "time 2025-01-01T00:00:00Z")
    for file in (forged, kept):
        answer = run(app, "verify", "--against", file)
        assert answer.exit_code == 1
        assert f"NOT INTACT: {file}: The head is not signed with a key of this log.\n" in answer.stdout
        assert "are those of" not in answer.stdout


def test_a_log_rewritten_to_fit_itself_is_refused(app: Flask, db: Session, kept: Path) -> None:
    def change(rows: Rows) -> Rows:
        rows[1]["facts"] = {"size": 9}
        return rows

    rewrite(db, change)
    assert run(app, "verify").exit_code == 0, "from inside nothing shows"
    answer = run(app, "verify", "--against", kept, "--json")
    told = json.loads(answer.stdout)
    assert (answer.exit_code, told["holds"], len(told["problems"])) == (1, False, 1)
    assert told["problems"][0].endswith("the log was rewritten.")


@pytest.mark.parametrize("content", [b"", b"a letter\n", b"\xff\xfe"])
def test_what_is_no_head_is_named(app: Flask, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "other.txt"
    file.write_bytes(content)
    answer = run(app, "verify", "--against", file)
    assert answer.exit_code == 1
    assert f"{file} is not a signed head of a log." in answer.stderr


def test_a_proof_is_printed_as_an_outsider_checks_it(app: Flask, kept: Path) -> None:
    answer = run(app, "prove", "--entry", 2, "--entry", 6)
    report = outside.Report()
    shown = outside.check_log(report, outside.parsed(answer.stdout.encode()), None, None)
    assert (answer.exit_code, report.holds, [label for _action, label, _facts in shown]) == (0, True, ["EX-0001", "EX-0001"])  # fmt: skip


def test_one_size_is_proved_to_begin_another(app: Flask, kept: Path) -> None:
    told, now = heads.read(kept.read_text()), json.loads(run(app, "head", "--json").stdout)
    answer = run(app, "prove", "--from", told.size)
    proof = json.loads(answer.stdout)
    path = [bytes.fromhex(one) for one in proof["path"]]
    assert (answer.exit_code, proof["first"], proof["second"]) == (0, 4, 7)
    assert outside.consistent(4, told.root, 7, bytes.fromhex(now["root"]), path)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "Say what to prove"),
        (("--object", "EX-0001"), 2, "--object needs --case"),
        (("--object", "EX-0001", "--case", "CW-1999-0001"), 1, "There is no case CW-1999-0001."),
        (("--entry", "99"), 1, "There is no such proof"),
        (("--entry", "0"), 1, "There is no such proof"),
        (("--from", "1", "--to", "99"), 1, "the log has 7 entries"),
        (("--from", "99"), 1, "There is no such proof"),
    ],
)
@pytest.mark.usefixtures("kept")
def test_what_cannot_be_proved_is_said(app: Flask, words: tuple[str, ...], code: int, said: str) -> None:
    answer = run(app, "prove", *words)
    assert (answer.exit_code, answer.stdout) == (code, "")
    assert said in answer.stderr
