"""The child that makes a new file: give up every right, run one task, write its product in pieces, end."""

import importlib
import io
import json
import os
import sys
from collections.abc import Mapping
from typing import Any

from casework.sandbox import confine
from casework.sandbox.findings import Problem, Unreadable
from casework.sandbox.production import DATA, END, MOST_PIECE
from casework.sandbox.served import open_served

POLITE = 10


class Product(io.RawIOBase):
    """The product as a file that can only be written from start to end, piece by piece to standard output."""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        view = memoryview(data).cast("B")
        for start in range(0, len(view), MOST_PIECE):
            send(DATA, bytes(view[start : start + MOST_PIECE]))
        return len(view)


def send(kind: bytes, content: bytes) -> None:
    """One letter, four bytes of length, the content."""
    view = memoryview(kind + len(content).to_bytes(4, "big") + content)
    while view:
        view = view[os.write(1, view) :]


def make(task: Any, source: Any, options: Mapping[str, Any]) -> dict[str, Any]:
    """Run the task; whatever goes wrong inside it is an answer, never a traceback."""
    out = io.BufferedWriter(Product(), MOST_PIECE)
    try:
        facts = task.produce(source, options, out)
        out.flush()
        return {"facts": facts}
    except MemoryError:
        return {"problem": Problem.LIMITS}
    except Unreadable as reason:
        return {"problem": reason.problem}
    except Exception:
        return {"problem": Problem.UNREADABLE}


def main() -> None:
    """As in `child`: limits, our own code, the remaining rights, and only then the file's parser."""
    words = json.loads(sys.argv[-1])
    confine.before_imports(int(words["cpu"]), int(words["memory"]))
    os.nice(POLITE)
    source = open_served()
    task = importlib.import_module(f"casework.sandbox.tasks.{words['task']}")
    confine.before_reading()
    send(END, json.dumps(make(task, source, words["options"])).encode())
