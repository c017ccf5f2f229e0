"""A real S3 server for the tests: Ceph's RADOS gateway on one monitor and one disk in memory, on loopback alone."""

import contextlib
import os
import shutil
import socket
import subprocess
import time
import urllib.request
import uuid
from pathlib import Path

PROGRAMS = ("ceph-mon", "ceph-osd", "radosgw", "radosgw-admin", "ceph", "ceph-authtool", "monmaptool")
ACCESS, SECRET = "casework-test-access", "casework-test-secret-that-opens-nothing"
CONF = """[global]
fsid = {fsid}
mon_host = {monitor}
auth_cluster_required = cephx
auth_service_required = cephx
auth_client_required = cephx
keyring = {folder}/keyring
run_dir = {folder}
log_file = {folder}/$name.log
admin_socket =
mon_data = {folder}/mon
osd_data = {folder}/osd
osd_objectstore = memstore
memstore_device_bytes = 1073741824
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_pool_default_pgp_num = 4
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
ms_bind_ipv6 = false
rgw_enable_usage_log = false
rgw_thread_pool_size = 32
rgw_run_sync_thread = false
rgw_enable_gc_threads = false
rgw_enable_lc_threads = false
rgw_enable_quota_threads = false
"""


def is_installed() -> bool:
    """Whether Debian's packages are here; ./dev test installs them."""
    return all(shutil.which(program) for program in PROGRAMS)


class Ceph:
    """Monitor, disk and gateway. The gateway can be stopped and started while a test looks on."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._running = folder, dict[str, subprocess.Popen[bytes]]()
        self.port, monitor = _free_port(), f"127.0.0.1:{_free_port()}"
        fsid = str(uuid.uuid4())
        (folder / "ceph.conf").write_text(CONF.format(fsid=fsid, monitor=f"[v2:{monitor}/0]", folder=folder))
        (folder / "osd").mkdir()
        self._make_keys()
        self._run("monmaptool", "--create", "--fsid", fsid, "--addv", "a", f"[v2:{monitor}/0]", str(folder / "monmap"))
        self._run("ceph-mon", "--mkfs", "-i", "a", "--monmap", str(folder / "monmap"))

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Takes a few seconds, and about 700 MB of memory."""
        try:
            self._daemon("ceph-mon", "-i", "a")
            disk = str(uuid.uuid4())
            self._run("ceph", "--connect-timeout", "60", "osd", "new", disk, "0")
            self._run("ceph-osd", "--mkfs", "-i", "0", "--osd-uuid", disk)
            self._daemon("ceph-osd", "-i", "0")
            self.start_gateway()
            self._run(
                "radosgw-admin", "user", "create", "--uid", "casework", "--display-name", "Casework",
                "--access-key", ACCESS, "--secret-key", SECRET,
            )  # fmt: skip
        except BaseException:
            self.stop()
            raise

    def start_gateway(self) -> None:
        """Start the gateway and wait until it answers."""
        self._daemon("radosgw", "-n", "client.rgw", f"--rgw-frontends=beast endpoint=127.0.0.1:{self.port}")
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), urllib.request.urlopen(self.endpoint, timeout=5):
                return
            time.sleep(0.1)
        raise RuntimeError("the gateway did not start: " + self._log("client.rgw"))

    def kill_gateway(self) -> None:
        """As a power cut."""
        gateway = self._running.pop("radosgw")
        gateway.kill()
        gateway.wait()

    def stop(self) -> None:
        for process in reversed(self._running.values()):
            process.kill()
            process.wait()
        self._running.clear()

    def _make_keys(self) -> None:
        for name, caps in {
            "mon.": {"mon": "allow *"},
            "client.admin": {"mon": "allow *", "osd": "allow *"},
            "osd.0": {"mon": "allow profile osd", "osd": "allow *"},
            "client.rgw": {"mon": "allow rwx", "osd": "allow rwx"},
        }.items():
            first = [] if (self.folder / "keyring").exists() else ["--create-keyring"]
            what = [word for part in caps.items() for word in ("--cap", *part)]
            self._run("ceph-authtool", str(self.folder / "keyring"), *first, "--gen-key", "-n", name, *what)

    def _run(self, program: str, *words: str) -> str:
        done = subprocess.run(
            [program, "-c", str(self.folder / "ceph.conf"), *words] if program not in _WITHOUT_CONF else [program, *words],
            check=False, capture_output=True, text=True, timeout=120, env=_environment(),
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr[-2000:]}")
        return done.stdout

    def _daemon(self, program: str, *words: str) -> None:
        self._running[program] = subprocess.Popen(
            [program, "-c", str(self.folder / "ceph.conf"), *words, "-f"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_environment(),
        )  # fmt: skip

    def _log(self, name: str) -> str:
        path = self.folder / f"{name}.log"
        return path.read_text()[-2000:] if path.exists() else "no log"


_WITHOUT_CONF = ("ceph-authtool", "monmaptool")


def _environment() -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
