"""Typeset in a process of its own: pages of the server stay quick, memory is given back, two editions run side by side.

The child gets one snapshot on its standard input and answers with the PDF; it knows no database, no key, no setting.
"""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait

from casework.config import ROOT
from casework.dossiers import building
from casework.dossiers.content import Snapshot
from casework.dossiers.snapshot import dumps, loads
from casework.errors import Unavailable
from casework.i18n import _

BEAT_SECONDS = 20
LONGEST_SECONDS = 1800
Work = Mapping[str, tuple[Snapshot, Mapping[str, bytes]]]


def nothing() -> None:
    """A beat that nobody waits for."""


def typeset_apart(work: Work, beat: Callable[[], None] = nothing) -> dict[str, bytes]:
    """Bodies by language, each from a child process. `beat` is called while they work, to keep a lease alive.

    Raises Unavailable when a child fails; its words are not shown, because they may quote a statement.
    """
    with ThreadPoolExecutor(max_workers=len(work) or 1) as pool:
        futures: dict[str, Future[bytes]] = {
            language: pool.submit(in_child, snapshot, pictures) for language, (snapshot, pictures) in work.items()
        }
        while wait(futures.values(), timeout=BEAT_SECONDS).not_done:
            beat()
        return {language: future.result() for language, future in futures.items()}


def in_child(snapshot: Snapshot, pictures: Mapping[str, bytes]) -> bytes:
    """One edition, typeset by a fresh process."""
    packed = {digest: base64.b64encode(data).decode() for digest, data in pictures.items()}
    request = json.dumps({"snapshot": dumps(snapshot), "pictures": packed}).encode()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CASEWORK_")}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "casework.dossiers.typesetting"],
            input=request, capture_output=True, timeout=LONGEST_SECONDS, cwd=ROOT, env={**kept, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise Unavailable(_("The pages could not be typeset.")) from problem
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise Unavailable(_("The pages could not be typeset."))
    return done.stdout


def main() -> None:
    """The child: read, typeset, answer."""
    os.nice(5)
    request = json.load(sys.stdin)
    pictures = {digest: base64.b64decode(data) for digest, data in request["pictures"].items()}
    sys.stdout.buffer.write(building.typeset(loads(request["snapshot"]), pictures))


if __name__ == "__main__":
    main()
