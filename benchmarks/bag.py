"""One large exhibit out of the store into a bag, beside `cp` and a sync of the same bytes on the same disk."""

import hashlib
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figure import Figure
from casework.config import load_settings
from casework.exchange import writing
from casework.exchange.bagit import Contents, Entry, put_together
from casework.storage import FileStore, open_store
from casework.vault import prepare

MIB = 1024 * 1024
SIZE = int(os.environ.get("CASEWORK_BENCH_BAG_MIB", "1024")) * MIB
AT = datetime(2026, 3, 1, tzinfo=UTC)


def run() -> list[Figure]:
    """Time of a folder, a ZIP and a measured ZIP against the copy's; memory at its highest against before."""
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as name:
        folder = Path(name)
        settings = load_settings({"CASEWORK_INSTANCE": str(folder / "instance")})
        prepare(settings)
        store, plain = open_store(settings), folder / "plain"
        contents = _contents(store, plain)
        copied = _timed(
            lambda: subprocess.run(["sh", "-c", f"cp {plain} {folder}/copy && sync {folder}/copy"], check=True)
        )
        before = _peak()
        ways: dict[str, Callable[[], object]] = {
            "a bag in a folder": lambda: writing.to_folder(contents, store, folder / "bag"),
            "a bag in a ZIP": lambda: writing.to_zip(contents, store, folder / "bag.zip", AT),
            "the hash of that ZIP, nothing written": lambda: writing.measure(contents, store, AT),
        }
        size = f"{SIZE // MIB} MiB"
        found = [
            Figure(f"{what} of {size} against cp and sync", _timed(way), copied, "s") for what, way in ways.items()
        ]
        peak = _peak()
    return [*found, Figure(f"memory at its highest during {size} against before", peak, before, "MiB", note=f"{peak - before:+.0f} MiB")]  # fmt: skip


def _contents(store: FileStore, plain: Path) -> Contents:
    """A file that nothing can shrink, in the clear for `cp` and in the store for the bag."""
    hasher = hashlib.sha256()
    with plain.open("wb") as file:
        for _ in range(SIZE // MIB):
            block = os.urandom(MIB)
            hasher.update(block)
            file.write(block)
        os.fsync(file.fileno())
    with plain.open("rb") as file:
        digest = store.keep(store.stage(file, SIZE, SIZE))
    assert digest == hasher.hexdigest()
    return put_together("bench", [Entry("data/EX-0001.bin", digest, SIZE)], [], {}, AT.date())


def _timed(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
