"""The child process can do nothing but read the one file it was given."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from casework import sandbox
from casework.sandbox import Problem, run

ROOT = Path(run.__file__).resolve().parents[2]
START = f"import sys; sys.path[:0] = [{str(ROOT)!r}]; from casework.sandbox import confine; confine.before_imports(); "


def confined(attempt: str) -> str:
    """Run one line in a confined child; returns what it printed, or the error."""
    code = START + "import os, socket, signal; confine.before_reading()\n" + attempt
    done = subprocess.run([sys.executable, "-B", "-c", code], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_what_takes_hold_here_is_reported():
    held = sandbox.isolation()
    assert set(held) == {"limits", "no_network", "no_new_rights", "no_files", "other_user", "no_programs"}
    assert held["limits"]
    assert held["no_new_rights"]


def needs(measure: str) -> None:
    if not sandbox.isolation()[measure]:
        pytest.skip(f"this machine does not allow {measure}")


@pytest.mark.parametrize(
    "measure, attempt",
    [
        ("no_programs", "socket.socket()"),
        ("no_programs", "os.fork()"),
        ("no_programs", "os.execv('/bin/true', ['true'])"),
        ("no_programs", "os.kill(os.getppid(), 0)"),
        ("no_files", "open('/etc/passwd')"),
        ("no_files", "os.listdir('/')"),
        ("no_files", "open('/tmp/written-by-the-child', 'w')"),
    ],
)
def test_the_child_may_not(measure, attempt):
    needs(measure)
    assert "Error" in confined(attempt + "; print('DONE')")
    assert "DONE" not in confined(attempt + "; print('DONE')")


def test_the_child_may_still_compute_and_answer():
    assert confined("print(sum(range(10)))").strip() == "45"


def test_the_child_does_not_see_our_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("CASEWORK_SECRET", "do not tell")
    monkeypatch.setattr(run, "_command", lambda name: [sys.executable, "-c", "import os; print(dict(os.environ))"])
    with tempfile.TemporaryFile() as file:
        output, _ended = run._run_child(file, "a", 20)
    assert b"do not tell" not in output


@pytest.mark.parametrize(
    "code, problem",
    [
        ("import time; time.sleep(60)", Problem.TIMEOUT),
        ("import os; os.close(1); import time; time.sleep(60)", Problem.LIMITS),
        ("import sys; sys.stdout.write('x' * 9_000_000)", Problem.LIMITS),
        ("import os; os.abort()", Problem.LIMITS),
        ("raise SystemExit(3)", Problem.LIMITS),
    ],
)
def test_a_child_that_misbehaves_is_ended_and_its_answer_not_believed(monkeypatch, code, problem):
    monkeypatch.setattr(run, "_command", lambda name: [sys.executable, "-c", code])
    with tempfile.TemporaryFile() as file:
        assert sandbox.inspect(file, "a", seconds=1.5).problem is problem


def test_an_interpreter_that_cannot_start_is_an_answer(monkeypatch):
    monkeypatch.setattr(run, "_command", lambda name: ["/nowhere/python"])
    with tempfile.TemporaryFile() as file:
        assert sandbox.inspect(file, "a").problem is Problem.NOT_STARTED


def test_no_child_outlives_its_inspection(monkeypatch, tmp_path):
    pids = tmp_path / "pid"
    code = f"import os, time; open({str(pids)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    monkeypatch.setattr(run, "_command", lambda name: [sys.executable, "-c", code])
    with tempfile.TemporaryFile() as file:
        sandbox.inspect(file, "a", seconds=1.5)
    with pytest.raises(ProcessLookupError):
        os.kill(int(pids.read_text()), 0)


@pytest.mark.parametrize(
    "body, expected",
    [
        ({"width": 5, "bad": [1], "deep": {"a": 1}, "yes": True}, {"width": 5}),
        ({"name": "a\u202eb\nc"}, {"name": "abc"}),
        ({"long": "x" * 900}, {"long": "x" * 500}),
        ("not a mapping", {}),
    ],
)
def test_only_short_plain_values_are_taken_over(body, expected):
    assert run.plain(body) == expected
