"""A confined child makes a file of a file: whole or not at all, at a bounded price, and never more than was asked."""

import io
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from PIL import Image

from casework import sandbox
from casework.sandbox import Limits, Problem, Produced, production
from casework.storage import AlteredContent
from tests.sandbox import samples

ROOT = Path(production.__file__).resolve().parents[2]
FRAME = "import os; send = lambda k, c: os.write(1, k + len(c).to_bytes(4, 'big') + c); "


def behave(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let the child be something else than ours."""
    monkeypatch.setattr(production, "command", lambda module, words: [sys.executable, "-c", FRAME + code])


def make(
    task: str, content: bytes, limits: Limits | None = None, sink: io.BytesIO | None = None, **options: object
) -> tuple[Produced, bytes]:
    sink = io.BytesIO() if sink is None else sink
    made = sandbox.produce(task, options, io.BytesIO(content), sink, limits)
    return made, sink.getvalue()


def test_a_page_of_a_document_becomes_a_picture():
    made, picture = make("page", samples.pdf(pages=3), number=2, side=300)
    assert (made.problem, made.facts, made.size) == (None, {"pages": 3}, len(picture))
    assert Image.open(io.BytesIO(picture)).size == (225, 300)


@pytest.mark.parametrize(
    "content, number, problem",
    [
        (samples.pdf(pages=1), 2, Problem.DAMAGED),
        (b"%PDF-1.7\nnothing", 1, Problem.UNREADABLE),
        (b"", 1, Problem.UNREADABLE),
    ],
)
def test_what_cannot_be_made_is_an_answer(content, number, problem):
    made, product = make("page", content, number=number, side=100)
    assert (made.problem, product) == (problem, b"")


@pytest.mark.parametrize("task", ["../page", "os", "Page", "", "page.py"])
def test_only_a_task_of_ours_is_run(task):
    if task == "os":
        assert make(task, b"x")[0].problem is Problem.LIMITS  # no such module among the tasks
    else:
        with pytest.raises(ValueError, match="task"):
            make(task, b"x")


@pytest.mark.parametrize(
    "code, problem",
    [
        ("import time; send(b'D', b'half'); time.sleep(60)", Problem.TIMEOUT),
        ("send(b'D', b'half')", Problem.LIMITS),
        ("send(b'D', b'x' * 2000); send(b'E', b'{}')", Problem.LIMITS),
        ("send(b'Q', b'?'); send(b'E', b'{}')", Problem.LIMITS),
        ("os.write(1, b'D' + b'\\xff' * 4)", Problem.LIMITS),
        ("send(b'E', b'[1]')", Problem.LIMITS),
        ("send(b'E', b'{\"problem\": \"no such\"}')", Problem.LIMITS),
    ],
)
def test_a_child_that_misbehaves_is_ended_and_not_believed(monkeypatch, code, problem):
    behave(monkeypatch, code)
    made, product = make("page", b"x", Limits(seconds=1.5, most_bytes=1000))
    assert made.problem is problem
    assert len(product) <= 1000


@pytest.mark.parametrize(
    "attempt, told", [("while True: pass", "child ended: -9"), ("bytearray(400_000_000)", "MemoryError")]
)
def test_a_product_has_a_price_limit(attempt, told):
    code = f"import sys; sys.path[:0] = [{str(ROOT)!r}]\nfrom casework.sandbox import confine\n"
    code += f"confine.before_imports(cpu_seconds=1, memory=300_000_000)\n{attempt}\n"
    done = subprocess.run([sys.executable, "-B", "-c", code], capture_output=True, text=True, check=False)
    assert told in f"{done.stderr}child ended: {done.returncode}"


def test_a_large_product_passes_through_in_constant_memory(monkeypatch):
    behave(monkeypatch, "[send(b'D', bytes(60000)) for _ in range(1000)]; send(b'E', b'{}')")

    class Counting:
        size = 0

        def write(self, data: bytes) -> None:
            self.size += len(data)

    sink = Counting()
    tracemalloc.start()
    made = sandbox.produce("page", {}, io.BytesIO(b"x"), sink)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (made.problem, made.size, sink.size) == (None, 60_000_000, 60_000_000)
    assert peak < 2_000_000


def test_the_source_may_be_any_stream_and_its_own_trouble_is_told():
    class Altered(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise AlteredContent("a frame does not fit")

    with pytest.raises(AlteredContent):
        sandbox.produce("page", {"number": 1, "side": 9}, Altered(samples.pdf()), io.BytesIO())
    with pytest.raises(AlteredContent):
        sandbox.inspect(Altered(b"xyz"), "a.txt")


def test_a_full_disk_ends_the_child(monkeypatch):
    class Full:
        def write(self, data: bytes) -> None:
            raise OSError("no space")

    behave(monkeypatch, "import time; send(b'D', b'x'); time.sleep(60)")
    with pytest.raises(OSError, match="no space"):
        sandbox.produce("page", {}, io.BytesIO(b"x"), Full())


def test_somebody_hears_that_it_goes_on(monkeypatch):
    monkeypatch.setattr("casework.sandbox.process.TICK_SECONDS", 0.05)
    behave(monkeypatch, "import time; [(time.sleep(0.1), send(b'D', b'x')) for _ in range(4)]; send(b'E', b'{}')")
    heard: list[int] = []
    sandbox.produce("page", {}, io.BytesIO(b"x"), io.BytesIO(), tick=lambda: heard.append(1))
    assert len(heard) >= 2
