"""Run each proof with its safeguard off: `python -m tests.controls.off REPORT [PROOF...]` (a child of `test_controls.py`).

The application and the tests are imported once; each safeguard is switched off in a fork, which runs its proof with
pytest. The proofs that are named run as they are, too. The name of the safeguard stands in CASEWORK_TEST_CONTROL_OFF,
which this file alone reads: the application has no switch.
"""

import gc
import importlib
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SQLITE_TEMPLATE, make_sqlite_template
from tests.controls.table import BY_NAME, CONTROLS, Control

OFF = "CASEWORK_TEST_CONTROL_OFF"
ROOT = Path(__file__).parents[2]
_OPTIONS = ["-q", "-p", "no:cacheprovider", f"--rootdir={ROOT}", f"--confcutdir={ROOT}"]
Ends = dict[str, tuple[str, str]]


class Report:
    """How each test ended: in which phase, and with which words."""

    def __init__(self) -> None:
        self.ends: Ends = {}

    def pytest_configure(self) -> None:
        """Before any test is set up: put another function in the place of the safeguard."""
        if name := os.environ.get(OFF, ""):
            switch_off(BY_NAME[name])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.outcome != "passed":
            self.ends[report.nodeid] = (f"{report.when} {report.outcome}", str(report.longrepr or ""))


def switch_off(control: Control) -> None:
    """Raises AttributeError when the safeguard is no longer where the table says."""
    if any(target.startswith("casework.db.") for target in control.off):
        os.environ.pop(SQLITE_TEMPLATE)  # what makes the tables is changed
    for target, instead in control.off.items():
        module, owner, attribute = resolve(target)
        original = getattr(owner, attribute)
        setattr(owner, attribute, instead)
        if owner is module:
            _everywhere(original, instead)
    if control.off_in_children:
        _first_line_of_children(control.off_in_children)


def resolve(target: str) -> tuple[Any, Any, str]:
    """The module of a safeguard, what holds it (the module, or a class in it), and its name there."""
    path, _dot, attribute = target.rpartition(".")
    try:
        module = importlib.import_module(path)
        return module, module, attribute
    except ModuleNotFoundError:
        above, _dot, name = path.rpartition(".")
        module = importlib.import_module(above)
        return module, getattr(module, name), attribute


def _everywhere(original: Callable[..., Any], instead: Callable[..., Any]) -> None:
    """Other modules hold the function under a name of their own."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("casework", "tests")):
            for key, value in list(vars(module).items()):
                if value is original:
                    setattr(module, key, instead)


def _first_line_of_children(line: str) -> None:
    """Python runs `sitecustomize` when it starts."""
    folder = Path(tempfile.mkdtemp(prefix="casework-control-"))
    text = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from casework.sandbox import confine; {line}\n"
    (folder / "sitecustomize.py").write_text(text)
    os.environ["PYTHONPATH"] = str(folder)


def _run(proofs: list[str], off: str, file: Path) -> int:
    """Start a fork that runs these tests and writes how they ended, or why they never began; its process id."""
    child = os.fork()
    if child:
        return child
    os.environ[OFF] = off
    report = Report()
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        try:
            pytest.main([*_OPTIONS, *proofs], plugins=[report])
        finally:
            never = {proof: ("never ran", said.getvalue()) for proof in proofs}
            file.write_text(json.dumps(never | report.ends))
            os._exit(0)


def _prepare(folder: Path) -> None:
    """What the forks have in common: every module, and an empty database to copy."""
    importlib.import_module("casework.app")
    importlib.import_module("casework.cli")
    with redirect_stdout(io.StringIO()) as said:
        code = pytest.main([*_OPTIONS, "--collect-only", *(control.proof for control in CONTROLS)])
    assert code == pytest.ExitCode.OK, said.getvalue()
    os.environ[SQLITE_TEMPLATE] = str(make_sqlite_template(folder))
    gc.freeze()


def main() -> None:
    """Some proofs as they are ("" in the report), then each with its own safeguard off; two at a time."""
    folder = Path(tempfile.mkdtemp(prefix="casework-controls-"))
    _prepare(folder)
    as_they_are = sys.argv[2:]
    work = [("", as_they_are)] * bool(as_they_are) + [(one.name, [one.proof]) for one in CONTROLS]
    running: list[int] = []
    for number, (off, proofs) in enumerate(work):
        running.append(_run(proofs, off, folder / str(number)))
        if len(running) >= (os.cpu_count() or 1):
            os.waitpid(running.pop(0), 0)
    for child in running:
        os.waitpid(child, 0)
    ends = {off: json.loads((folder / str(number)).read_text()) for number, (off, _proofs) in enumerate(work)}
    Path(sys.argv[1]).write_text(json.dumps(ends))


if __name__ == "__main__":
    main()
