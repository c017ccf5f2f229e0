"""A worker that is killed (SIGKILL) behind a named step of a build or an issue."""

import functools
import multiprocessing
import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from casework import tables
from casework.config import load_settings
from casework.db import make_engine
from casework.dossiers import freezing, jobs, logged, services
from casework.dossiers.cache import FragmentCache
from casework.jobs import JobContext, run_one, worker

assert tables
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.dossiers.killed"])
# Where it is killed, and behind which call of that function: with the log checked, the content frozen, some fragments
# typeset, all searched; the body stored; the version written and logged, and not yet committed; committed; the job ended.
BUILD = (
    ("progress", 2), ("progress", 4), ("keep_bytes", 3), ("progress", -1), ("keep", 1), ("record_build", 1),
    ("keep_proof", 1), ("before finish", 1), ("finish", 1),
)  # fmt: skip
ISSUE = (("progress", 1), ("record_issue", 1), ("keep_proof", 1), ("before finish", 1))
PLACES: dict[str, tuple[Any, str]] = {
    "progress": (JobContext, "progress"), "keep_bytes": (FragmentCache, "keep_bytes"), "keep": (jobs, "keep"),
    "record_build": (services, "record_build"), "record_issue": (services, "record_issue"),
    "keep_proof": (logged, "keep_proof"), "finish": (worker, "finish"), "before finish": (worker, "finish"),
}  # fmt: skip


def _work(instance: str, scratch: str, where: str, call: int) -> None:
    """One job, in a process group of its own; dies when it has done what `where` says for the time `call` (-1: the last
    step of all)."""
    os.setsid()
    os.environ["TMPDIR"] = scratch
    services.LANGUAGES = ("en",)
    # The hour stands still: each attempt finds what the one before has typeset, and takes no seconds.
    freezing.now = lambda: datetime(2026, 3, 8, tzinfo=UTC)  # type: ignore[attr-defined]
    if where:
        place, name = PLACES[where]
        setattr(place, name, _dying(getattr(place, name), call, before=where.startswith("before")))
    settings = load_settings({"CASEWORK_INSTANCE": instance})
    run_one(make_engine(settings), settings)


def _dying(function: Callable[..., Any], call: int, *, before: bool) -> Callable[..., Any]:
    calls = 0

    @functools.wraps(function)
    def until(*args: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if before and calls == call:
            os.kill(os.getpid(), signal.SIGKILL)
        made = function(*args, **more)
        is_last = call < 0 and args[1:3] and args[1] == args[2]
        if calls == call or is_last:
            os.kill(os.getpid(), signal.SIGKILL)
        return made

    return until


def work(instance: Path, scratch: Path, where: str = "", call: int = 0) -> bool:
    """Whether it lived."""
    process = _FORKS.Process(target=_work, args=(str(instance), str(scratch), where, call))
    process.start()
    process.join(120)
    assert process.exitcode in (0, -signal.SIGKILL), process.exitcode
    return process.exitcode == 0


def left_running(scratch: Path) -> list[int]:
    """Processes that a worker with this scratch folder started."""
    mark, found = f"TMPDIR={scratch}".encode(), []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (place / "environ").read_bytes():
                found.append(int(place.name))
        except OSError:
            continue
    return found
