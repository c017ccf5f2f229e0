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
    "casework.audit.merkle": "tests.audit.test_merkle",
    "casework.audit.verify": "tests.audit.test_verify",
}
_NO = "a decision that the table does not name is refused, as NO is"
_FAST = "if not width or width & (width - 1) or self.size % width:"
_FIRST = "FIRST = -(2**31)"
_QUICK = 'if b"".join(found).hex() != "".join([row[-1] for row in batch]):'
_CHUNK = "ends = [frontier.size - frontier.size % WIDTH + WIDTH, *(one for one in sizes if one > frontier.size)]"
_KEPT = "asked = columns.where(tuple_(AuditNode.level, AuditNode.place).in_(list(made)))"
_HEAD = "columns = select(AuditHead.seq, AuditHead.frontier).where(AuditHead.id == 1)"
_NAMED = "for row, leaf in zip(batch, found, strict=True)"
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
    ("BATCH = 8192  # each costs a few milliseconds, whatever its size", "8193"): "a matter of speed",
    (_FIRST, "3"): "still below every number",
    (_FIRST, "32"): "still below every number",
    ("asked.close()", "pass"): "a result that was read to its end is closed",
    (_QUICK, "if True:"): "each entry is compared then, one by one",
    (_QUICK, "'X'"): "each entry is compared then, one by one",
    (_QUICK, "1"): "each entry is compared then, one by one",
    (_NAMED, "zip(batch, found)"): "the lengths are equal",
    (_NAMED, "False"): "the lengths are equal",
    (_CHUNK, "frontier.size + frontier.size % WIDTH"): "the tree grows the slow way, and is the same",
    (_KEPT, "columns.where()"): "more nodes are read than are looked at",
    (_HEAD, "select(AuditHead.seq, AuditHead.frontier).where()"): "there is one head",
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
