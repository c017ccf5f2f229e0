"""One large file through the real server, beside `cp` and a sync of the same file on the same disk, in the same run."""

import hashlib
import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from benchmarks.figure import Figure, cpu_of
from casework import tables
from casework.access import Membership
from casework.accounts.models import Account
from casework.accounts.passwords import hash_password
from casework.cases import services as cases
from casework.config import ROOT, Settings, load_settings
from casework.db import make_engine, migrate, write_session
from casework.subjects import SYSTEM, Role

assert tables
MIB = 1024 * 1024
SIZE = int(os.environ.get("CASEWORK_BENCH_UPLOAD_MIB", "1024")) * MIB
PASSWORD = "bench-harbour-lantern-93"
EMAIL = "bench@example.org"
BOUNDARY = "----casework-benchmark"
FIELDS = {
    "title": "Benchmark", "kind": "other", "source_grade": "f", "copy_state": "unknown", "is_edited": "",
    "source_verification": "not_checked", "content_verification": "not_checked",
    "technical_verification": "not_checked",
}  # fmt: skip


Send = Callable[["Browser", str, str, Path], str]


def run() -> list[Figure]:
    """The whole file in one form, as a browser without scripts sends it."""
    return measure(f"{SIZE // MIB} MiB", _by_form)


def measure(what: str, send: Send) -> list[Figure]:
    """The sending's time against the copy's, its CPU against the hash's, and the server's memory at its highest.

    `send` gets a browser that is logged in, its token, the address of the case and the file; what it returns is the
    server's hash, or "".
    """
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as name:
        folder = Path(name)
        source = folder / "source"
        _fill(source)
        environment = {
            "CASEWORK_INSTANCE": str(folder / "instance"), "CASEWORK_WORKER_IN_PROCESS": "0",
            "CASEWORK_SECOND_FACTOR": "optional",
        }  # fmt: skip
        case = f"/cases/{_prepare(load_settings(environment))}"
        with _server(environment) as (port, pid):
            browser = Browser(port)
            browser.log_in()
            token = browser.token(f"{case}/evidence/new")
            idle = _memory(pid, "VmRSS")
            copied = _copy(source, folder / "copy")
            hashed, spent = _hash(source), cpu_of(pid)
            started = time.perf_counter()
            sha256 = send(browser, token, case, source)
            took, peak = time.perf_counter() - started, _memory(pid, "VmHWM")
            spent = cpu_of(pid) - spent
        with source.open("rb") as stream:
            assert sha256 in ("", hashlib.file_digest(stream, "sha256").hexdigest())
    return [
        Figure(f"upload of {what} against cp and sync", took, copied, "s", note=f"{SIZE / MIB / took:.0f} MiB/s"),
        Figure(f"CPU of the server during {what} against one SHA-256 of it", spent, hashed, "CPU s"),
        Figure(f"memory of the server during {what} against idle", peak, idle, "MiB", note=f"{peak - idle:+.0f} MiB"),
    ]


def _by_form(browser: "Browser", token: str, case: str, source: Path) -> str:
    status = browser.upload(f"{case}/evidence/new", token, source)
    assert status == 302, f"the upload was answered with {status}"
    return ""


class Browser:
    """As much of a browser as a log-in and an upload need."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, dict[str, str]()

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, str]:
        connection = self.connect()
        headers = self.headers() | ({"Content-Type": kind} if kind else {})
        connection.request(method, path, body or None, headers)
        return self.answer(connection)

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=600, blocksize=MIB)

    def headers(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def answer(self, connection: http.client.HTTPConnection) -> tuple[int, str]:
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def token(self, path: str) -> str:
        _status, page = self.ask("GET", path)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert found, f"no form at {path}"
        return found.group(1)

    def log_in(self) -> None:
        fields = {"csrf_token": self.token("/login"), "email": EMAIL, "password": PASSWORD}
        body = urllib.parse.urlencode(fields).encode()
        status, _page = self.ask("POST", "/login", body, "application/x-www-form-urlencoded")
        assert status == 302, "could not log in"

    def upload(self, path: str, token: str, source: Path) -> int:
        """Send the form as a browser does, the file from the disk as a stream."""
        parts = [_field(name, value) for name, value in ({"csrf_token": token} | FIELDS).items()]
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="big.bin"\r\n\r\n'
        before, after = ("".join(parts) + head).encode(), f"\r\n--{BOUNDARY}--\r\n".encode()
        connection = self.connect()
        connection.putrequest("POST", path)
        for name, value in self.headers().items():
            connection.putheader(name, value)
        connection.putheader("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
        connection.putheader("Content-Length", str(len(before) + SIZE + len(after)))
        connection.endheaders()
        connection.send(before)
        with source.open("rb") as stream:
            connection.sock.sendfile(stream)
        connection.send(after)
        return self.answer(connection)[0]


def _field(name: str, value: str) -> str:
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'


def _fill(path: Path) -> None:
    with path.open("wb") as out:
        for _ in range(SIZE // MIB):
            out.write(os.urandom(MIB))
        os.fsync(out.fileno())


def _copy(source: Path, target: Path) -> float:
    started = time.perf_counter()
    subprocess.run(["cp", source, target], check=True)
    subprocess.run(["sync", target], check=True)
    took = time.perf_counter() - started
    target.unlink()
    return took


def _hash(source: Path) -> float:
    """CPU seconds of the one thing that an upload cannot do without."""
    before = time.process_time()
    with source.open("rb") as stream:
        hashlib.file_digest(stream, "sha256")
    return time.process_time() - before


def _prepare(settings: Settings) -> str:
    """A migrated installation with one investigator in one case; returns the case's reference."""
    engine = make_engine(settings)
    migrate.upgrade(engine)
    with write_session(engine) as session:
        account = Account(
            email=EMAIL, name="Bench", role=Role.INVESTIGATOR, password_hash=hash_password(settings, PASSWORD)
        )
        session.add(account)
        case = cases.open_case(session, SYSTEM, title="Benchmark", opened_on=date(2025, 3, 11))
        session.flush()
        session.add(Membership(case_id=case.key, account_id=account.key, reason="benchmark"))
        session.commit()
        reference = case.reference
    engine.dispose()
    return reference


@contextmanager
def _server(environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """The server as `./dev run` starts it; gives its port and the process that answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        "deploy/gunicorn.conf.py",
        "--bind",
        f"127.0.0.1:{port}",
        "wsgi:app",
    ]
    master = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        _wait_for(port)
        yield port, _child_of(master.pid)
    finally:
        master.terminate()
        master.wait(30)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if Browser(port).ask("GET", "/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not start")


def _child_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


def _memory(pid: int, name: str) -> float:
    """VmRSS (now) or VmHWM (the highest so far) of a process, in MiB."""
    found = re.search(rf"^{name}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.M)
    return int(found.group(1)) / 1024 if found else 0.0
