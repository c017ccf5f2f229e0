"""A time stamping authority of the tests' own: `openssl ts` behind a small server on loopback."""

import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

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


@pytest.fixture(scope="session")
def tsa_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tsa")


@pytest.fixture(scope="session")
def tsa_url(tsa_folder: Path) -> Iterator[str]:
    Answering.folder = authority(tsa_folder, "ours")
    authority(tsa_folder, "other")
    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
