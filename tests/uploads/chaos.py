"""Uploads over a bad network to a server that is killed at any moment: `python -m tests.uploads.chaos RUNS [SEED] [--on PLACE]`.

The client is not ours (tus-js-client in Node), the server is the real one (gunicorn), and kill -9 is what it says.
Each run must end with the source's hash, one exhibit, no upload and nothing staged.
"""

import argparse
import hashlib
import http.client
import json
import multiprocessing
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import playwright
from gunicorn.app.wsgiapp import run
from sqlmodel import select

from benchmarks.upload import FIELDS, Browser
from casework import tables
from casework.config import ROOT, Settings, load_settings
from casework.db import make_engine, migrate, read_session, write_session
from casework.evidence.models import Exhibit
from casework.storage import open_store
from casework.uploads.models import Upload
from tests.factories import PASSWORD, make_account, make_case
from tests.uploads.flaky import Flaky
from tests.uploads.places import KINDS, place

assert tables
NODE = Path(playwright.__file__).parent / "driver" / "node"
CLIENT = Path(__file__).with_name("client.cjs")
PIECE = 256 * 1024
LIMIT = int(os.environ.get("CASEWORK_CHAOS_SECONDS", "120"))  # of one run


_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["casework.app", "gunicorn.app.wsgiapp", "gunicorn.workers.gthread"])


def _serve(environment: dict[str, str], port: int) -> None:
    """Become gunicorn as `./dev run` starts it; what it imports is there already, so that it is up in a moment."""
    os.setsid()
    os.environ.update(environment)
    os.chdir(ROOT)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.argv = ["gunicorn", "-c", "deploy/gunicorn.conf.py", "--bind", f"127.0.0.1:{port}", "wsgi:app"]
    run()


