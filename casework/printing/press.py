"""Typeset in processes of their own: pages of the server stay quick, memory is given back, fragments go side by side.

A child gets HTML and what it may load on its standard input, a line for each fragment, and answers with a line; it
knows no database, no key, no setting, and writes nothing to the disk. It ends when nobody asks it any more.
"""

import gc
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress

from casework.config import ROOT
from casework.errors import Unavailable
from casework.i18n import _
from casework.printing.loading import load_quickly
from casework.printing.pieces import Fragment, Sheet, surroundings

BEAT_SECONDS = 20
LONGEST_SECONDS = 1800  # for one fragment: a single incident can have many thousand victims
MOST_CHILDREN = 4
FEW = 8
Answered = Callable[[int, int], None]


def unheard(_done: int, _total: int) -> None:
    """Progress that nobody waits for."""


class Press:
    """Children that typeset. Use as `with press() as made:`."""

    def __init__(self, size: int) -> None:
        self._many = ThreadPoolExecutor(max_workers=size)
        self._one = ThreadPoolExecutor(max_workers=1)
        self._has_many = False
        self._mine = threading.local()
        self._children: list[subprocess.Popen[str]] = []

    def typeset(self, sheets: Sequence[Sheet], answered: Answered = unheard) -> Iterator[tuple[int, Fragment]]:
        """Each fragment with its place, as they get done. `answered` is called from time to time with how many are done.

        Raises Unavailable when a child fails; its words are not shown, because they may quote a statement.
        """
        # A child takes seconds to begin: for a few sheets one will do.
        self._has_many = self._has_many or len(sheets) > FEW
        pool = self._many if self._has_many else self._one
        places = {pool.submit(self._ask, sheet): at for at, sheet in enumerate(sheets)}
        waiting: set[Future[Fragment]] = set(places)
        while waiting:
            done, waiting = wait(waiting, timeout=BEAT_SECONDS, return_when=FIRST_COMPLETED)
            answered(len(places) - len(waiting), len(places))
            for one in done:
                yield places[one], one.result()

    def close(self) -> None:
        for pool in (self._many, self._one):
            pool.shutdown(wait=False, cancel_futures=True)
        for child in self._children:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    with suppress(BrokenPipeError):  # what it was never asked is lost, as it should be
                        pipe.close()
        for pool in (self._many, self._one):
            pool.shutdown()

    def _ask(self, sheet: Sheet) -> Fragment:
        child: subprocess.Popen[str] | None = getattr(self._mine, "child", None)
        try:
            if child is None:
                child = self._mine.child = _start()
                self._children.append(child)
            timer = threading.Timer(LONGEST_SECONDS, child.kill)
            timer.start()
            try:
                return _answer(child, sheet)
            finally:
                timer.cancel()
        except (OSError, ValueError) as problem:
            raise Unavailable(_("The pages could not be typeset.")) from problem


@contextmanager
def press(size: int | None = None) -> Iterator[Press]:
    """Children for some time: as many as there are processors, but no more than four; each begins when it is needed."""
    made = Press(size or min(len(os.sched_getaffinity(0)), MOST_CHILDREN))
    try:
        yield made
    finally:
        made.close()


def _answer(child: subprocess.Popen[str], sheet: Sheet) -> Fragment:
    if child.stdin is None or child.stdout is None:
        raise OSError("no pipes")
    child.stdin.write(sheet.to_json() + "\n")
    child.stdin.flush()
    return Fragment.from_json(child.stdout.readline())


def _start() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "casework.printing.press"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="ascii",
        cwd=ROOT, env=surroundings(),
    )  # fmt: skip


def main() -> None:
    """A child: read, typeset, answer, until nobody asks."""
    load_quickly()
    from casework.printing.fragments import render_fragment  # WeasyPrint is the children's alone: it takes a second

    os.nice(5)
    gc.freeze()
    for line in sys.stdin:
        sheet = Sheet.from_json(line)
        # A page is made of many objects that live until it is written: looking for garbage meanwhile finds none.
        gc.disable()
        made = render_fragment(sheet.html, sheet.resources, style=sheet.style, tag=sheet.tag)
        gc.enable()
        sys.stdout.write(made.to_json() + "\n")
        sys.stdout.flush()
        del made, sheet
        gc.collect()


if __name__ == "__main__":
    main()
