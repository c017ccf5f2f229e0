"""What a ClamAV daemon says, and what it must not be taken to say. The daemon here is a small server of the test's own."""

import io
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from casework.config import load_settings
from casework.evidence import clamav
from casework.evidence.viewing_models import ScanOutcome
from tests.sandbox.samples import EICAR

VERSION = b"ClamAV 1.0.7/27567/Sat Mar  8 09:37:17 2025\0"


class Daemon:
    """Speaks clamd's protocol: reads the stream to its end, finds EICAR, stops listening beyond its limit."""

    def __init__(self, path: Path) -> None:
        self.path, self.limit, self.version, self.answer = str(path), 10**9, VERSION, b""
        self.streams: list[bytes] = []
        self._server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._server.bind(self.path)
        self._server.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _address = self._server.accept()
            except OSError:
                return
            with client, client.makefile("rwb") as wire:
                self._talk(wire)

    def _talk(self, wire) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += wire.read(1)
        if command == b"zVERSION\0":
            wire.write(self.version)
            return
        content = b""
        while length := int.from_bytes(wire.read(4), "big"):
            content += wire.read(length)
            if len(content) > self.limit:
                wire.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.streams.append(content)
        found = b"stream: Eicar-Test FOUND\0" if EICAR in content else b"stream: OK\0"
        wire.write(self.answer or found)

    def close(self) -> None:
        self._server.close()


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon]:
    made = Daemon(tmp_path / "clamd")
    yield made
    made.close()


def scan(daemon: Daemon, content: bytes, **more) -> clamav.Verdict:
    return clamav.scan(daemon.path, io.BytesIO(content), len(content), **more)


def test_a_file_without_a_finding_is_clean_with_what_it_was_scanned_with(daemon):
    content = b"harmless" * 100_000
    told = scan(daemon, content)
    assert (told.outcome, told.engine, told.signatures) == (ScanOutcome.CLEAN, "ClamAV 1.0.7", "27567")
    assert told.signatures_at == datetime(2025, 3, 8, 9, 37, 17, tzinfo=UTC)
    assert daemon.streams == [content]


def test_a_finding_is_told_by_its_name(daemon):
    told = scan(daemon, EICAR)
    assert (told.outcome, told.found) == (ScanOutcome.FOUND, "Eicar-Test")


def test_what_is_larger_than_the_scanner_takes_is_not_sent_and_never_clean(daemon, monkeypatch):
    monkeypatch.setattr(clamav, "MOST_BYTES", 1000)
    told = scan(daemon, b"x" * 1001)
    assert (told.outcome, told.reason, daemon.streams) == (ScanOutcome.NOT_SCANNED, "too_large", [])


@pytest.mark.parametrize(
    "prepare, reason",
    [
        (lambda daemon: setattr(daemon, "limit", 1000), "too_large"),
        (lambda daemon: setattr(daemon, "answer", b"stream: Can't allocate memory ERROR\0"), "refused"),
        (lambda daemon: setattr(daemon, "answer", b"\0"), "refused"),
        (lambda daemon: setattr(daemon, "version", b"\0"), ""),
    ],
)
def test_only_the_word_ok_is_clean(daemon, prepare, reason):
    prepare(daemon)
    told = scan(daemon, b"x" * 300_000)
    assert told.reason == reason
    assert (told.outcome is ScanOutcome.CLEAN) == (reason == "")


def test_nothing_found_in_what_is_locked_says_nothing(daemon):
    told = scan(daemon, b"locked", locked=True)
    assert (told.outcome, told.reason) == (ScanOutcome.NOT_SCANNED, "encrypted")
    assert scan(daemon, EICAR, locked=True).outcome is ScanOutcome.FOUND


def test_a_daemon_that_is_not_there_is_an_answer(tmp_path):
    told = clamav.scan(str(tmp_path / "nobody"), io.BytesIO(b"x"), 1)
    assert (told.outcome, told.reason) == (ScanOutcome.NOT_SCANNED, "no_answer")


@pytest.mark.parametrize("address", ["192.0.2.7:3310", "scanner.example.org:3310", "127.0.0.1", "localhost:port"])
def test_exhibits_are_sent_to_no_other_machine(tmp_path, address):
    with pytest.raises(ValueError, match="CLAMAV"):
        load_settings({"CASEWORK_INSTANCE": str(tmp_path), "CASEWORK_CLAMAV_SOCKET": address})