class Server:
    """The real server, on a port that stays when it is started again."""

    def __init__(self, environment: dict[str, str], port: int) -> None:
        self.environment, self.port, self.kills = environment, port, 0
        self.start()

    def start(self) -> None:
        self._process = _FORKS.Process(target=_serve, args=(self.environment, self.port))
        self._process.start()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if Browser(self.port).ask("GET", "/healthz")[0] == 200:
                    return
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
        raise RuntimeError("the server did not start")

    def kill(self) -> None:
        """The whole process group at once: nobody gets to clean up."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.join()
        self.kills += 1


@dataclass
class Bench:
    """One installation, one investigator in one case, and what happened so far."""

    settings: Settings
    server: Server
    reference: str
    email: str
    seed: int
    exhibits: int = 0
    requests: int = 0
    orphans: int = 0
    ways: Counter[str] = field(default_factory=Counter)

    def run(self, number: int, kills: int = 3) -> str:
        """One file through the chaos; what differs from what was promised, or ""."""
        dice = random.Random(self.seed * 1000 + number)  # noqa: S311 - chaos that can be repeated
        content = dice.randbytes(dice.randint(1_000_000, 3_000_000))
        browser = Browser(self.server.port)
        token = self.log_in(browser)
        proxy = Flaky(self.server.port, self.seed * 1000 + number)
        stop = threading.Event()
        killer = threading.Thread(target=self._kill_now_and_then, args=(dice, stop, kills))
        killer.start()
        try:
            address = self._send(proxy, browser, token, content, number)
            self._register(proxy, browser, token, address, number)
        finally:
            stop.set()
            killer.join()
            proxy.settle()
            proxy.close()
            self.ways += proxy.done
        return self._difference(hashlib.sha256(content).hexdigest())

    def log_in(self, browser: Browser) -> str:
        """Returns the token of the session."""
        fields = {"csrf_token": browser.token("/login"), "email": self.email, "password": PASSWORD}
        body = urllib.parse.urlencode(fields).encode()
        assert browser.ask("POST", "/login", body, "application/x-www-form-urlencoded")[0] == 302
        return browser.token(f"/cases/{self.reference}/evidence/new")

    def _kill_now_and_then(self, dice: random.Random, stop: threading.Event, most: int) -> None:
        for _kill in range(dice.randint(1, most)):
            if stop.wait(dice.uniform(0.05, 1.5)):
                return
            self.server.kill()
            self.server.start()

    def _send(self, proxy: Flaky, browser: Browser, token: str, content: bytes, number: int) -> str:
        source = self.settings.instance.parent / "source.bin"
        source.write_bytes(content)
        said = {
            "url": f"http://127.0.0.1:{proxy.port}/cases/{self.reference}/uploads", "cookie": browser.headers()["Cookie"],
            "csrf": token, "file": str(source), "piece": PIECE, "key": f"run {number}",
        }  # fmt: skip
        done = subprocess.run([NODE, CLIENT, json.dumps(said)], capture_output=True, text=True, timeout=LIMIT)
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        self.requests += told["requests"]
        return str(told["address"])

    def _register(self, proxy: Flaky, browser: Browser, token: str, address: str, number: int) -> None:
        """The form as a browser would send it again until an answer comes: the same key each time."""
        fields = {
            "csrf_token": token,
            **FIELDS,
            "received": address.rpartition("/")[2],
            "submit_key": f"chaos-run-{number:05d}",
        }
        parts = [
            f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
        ]
        body = "".join([*parts, "--x--\r\n"]).encode()
        through = Browser(proxy.port)
        through.cookies = browser.cookies
        deadline = time.monotonic() + LIMIT
        while time.monotonic() < deadline:
            try:
                url = f"/cases/{self.reference}/evidence/new"
                if through.ask("POST", url, body, "multipart/form-data; boundary=x")[0] == 302:
                    return
            except Exception:
                time.sleep(0.1)
        raise AssertionError("the exhibit could not be registered")

    def _difference(self, sha256: str) -> str:
        self.exhibits += 1
        engine, store = make_engine(self.settings), open_store(self.settings)
        with read_session(engine) as session:
            found = session.exec(select(Exhibit).order_by(Exhibit.id)).all()
            uploads = session.exec(select(Upload)).all()
        engine.dispose()
        last = found[-1]
        if len(found) != self.exhibits:
            return f"{len(found)} exhibits instead of {self.exhibits}"
        if last.sha256 != sha256 or store.digest(sha256) != sha256 or not last.file_metadata["hash_agreed"]:
            return "another hash"
        if uploads:
            return f"{len(uploads)} uploads are left"
        self.orphans += store.sweep(0)  # of a process that was killed before its first row
        left = [*store.backend.list_staged(0), *(self.settings.storage_dir / "incoming").glob("*")]
        return f"staged: {len(left)}" if left else ""


@contextmanager
def bench(seed: int, kind: str = "folder") -> Iterator[Bench]:
    """A server on an installation in a temporary folder; rows or files lie elsewhere when `kind` says so."""
    with tempfile.TemporaryDirectory(prefix="casework-chaos-") as name, place(kind) as elsewhere:
        environment = {
            "CASEWORK_INSTANCE": f"{name}/instance", "CASEWORK_WORKER_IN_PROCESS": "0",
            "CASEWORK_SECOND_FACTOR": "optional", "CASEWORK_ARGON2_MEMORY_KIB": "64", "CASEWORK_ARGON2_TIME_COST": "1",
            **elsewhere,
        }  # fmt: skip
        settings = load_settings(environment)
        engine = make_engine(settings)
        migrate.upgrade(engine)
        with write_session(engine) as session:
            account = make_account(session)
            case = make_case(session, [account])
            session.commit()
            reference, email = case.reference, account.email
        engine.dispose()
        server = Server(environment, _free_port())
        try:
            yield Bench(settings, server, reference, email, seed)
        finally:
            server.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> int:
    """Exit code 0 when no run differed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("runs", type=int)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    parser.add_argument("--on", choices=KINDS, default="folder")
    asked = parser.parse_args()
    runs, differences = asked.runs, 0
    with bench(asked.seed, asked.on) as one:
        started = time.monotonic()
        for number in range(runs):
            difference = one.run(number)
            differences += bool(difference)
            print(f"run {number}: {difference or 'same hash, one exhibit, nothing left'}", flush=True)  # noqa: T201
        took = time.monotonic() - started
        print(f"{runs} runs, {differences} differences, {one.server.kills} kills, {one.requests} requests, "  # noqa: T201
              f"{one.orphans} staged files for the sweep, {took:.0f} s")  # fmt: skip
        print(dict(one.ways))  # noqa: T201
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
