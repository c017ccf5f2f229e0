"""One large file in pieces (tus) through the real server: time against `cp` and a sync, memory against idle."""

import json
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.upload import MIB, SIZE, Browser, measure

PIECE = 16 * MIB


def run() -> list[Figure]:
    """The same file as `upload`, in pieces of 16 MiB, hash and finish included."""
    return measure(f"{SIZE // MIB} MiB in pieces", _send)


def _send(browser: Browser, token: str, case: str, source: Path) -> str:
    """Create, one PATCH after the other on one connection, finish; the server's hash."""
    said = browser.headers() | {"Tus-Resumable": "1.0.0", "X-CSRFToken": token}
    connection = browser.connect()
    connection.request("POST", f"{case}/uploads", headers=said | {"Upload-Length": str(SIZE), "Content-Length": "0"})
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
