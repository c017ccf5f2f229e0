"""Time stamps by an authority of the tests' own: `openssl ts` behind a small server on loopback."""

import hashlib
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from casework import audit
from casework.audit import heads, stamping
from casework.audit.models import HeadStamp
from casework.audit.stamping import NotStamped
from casework.cli.audit_time import stamp_head
from casework.config import Settings
from casework.db import read_session
from casework.vault import master

DIGEST = hashlib.sha256(b"a photograph").digest()
CONFIG = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


def authority(folder: Path, name: str) -> Path:
    """A root certificate, and a certificate for stamping under it."""
    made = folder / name
    made.mkdir()
    (made / "serial").write_text("01")
    (made / "ts.cnf").write_text(CONFIG.format(folder=made))
    (made / "ext").write_text("extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n")
    new = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    openssl(made, "req", "-x509", *new, "-keyout", "ca.key", "-out", "ca.pem", "-subj", f"/CN={name}", "-days", "2")
    openssl(made, "req", *new, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", f"/CN={name} stamping")
    sign = ["-CA", "ca.pem", "-CAkey", "ca.key", "-set_serial", "7", "-days", "2", "-extfile", "ext"]
    openssl(made, "x509", "-req", "-in", "tsa.csr", *sign, "-out", "tsa.pem")
    return made


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


class Answering(BaseHTTPRequestHandler):
    """Answers each request; `kept` is what it answers instead, when set."""

    folder: Path
    kept: bytes | None = None
    last: bytes = b""

    def do_POST(self) -> None:
        (self.folder / "query").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
        answer = type(self).kept
        if answer is None:
            query = ["-queryfile", "query", "-inkey", "tsa.key", "-signer", "tsa.pem"]
            openssl(self.folder, "ts", "-reply", "-config", "ts.cnf", "-section", "one", *query, "-out", "answer")
            answer = type(self).last = (self.folder / "answer").read_bytes()
        if answer.startswith(b"http"):
            self.send_response(302)
            self.send_header("Location", answer.decode())
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_args: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tsa")


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    Answering.folder = authority(folder, "ours")
    authority(folder, "other")
    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def stamping_settings(sqlite_settings: Settings, url: str, folder: Path) -> Iterator[Settings]:
    yield replace(sqlite_settings, tsa_url=url, tsa_certificates=folder / "ours" / "ca.pem")
    Answering.kept = None


def test_a_hash_is_stamped_and_the_stamp_holds_offline(stamping_settings: Settings) -> None:
    assert stamping_settings.tsa_certificates is not None
    roots = stamping.certificates(stamping_settings.tsa_certificates)
    made = stamping.stamp(stamping_settings, DIGEST)
    assert stamping.check(made.token, DIGEST, roots) == made.at


def test_what_does_not_hold_is_refused_and_said(stamping_settings: Settings, folder: Path) -> None:
    made = stamping.stamp(stamping_settings, DIGEST)
    roots = stamping.certificates(folder / "ours" / "ca.pem")
    with pytest.raises(NotStamped, match="another hash"):
        stamping.check(made.token, hashlib.sha256(b"another").digest(), roots)
    with pytest.raises(NotStamped, match="another request"):
        stamping.check(made.token, DIGEST, roots, nonce=1)
    with pytest.raises(NotStamped, match="not by the configured authority"):
        stamping.check(made.token, DIGEST, stamping.certificates(folder / "other" / "ca.pem"))
    with pytest.raises(NotStamped, match="not the answer"):
        stamping.check(b"<html>", DIGEST, roots)
    altered = bytearray(made.token)
    altered[-5] ^= 1
    with pytest.raises(NotStamped):
        stamping.check(bytes(altered), DIGEST, roots)
    Answering.kept = made.token
    with pytest.raises(NotStamped, match="another request"):
        stamping.stamp(stamping_settings, DIGEST)
    Answering.kept = b"http://127.0.0.1:1/elsewhere"
    with pytest.raises(NotStamped, match="does not answer"):
        stamping.stamp(stamping_settings, DIGEST)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/", "file:///etc/hostname", "ftp://127.0.0.1/"])
def test_an_authority_that_is_gone_or_none_is_said(stamping_settings: Settings, address: str) -> None:
    with pytest.raises(NotStamped, match=r"does not answer|not one of the web"):
        stamping.stamp(replace(stamping_settings, tsa_url=address), DIGEST)


def test_nothing_is_asked_unless_it_is_configured(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamping, "_ask", lambda *_args: pytest.fail("asked"))
    with pytest.raises(NotStamped, match="configured"):
        stamping.stamp(sqlite_settings, DIGEST)


def test_the_logs_head_is_stamped_kept_and_entered(stamping_settings: Settings, folder: Path) -> None:
    from casework.db import make_engine

    master.create(stamping_settings.master_key_file)
    engine: Engine = make_engine(stamping_settings)
    kept = stamp_head(engine, stamping_settings)
    with read_session(engine) as session:
        row = session.exec(select(HeadStamp)).one()
        assert (row.head, row.size) == (kept.head, heads.read(kept.head).size)
        assert _entry(session).facts["sha256"] == hashlib.sha256(row.head.encode()).hexdigest()
        roots = stamping.certificates(folder / "ours" / "ca.pem")
        assert stamping.check(row.token, hashlib.sha256(row.head.encode()).digest(), roots) == row.stamped_at
    (folder / "head.txt").write_text(kept.head)
    (folder / "head.tsr").write_bytes(kept.token)
    openssl(folder, "ts", "-verify", "-data", "head.txt", "-in", "head.tsr", "-CAfile", "ours/ca.pem")
    engine.dispose()


def _entry(session: Session) -> audit.AuditEntry:
    return audit.entries(session, action="log.head_stamped", limit=1)[0]
