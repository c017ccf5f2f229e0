"""`./dev bench [NAME …] [--json FILE]`: run the benchmarks, print each figure as a ratio; exit code 1 on a broken promise."""

import argparse
import importlib
import json
import pkgutil
import sys
from pathlib import Path

import benchmarks
from benchmarks.figure import Figure

NOT_BENCHMARKS = {"__main__", "databases", "figure", "installations", "many", "reader"}


def names() -> list[str]:
    """The benchmarks there are: the modules of this folder with a `run`."""
    return sorted(
        module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name not in NOT_BENCHMARKS
    )


def show(figure: Figure) -> None:
    """One line."""
    promise = "" if figure.most is None else f"  (at most {figure.most:g}: {'holds' if figure.holds else 'BROKEN'})"
    print(f"  {figure.name:<74} {figure.ratio:9.3f} ×{promise}")
    print(
        f"  {'':<74} {figure.value:.6g} {figure.unit} against {figure.baseline:.6g}{'; ' + figure.note if figure.note else ''}",
        flush=True,
    )


def main() -> int:
    """Run what was asked for, or everything."""
    parser = argparse.ArgumentParser(prog="./dev bench")
    parser.add_argument("name", nargs="*", choices=[*names(), []], default=[])
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    figures: dict[str, list[Figure]] = {}
    for name in chosen.name or names():
        print(name)
        figures[name] = []
        for figure in importlib.import_module(f"benchmarks.{name}").run():
            show(figure)
            figures[name].append(figure)
    if chosen.json:
        chosen.json.write_text(
            json.dumps({name: [one.as_json() for one in found] for name, found in figures.items()}, indent=1)
        )
    return 0 if all(one.holds for found in figures.values() for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
