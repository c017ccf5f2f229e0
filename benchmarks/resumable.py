"""One large file in pieces (tus) through the real server: time against `cp` and a sync, memory against idle."""

import hashlib
import json
import os
import tempfile
import time
from pathlib import Path

from benchmarks.figure import Figure, cpu_of
from benchmarks.upload import MIB, Browser, _copy, _fill, _hash, _memory, _prepare, _server
from casework.config import load_settings

SIZE = int(os.environ.get("CASEWORK_BENCH_UPLOAD_MIB", "1024")) * MIB
PIECE = 16 * MIB


def run() -> list[Figure]:
    """The same file as `upload`, in pieces of 16 MiB, hash and finish included."""
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as name:
        folder = Path(name)
        source = folder / "source"
        _fill(source)
        environment = {
            "CASEWORK_INSTANCE": str(folder / "instance"), "CASEWORK_WORKER_IN_PROCESS": "0",
            "CASEWORK_SECOND_FACTOR": "optional",
        }  # fmt: skip
        reference = _prepare(load_settings(environment))
        with _server(environment) as (port, pid):
            browser = Browser(port)
            browser.log_in()
            token = browser.token(f"/cases/{reference}/evidence/new")
            idle = _memory(pid, "VmRSS")
            copied = _copy(source, folder / "copy")
            hashed, spent = _hash(source), cpu_of(pid)
            started = time.perf_counter()
            sha256 = _send(browser, token, f"/cases/{reference}/uploads", source)
            took, peak = time.perf_counter() - started, _memory(pid, "VmHWM")
            spent = cpu_of(pid) - spent
        with source.open("rb") as stream:
            assert hashlib.file_digest(stream, "sha256").hexdigest() == sha256
    size = f"{SIZE // MIB} MiB in pieces"
    return [
        Figure(f"upload of {size} against cp and sync", took, copied, "s", note=f"{SIZE / MIB / took:.0f} MiB/s"),
        Figure(f"CPU of the server during {size} against one SHA-256 of it", spent, hashed, "CPU s"),
        Figure(f"memory of the server during {size} against idle", peak, idle, "MiB", note=f"{peak - idle:+.0f} MiB"),
    ]


def _send(browser: Browser, token: str, url: str, source: Path) -> str:
    """Create, one PATCH after the other on one connection, finish; the server's hash."""
    said = browser.headers() | {"Tus-Resumable": "1.0.0", "X-CSRFToken": token}
    connection = browser.connect()
    connection.request("POST", url, headers=said | {"Upload-Length": str(SIZE), "Content-Length": "0"})
    answer = connection.getresponse()
    answer.read()
    address = answer.headers["Location"]
    with source.open("rb") as stream:
        for offset in range(0, SIZE, PIECE):
            kind = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
            connection.request("PATCH", address, stream.read(PIECE), said | kind)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 204, answer.status
    connection.request("POST", f"{address}/finish", headers=said | {"Content-Length": "0"})
    return str(json.loads(connection.getresponse().read())["sha256"])
