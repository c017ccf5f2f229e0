"""The build of a dossier beside one plain WeasyPrint document of the same content: CPU seconds and memory.

Each is a process of its own. The build checks the log and the files, freezes, lays out, typesets in two children, merges,
searches the result for names, and puts it together; the plain document is only typeset. `named` is the build after 500
names came into the vault, all of which have to be looked for; `again` the build after that and after one testimony was
changed, with what the builds before left in the cache. Of the bulk case about seven in ten testimonies are
approved, and only those are printed; three in ten of them are in Arabic, with a translation, and the others the other
way round.
"""

import dataclasses
import json
import os
import pickle
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlmodel import Session
from weasyprint import HTML

from benchmarks.databases import environment
from benchmarks.figure import Figure
from benchmarks.leaks import add_people
from casework import tables
from casework.cases.services import find_case
from casework.cli.dossier import plan_of
from casework.config import ROOT, Settings, load_settings
from casework.db import make_engine, migrate, write_session
from casework.demo.loader import load
from casework.demo.scale import load_bulk
from casework.dossiers import building, chunks, freezing, html
from casework.dossiers.content import Snapshot
from casework.dossiers.freezing import Frozen
from casework.dossiers.outline import outline
from casework.dossiers.planning import Plan
from casework.dossiers.producing import PlanMaker, produce
from casework.i18n import use_locale
from casework.printing.fragments import TO
from casework.printing.rendering import LockedFetcher
from casework.storage import open_store
from casework.subjects import SYSTEM
from casework.vault import vault_of

assert tables
RECIPIENT, PROFILE = "demo-committee", "committee"
SMALL, LARGE, ARABIC, PEOPLE = 143, 1429, 30, 250
COLD, AGAIN, MEMORY, GROWTH = 0.65, 1 / 25, 0.45, 11.0
HEADS = """<link rel="stylesheet" href="casework:print.css"><style>@page { @top-left { content: "D-0000" }
@top-right { content: "Copy" } @bottom-left { content: "Title" } @bottom-right { content: counter(page) " / " counter(pages) } }</style></head>"""


def run() -> Iterator[Figure]:
    """A dossier of a hundred testimonies, then one of a thousand."""
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as name:
        settings = load_settings(environment(name))
        engine = make_engine(settings)
        migrate.upgrade(engine)
        load(engine, settings)
        case, _added = load_bulk(engine, SMALL, arabic=ARABIC)
        small = _child(name, "cold", case)
        load_bulk(engine, LARGE, arabic=ARABIC)
        engine.dispose()
        cold = _child(name, "cold", case)
        add_names(settings, case)
        named, again = _child(name, "named", case), _child(name, "again", case)
        plain = _child(name, "plain", case)
        note = f"{cold['pages']:.0f} pages, {cold['statements']:.0f} testimonies, {cold['size'] / 1e6:.1f} MB"
        note += f"; plain {plain['pages']:.0f} pages, {plain['size'] / 1e6:.1f} MB"
        yield Figure(
            "dossier, the first build against one WeasyPrint document", cold["cpu"], plain["cpu"], "CPU s", COLD, note
        )
        note = f"with {2 * PEOPLE} names, whose first search took {named['cpu'] - again['cpu']:.0f} CPU s more"
        yield Figure(
            "dossier, the next build after one testimony changed", again["cpu"], plain["cpu"], "CPU s", AGAIN, note
        )
        yield Figure("dossier, memory of all processes at its highest", cold["peak"], plain["peak"], "MiB", MEMORY)
        grown = f"{small['statements']:.0f} to {cold['statements']:.0f} testimonies"
        yield Figure("dossier, growth of the first build", cold["cpu"], small["cpu"], "CPU s", GROWTH, grown)  # fmt: skip


def add_names(settings: Settings, case_ref: str) -> None:
    engine = make_engine(settings)
    with write_session(engine) as session:
        chance = random.Random(PEOPLE)  # noqa: S311 - a fixed seed, nothing secret
        add_people(session, vault_of(settings), find_case(session, SYSTEM, case_ref), PEOPLE, chance)
        session.commit()
    engine.dispose()


