"""Each safeguard of the threat model is proved by a test that passes, and that fails when the safeguard is off."""

import json
import os
import re
import subprocess
import sys

import pytest

from tests.controls.off import ROOT, Ends
from tests.controls.table import BY_NAME, CONTROLS

pytestmark = [pytest.mark.controls, pytest.mark.slow]
MODEL = ROOT / "docs" / "threat-model.md"
_LEFT_OUT = {"CASEWORK_TEST_POSTGRES_URL", "CASEWORK_TEST_FULL"}  # proofs run on SQLite
_ROW = re.compile(r"^\| (?P<threat>[^|]+) \| (?P<control>[^|]+) \| `(?P<proof>tests/[^`]+)` \|$", re.MULTILINE)
THREATS = {
    "seized disk", "seized running server", "insider alters", "insider bulk-leaks", "committee leaks", "malicious file",
    "stolen laptop", "stolen credential", "flaky network", "withdrawn consent",
    "intercepted delivery",
}  # fmt: skip


@pytest.fixture(scope="module")
def in_this_run(request: pytest.FixtureRequest) -> set[str]:
    """The proofs that this very run tries as they are: one that fails has failed the run already."""
    return {item.nodeid for item in request.session.items} & {control.proof for control in CONTROLS}


@pytest.fixture(scope="module")
def ends(in_this_run: set[str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ends]:
    """How every proof ended with its safeguard off, by the safeguard's name; under "" those that no other test runs."""
    file = tmp_path_factory.mktemp("controls") / "report.json"
    environment = {key: value for key, value in os.environ.items() if key not in _LEFT_OUT}
    as_they_are = [control.proof for control in CONTROLS if control.proof not in in_this_run]
    command = [sys.executable, "-m", "tests.controls.off", str(file), *as_they_are]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Ends] = json.loads(file.read_text())
    return found


@pytest.mark.parametrize("name", list(BY_NAME))
def test_the_proof_passes_and_fails_without_the_safeguard(
    name: str, ends: dict[str, Ends], in_this_run: set[str]
) -> None:
    control = BY_NAME[name]
    assert control.proof in in_this_run or ends[""][control.proof][0] == "call passed"
    ended, words = ends[name][control.proof]
    assert ended == "call failed", words
    assert re.search(control.because, words), f"it failed for another reason:\n{words}"


def _function(node: str) -> str:
    return node.partition("[")[0]


def test_every_row_of_the_threat_model_names_a_safeguard_and_its_proof() -> None:
    rows = {(row["control"].strip(), row["proof"]) for row in _ROW.finditer(MODEL.read_text())}
    assert rows == {(control.name, _function(control.proof)) for control in CONTROLS}


def test_the_threat_model_speaks_of_every_threat() -> None:
    said = {row["threat"].strip() for row in _ROW.finditer(MODEL.read_text())}
    assert said >= THREATS
