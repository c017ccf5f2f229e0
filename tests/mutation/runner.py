"""Run the fast tests of one module against every mutant of it: `python -m tests.mutation.runner MODULE TESTS...`

This process imports what the module stands on; a fork for each mutant puts the wrong version in the module's place,
imports the test modules and calls their plain test functions until one fails. (pytest itself takes a third of a second
to start, hypothesis as long for each property: there are a thousand mutants.) Prints what survived, as JSON.
"""

import gc
import importlib
import importlib.util
import inspect
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from itertools import product
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from tests.mutation.mutator import Mutant, mutants

_SECONDS = 10  # of computing, at most
_ALWAYS = ("pytest", "hypothesis.strategies", "casework.subjects", "casework.vocabulary")
# Tests of these look at no other module of the package: it stays empty, and its rest is not imported with each mutant.
_ALONE = {
    "casework.access.policy": (),
    "casework.audit.merkle": ("casework.verifier.verify", "pymerkle"),
    "casework.witnesses.consent": (),
}
_STANDS_ON = (
    "sqlmodel",
    "sqlalchemy.orm",
    "casework.db",
    "casework.errors",
)
# What only some targets stand on: imported once here, and not in each fork.
_ALSO = {
    "casework.audit": ("casework.verifier.verify", "casework.vault", "casework.web.drafts", "flask_wtf"),
}


class _Instead(MetaPathFinder, Loader):
    """Answers the import of one module with other code."""

    def __init__(self, name: str, code: CodeType) -> None:
        self.name, self.code = name, code

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        return ModuleSpec(fullname, self) if fullname == self.name else None

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)  # noqa: S102 - our own source, changed by us


def _in_fork(name: str, code: CodeType, tests: list[str], first: int = 0, seconds: float = _SECONDS) -> int:
    """Start a child that runs the tests with this code in the module's place; its process id.

    It ends with 0 when all passed, else with the number of the test that failed, which is then tried `first`:
    neighbours die of the same.
    """
    child = os.fork()
    if child:
        return child
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    sys.meta_path.insert(0, _Instead(name, code))
    number = 1
    try:
        functions = [function for test in tests for function in _functions(importlib.import_module(test))]
        for number in sorted(range(1, len(functions) + 1), key=lambda number: number != first):
            for values in _parameters(functions[number - 1]):
                _call(functions[number - 1], values)
    except BaseException:
        os._exit(number)
    os._exit(0)


def _functions(module: ModuleType) -> list[Callable[..., Any]]:
    return [
        function
        for name, function in vars(module).items()
        if name.startswith("test_") and not hasattr(function, "hypothesis")
    ]


def _call(function: Callable[..., Any], values: dict[str, Any]) -> None:
    """Tests that need pytest's fixtures are left out."""
    if set(values) >= set(inspect.signature(function).parameters):
        function(**values)


def _parameters(function: Callable[..., Any]) -> Iterator[dict[str, Any]]:
    """The values of `pytest.mark.parametrize`, as keywords."""
    rows = []
    for mark in getattr(function, "pytestmark", []):
        names = (
            mark.args[0] if isinstance(mark.args[0], (list, tuple)) else [n.strip() for n in mark.args[0].split(",")]
        )
        rows.append([dict(zip(names, row if len(names) > 1 else [row], strict=True)) for row in mark.args[1]])
    for chosen in product(*rows):
        yield {name: value for part in chosen for name, value in part.items()}


def _failed(child: int) -> int:
    """The number of the test that failed, 0 when every one passed."""
    return abs(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def survivors(name: str, tests: list[str]) -> Iterator[Mutant]:
    """The mutants of a module that its tests do not notice. Raises RuntimeError when they fail without any."""
    spec = importlib.util.find_spec(name.rpartition(".")[0])
    assert spec is not None
    assert spec.origin is not None
    path = Path(spec.origin).with_name(name.rpartition(".")[2] + ".py")
    if name in sys.modules:
        raise RuntimeError(f"{name} was imported already")
    source = path.read_text()
    if _failed(_in_fork(name, compile(source, str(path), "exec"), tests)):
        raise RuntimeError("the tests fail without any mutant")
    used = os.times()
    limit = 2 * (used.children_user + used.children_system)  # a mutant that never ends is found out, too
    running: list[tuple[int, Mutant]] = []
    killer = 0
    for mutant in mutants(source, str(path)):
        running.append((_in_fork(name, mutant.code, tests, killer, limit), mutant))
        if len(running) >= (os.cpu_count() or 1):
            child, oldest = running.pop(0)
            failed = _failed(child)
            killer = failed or killer
            if not failed:
                yield oldest
    yield from (mutant for child, mutant in running if not _failed(child))


def _leave_empty(package: str) -> None:
    """A package without what its `__init__` imports."""
    spec = importlib.util.find_spec(package)
    assert spec is not None
    sys.modules[package] = module = importlib.util.module_from_spec(spec)
    setattr(importlib.import_module(package.rpartition(".")[0]), package.rpartition(".")[2], module)


def _prepare(name: str) -> None:
    """Import what the forks have in common, and keep it away from their garbage collectors, which copy what they count."""
    package = name.rpartition(".")[0]
    if name in _ALONE:
        _leave_empty(package)
    for one in (*_ALWAYS, *_ALONE.get(name, (*_STANDS_ON, *_ALSO.get(package, ())))):
        importlib.import_module(one)
    gc.collect()
    gc.freeze()
    gc.disable()


def main() -> None:
    """Print the survivors, as pairs (line, change)."""
    name, *tests = sys.argv[1:]
    _prepare(name)
    found = [(mutant.line, mutant.change) for mutant in survivors(name, tests)]
    sys.stdout.write(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
