"""No wrong version of the modules that decide over lives passes their tests."""

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
    "casework.audit.verify": "tests.audit.test_verify",
}
_NO = "a decision that the table does not name is refused, as NO is"
_SERVER = "that is PostgreSQL's side: tests/audit/test_log.py and test_heads.py run it there"
_SHORT = "a shortcut: what does not fit as a whole is then looked at row by row"
_RANGE = "only a lower start below every number that an entry can have"
# Changes that change nothing, one by one: (the line, what it was made into) and why no test can tell.
EQUIVALENT: dict[tuple[str, str], str] = {
    ("_REFUSALS = {", "{Decision.NOT_ASKED: Reason.NOT_ASKED, Decision.WITHDRAWN: Reason.WITHDRAWN}"): _NO,
    ("Decision.NO: Reason.REFUSED,", "Decision.NOT_ASKED"): _NO,
    ("BATCH = 2048", "2049"): "the walk is the same for every batch, which is tested with five sizes",
    ("FIRST = -(2**31)", "3"): _RANGE,
    ("FIRST = -(2**31)", "32"): _RANGE,
    ("asked.close()", "pass"): "the cursor is at its end",
    ('if session.get_bind().dialect.name == "postgresql":', "'postgresqlX'"): _SERVER,
    (
        """at = func.to_char(func.timezone("UTC", at), 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')""",
        """func.to_char('YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')""",
    ): _SERVER,
    ('if b"".join(found).hex() != "".join([row[-1] for row in batch]):', "'X'"): _SHORT,
    ('if b"".join(found).hex() != "".join([row[-1] for row in batch]):', "1"): _SHORT,
    (
        "asked = columns.where(tuple_(AuditNode.level, AuditNode.place).in_(list(made)))",
        "columns.where()",
    ): "each wanted node is then looked up among all",
    (
        "columns = select(AuditHead.seq, AuditHead.frontier).where(AuditHead.id == 1)",
        "select(AuditHead.seq, AuditHead.frontier).where()",
    ): "there is one head",
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
