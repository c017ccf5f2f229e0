"""No wrong version of the modules that decide over lives passes their tests.

`casework.audit.verify` is not among them: it has three hundred wrong versions, each of which walks logs in a database,
which takes minutes. Its attack tests (tests/audit) and its control (tests/controls) stand for it.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.mutation, pytest.mark.slow]
ROOT = Path(__file__).parents[2]
MODULES = {
    "casework.access.policy": "tests.access.test_policy_table",
    "casework.witnesses.consent": "tests.witnesses.test_consent",
    "casework.audit.leaves": "tests.audit.test_verify",
    "casework.audit.merkle": "tests.audit.test_merkle",
}
_NO = "a decision that the table does not name is refused, as NO is"
_FAST = "if not width or width & (width - 1) or self.size % width:"
_PAIRS = "for node, left, right in zip(nodes, row[::2], row[1::2], strict=True):"
# Changes that change nothing, one by one: (the line, what it was made into) and why no test can tell.
EQUIVALENT: dict[tuple[str, str], str] = {
    ("_REFUSALS = {", "{Decision.NOT_ASKED: Reason.NOT_ASKED, Decision.WITHDRAWN: Reason.WITHDRAWN}"): _NO,
    ("Decision.NO: Reason.REFUSED,", "Decision.NOT_ASKED"): _NO,
    ("Complete = Callable[[int, int], bytes]", "[int]"): "a type, which nobody evaluates",
    (_FAST, "if True:"): "the slow way makes the same tree",
    (_FAST, "2"): "a single leaf goes the slow way, which makes the same tree",
    (_PAIRS, "zip(nodes, row[::2], row[1::2])"): "the lengths are equal",
    (_PAIRS, "False"): "the lengths are equal",
}  # fmt: skip


def _survivors(module: str, tests: str) -> list[tuple[str, str]]:
    command = [sys.executable, "-m", "tests.mutation.runner", module, tests]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "TZ": "UTC"})
    assert done.returncode == 0, done.stderr
    return [(line, change) for line, change in json.loads(done.stdout)]


@pytest.mark.parametrize("module", MODULES)
def test_no_mutant_survives(module: str) -> None:
    left = [
        f"{line}   {change}"
        for line, change in _survivors(module, MODULES[module])
        if (line, change.partition(" ⇒ ")[2]) not in EQUIVALENT
    ]
    assert not left, "\n".join(["these changes went unnoticed:", *left])


def test_a_module_without_tests_of_worth_has_survivors() -> None:
    """The instrument itself: tests that look at nothing let mutants live."""
    assert _survivors("casework.audit.leaves", "tests.test_licence")
