"""The build of a dossier beside one plain WeasyPrint call over the same HTML: CPU seconds and peak memory.

Each is a process of its own, so that neither warms the other up and the memory is its own. The build checks the log
and the files, freezes, lays out, typesets, marks, seals and searches the result for names; the call only typesets.
"""

import json
import pickle
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sqlmodel import Session
from weasyprint import HTML

from benchmarks.databases import environment
from benchmarks.figure import Figure
from casework import tables
from casework.accounts.services import get_recipient
from casework.cases.services import find_case
from casework.cli.dossier import plan_of, plan_of_case
from casework.config import ROOT, Settings, load_settings
from casework.db import make_engine, migrate
from casework.demo.loader import load
from casework.demo.scale import load_bulk
from casework.demo.stage import REFERENCE
from casework.dossiers import building, html, render
from casework.dossiers.content import Snapshot
from casework.dossiers.freezing import Plan
from casework.dossiers.producing import PlanMaker, produce
from casework.i18n import use_locale
from casework.storage import open_store
from casework.subjects import SYSTEM

assert tables
RECIPIENT = "demo-committee"
# Of so many testimonies of the bulk case a hundred are approved, and only those are printed.
BULK = 143
MOST_TIME, MOST_MEMORY = 1.5, 1.5


def run() -> Iterator[Figure]:
    """The demonstration's dossier, and one of a hundred testimonies."""
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as name:
        settings = load_settings(environment(name))
        engine = make_engine(settings)
        migrate.upgrade(engine)
        load(engine, settings)
        bulk, _added = load_bulk(engine, BULK)
        engine.dispose()
        yield from _compare(name, "the demonstration", REFERENCE)
        yield from _compare(name, "the bulk case", bulk)


def _compare(folder: str, name: str, case: str) -> list[Figure]:
    ours, plain = _child(folder, "build", case), _child(folder, "plain", case)
    note = f"{ours['pages']:.0f} pages, {ours['statements']:.0f} testimonies"
    return [
        Figure(f"dossier of {name} against one WeasyPrint call", ours["cpu"], plain["cpu"], "CPU s", MOST_TIME, note),
        Figure(f"dossier of {name}, memory at its highest", ours["peak"], plain["peak"], "MiB", MOST_MEMORY),
    ]


def _child(folder: str, what: str, case: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.dossier", folder, what, case]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def build(settings: Settings, case: str, kept: Path) -> dict[str, float]:
    """The whole build of one edition, as a worker does it; keeps its HTML for the other process."""
    engine = make_engine(settings)
    before = _cpu()
    produced = produce(engine, settings, _plan_maker(settings, case), ["en"])
    spent = {"cpu": _cpu() - before, "peak": _peak()}
    snapshot = produced.frozen.snapshots["en"]
    pictures = building.pictures_of(open_store(settings), snapshot)
    kept.write_bytes(pickle.dumps(html.compose(snapshot, building.phrases("en"), pictures)))
    return spent | {"pages": produced.pages("en"), "statements": len(snapshot.statements)}


def plain(kept: Path) -> dict[str, float]:
    """One WeasyPrint call; its fetcher serves the pictures and fonts from memory, nothing else is ours."""
    page: html.Page = pickle.loads(kept.read_bytes())  # noqa: S301 - written by the other process of this run
    fetcher = render.LockedFetcher(page.resources)
    before = _cpu()
    HTML(string=page.html, url_fetcher=fetcher, base_url="casework:").write_pdf(pdf_variant="pdf/a-3a")
    return {"cpu": _cpu() - before, "peak": _peak()}


def _plan_maker(settings: Settings, case_ref: str) -> PlanMaker:
    def plan(session: Session) -> tuple[Plan, Snapshot | None]:
        if case_ref == REFERENCE:
            return plan_of(session, settings, case_ref, RECIPIENT)
        return plan_of_case(find_case(session, SYSTEM, case_ref), get_recipient(session, RECIPIENT), settings), None

    return plan


def _cpu() -> float:
    """Seconds of this process and of those that it started and that have ended: typesetting has one of its own."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _peak() -> float:
    """The most memory that this process, or one that it started, ever held, in MiB.

    Its own is read from /proc: `getrusage` would count what the parent held before this program began.
    """
    found = re.search(r"^VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.M)
    assert found
    return max(int(found.group(1)), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def main(folder: str, what: str, case: str) -> None:
    """One of the two, in this process; prints what it took."""
    kept = Path(folder) / f"{case}.page"
    with use_locale("en"):
        spent = plain(kept) if what == "plain" else build(load_settings(environment(folder)), case, kept)
    print(json.dumps(spent))


if __name__ == "__main__":
    main(*sys.argv[1:])