def _child(folder: str, what: str, case: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.dossier", folder, what, case]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def build(settings: Settings, case: str, kept: Path) -> dict[str, float]:
    """The whole build of one edition, as a worker does it; keeps its snapshot for the plain document."""
    engine = make_engine(settings)
    before = _cpu()
    produced = produce(engine, settings, _plan_maker(settings, case), ["en"])
    spent = {"cpu": _cpu() - before}
    snapshot = produced.frozen.snapshots["en"]
    kept.write_bytes(pickle.dumps((snapshot, building.pictures_of(open_store(settings), snapshot))))
    size = len(produced.bodies["en"])
    return spent | {"pages": produced.pages("en"), "statements": len(snapshot.statements), "size": size}


def changed_first(freeze: Any) -> Any:
    """Freezing, with a word put into the middle testimony."""

    def frozen(*args: Any, **more: Any) -> Frozen:
        made: Frozen = freeze(*args, **more)
        return dataclasses.replace(made, snapshots={lang: _changed(one) for lang, one in made.snapshots.items()})

    return frozen


def _changed(snapshot: Snapshot) -> Snapshot:
    at = len(snapshot.statements) // 2
    told = snapshot.statements[at]
    first = dataclasses.replace(told.paragraphs[0], original="Changed. " + told.paragraphs[0].original)
    other = dataclasses.replace(told, paragraphs=(first, *told.paragraphs[1:]), version=told.version + 1)
    return dataclasses.replace(snapshot, statements=(*snapshot.statements[:at], other, *snapshot.statements[at + 1 :]))


def plain(kept: Path) -> dict[str, float]:
    """One WeasyPrint call; its fetcher serves the pictures and fonts from memory, nothing else is ours."""
    snapshot, pictures = pickle.loads(kept.read_bytes())  # noqa: S301 - written by the other process of this run
    page = in_one_piece(snapshot, pictures)
    before = _cpu()
    document = HTML(string=page.html, url_fetcher=LockedFetcher(page.resources), base_url="casework:").render(pdf_variant="pdf/a-3a")  # fmt: skip
    data = document.write_pdf(pdf_variant="pdf/a-3a")
    return {"cpu": _cpu() - before, "pages": len(document.pages), "size": len(data)}


def in_one_piece(snapshot: Snapshot, pictures: dict[str, bytes]) -> html.Page:
    """The same parts in one document, with a plain list of contents, running heads and numbered pages."""
    phrases = building.phrases("en")
    env, plan = html.environment("en", phrases), outline(snapshot, phrases.gettext)
    parts = (*plan.sections, *plan.annexes)
    chunks.MOST = sys.maxsize
    pieces = list(html.blocks(env, snapshot, parts, html.anchors(snapshot, plan), phrases, pictures))
    cover = env.get_template("dossiers/print/cover.html").render(**html.common(snapshot))
    listed = "".join(f'<li><a href="#{part.anchor}">{part.number} {part.title}</a></li>' for part in parts)
    body = f'{cover}<nav class="contents"><ul>{listed}</ul></nav><main>{"".join(one.html for one in pieces)}</main>'
    page = html.fragment(env, snapshot, body, is_first=True)
    page.html = page.html.replace(f'href="{TO}', 'href="#').replace("</head>", HEADS)
    for one in pieces:
        page.resources.update(one.resources)
    return page


def _plan_maker(settings: Settings, case_ref: str) -> PlanMaker:
    def plan(session: Session) -> tuple[Plan, Snapshot | None]:
        return plan_of(session, settings, case_ref, RECIPIENT, PROFILE)

    return plan


def _cpu() -> float:
    """Seconds of this process and of those that it started and that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


class Watch:
    """The most memory that this process and its children held at one time, in MiB: looked at five times a second.

    What they share is counted for each (RSS), to our disadvantage.
    """

    def __init__(self) -> None:
        self.peak = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        self._over.set()
        self._thread.join()
        return self.peak

    def _look(self) -> None:
        while not self._over.wait(0.2):
            self.peak = max(self.peak, sum(_held(pid) for pid in [os.getpid(), *_children(os.getpid())]))


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            found += [int(word) for word in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


def _held(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        return 0.0


def main(folder: str, what: str, case: str) -> None:
    """One of the three, in this process; prints what it took."""
    kept, watch = Path(folder) / f"{case}.snapshot", Watch()
    if what == "again":
        freezing.freeze = changed_first(freezing.freeze)
    with use_locale("en"):
        spent = plain(kept) if what == "plain" else build(load_settings(environment(folder)), case, kept)
    print(json.dumps(spent | {"peak": watch.stop()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
