"""Evidence at rest: through the server and into the store, against `cp` and a sync; reading back, ranges, checking.

CASEWORK_BENCH_UPLOAD_MIB sets the size (1024). Everything is measured on the disk of the temporary folder.
"""

import hashlib
import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks import upload
from benchmarks.figure import Figure
from benchmarks.upload import MIB, SIZE
from casework.config import load_settings
from casework.storage import FileStore, open_store
from casework.vault import prepare

RANGES = 200
MOST_INGEST = 4.0


def run() -> list[Figure]:
    """The whole way in by the server, then the store by itself."""
    first, *rest = upload.run()
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as name:
        return [replace(first, most=MOST_INGEST), *rest, *_store(Path(name))]


def _store(folder: Path) -> Iterator[Figure]:
    source = folder / "source"
    upload._fill(source)
    settings = load_settings({"CASEWORK_INSTANCE": str(folder / "instance")})
    prepare(settings)
    store, size = open_store(settings), f"{SIZE // MIB} MiB"
    copied, _cpu = _spent(lambda: _copy(source, folder / "copy"))
    hashed, hashing = _spent(lambda: _hash(source))
    kept: list[str] = []
    took, spent = _spent(lambda: kept.append(_keep(store, source)))
    yield Figure(f"{size} into the store (encrypt, hash, sync, read back) against cp and sync", took, copied, "s", MOST_INGEST)  # fmt: skip
    yield Figure("the same, CPU against one SHA-256 of it", spent, hashing, "CPU s")
    took, spent = _spent(lambda: store.digest(kept[0]))
    yield Figure(f"check {size} in the store against one SHA-256 of the plain file", took, hashed, "s")
    yield Figure("the same, CPU", spent, hashing, "CPU s")
    yield _ranges(store, kept[0], source, 1)
    yield _ranges(store, kept[0], source, MIB)


def _ranges(store: FileStore, sha256: str, source: Path, length: int) -> Figure:
    """A range somewhere in a large file, opened anew each time, as a player of recordings asks for it."""
    dice = random.Random(1)  # noqa: S311 - places to read at
    places = [dice.randrange(SIZE - length) for _ in range(RANGES)]

    def plain(at: int) -> bytes:
        with source.open("rb") as stream:
            stream.seek(at)
            return stream.read(length)

    assert all(b"".join(store.open_range(sha256, at, length)) == plain(at) for at in places[:20])
    ours, _cpu = _spent(lambda: [list(store.open_range(sha256, at, length)) for at in places])
    theirs, _cpu = _spent(lambda: [plain(at) for at in places])
    return Figure(f"a range of {length} B at a random place", 1e3 * ours / RANGES, 1e3 * theirs / RANGES, "ms")


def _keep(store: FileStore, source: Path) -> str:
    with source.open("rb") as stream:
        return store.keep(store.stage(stream, SIZE, SIZE))


def _copy(source: Path, target: Path) -> None:
    subprocess.run(["cp", source, target], check=True)
    subprocess.run(["sync", target], check=True)
    target.unlink()


def _hash(source: Path) -> None:
    with source.open("rb") as stream:
        hashlib.file_digest(stream, "sha256")


def _spent(action: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of CPU in this process."""
    started, before = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - started, time.process_time() - before
