"""What the log says of a bag, checked with the one file that knows nothing of us."""

import argparse
import json
from pathlib import Path

import pytest

from casework.audit import heads
from casework.exchange import services, writing
from casework.exchange.bagit import Contents
from casework.verifier import verify
from tests.exchange.test_importing import change_sheet, resealed
from tests.exchange.world import AT, Desk
from tests.verifier.machine import alone, bare_machine


@pytest.fixture
def built(desk: Desk) -> Contents:
    """A bag of three exhibits, entered into the log and committed."""
    for number in (1, 2, 3):
        desk.exhibit(number)
    session, actor = desk.world.session, desk.world.builder
    bag = services.begin_bag(session, actor, case=desk.world.case, recipient=desk.world.recipient, language="en")
    made = services.record_built(session, actor, desk.store, desk.world.vault, bag=bag, frozen=desk.freeze(), at=AT)
    session.commit()
    return made


def test_the_one_file_verifier_accepts_the_bag_in_both_forms_and_finds_a_changed_byte(
    desk: Desk, built: Contents, tmp_path: Path
) -> None:
    key = verify.fingerprint(heads.public_bytes(heads.signing_key(desk.world.vault)))
    writing.to_folder(built, desk.store, tmp_path / "bag")
    writing.to_zip(built, desk.store, tmp_path / "bag.zip", AT)
    (tmp_path / "bare").mkdir()
    machine = bare_machine(tmp_path / "bare")
    for place in (tmp_path / "bag", tmp_path / "bag.zip"):
        code, report = alone(machine, place, "--key", key)
        assert code == 0, report
    assert alone(machine, tmp_path / "bag", "--key", "0" * 64)[0] == 1
    sheet = tmp_path / "bag/metadata/exhibits/EX-0001.json"
    sheet.write_bytes(sheet.read_bytes().replace(b"Exhibit 1", b"Exhibit 7"))
    assert alone(machine, tmp_path / "bag", "--key", key)[0] == 1


def test_a_bag_whose_description_was_rewritten_with_its_hashes_is_not_the_exported_one(
    desk: Desk, built: Contents, tmp_path: Path
) -> None:
    key = verify.fingerprint(heads.public_bytes(heads.signing_key(desk.world.vault)))
    writing.to_folder(built, desk.store, tmp_path / "bag")
    change_sheet(tmp_path / "bag", title="Exhibit 7")
    options = argparse.Namespace(key=key, head=None, proof=None, log=None)
    report = verify.examine(resealed(tmp_path / "bag"), options)
    assert [name for name, holds, _detail in report.checks if not holds] == ["export"]


def test_the_log_in_a_bag_tells_of_its_own_list_of_files_and_names_nobody(desk: Desk, built: Contents) -> None:
    log = json.loads(built.tags["casework/log.json"])
    entries = [one["entry"] for one in log["entries"]]
    exported = next(one for one in entries if one["action"] == "case.exported")
    assert json.loads(exported["opened"]["facts"][1])["manifest_sha256"] == built.manifest_sha256
    assert not [one for one in entries if "actor" in one["opened"]]
    assert f"account:{desk.world.author.key}" not in json.dumps(log)


def test_what_is_kept_makes_the_same_bag_again(desk: Desk, built: Contents) -> None:
    stored = services.save(desk.store, built)
    assert services.load(desk.store, stored) == built
    assert services.load(desk.store, stored).identity == built.identity
