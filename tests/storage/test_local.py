"""The folder that holds original files."""

import errno
import hashlib
import io
import os
import subprocess
import tracemalloc
from collections import namedtuple
from pathlib import Path
from types import SimpleNamespace

import pytest

from casework.storage import EmptyContent, LocalStore, MissingContent, StoreFull, TooLarge

MIB = 1024 * 1024


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "files", reserve=0)


def kept(store: LocalStore, content: bytes) -> str:
    return store.keep(store.stage(io.BytesIO(content), limit=len(content)))


def left_behind(store: LocalStore) -> list[Path]:
    return [path for path in store.root.rglob("*") if path.is_file()]


def alter(store: LocalStore, sha256: str, content: bytes) -> Path:
    place = store.root / sha256[:2] / sha256[2:4] / sha256
    place.chmod(0o600)
    place.write_bytes(content)
    return place


def test_content_is_found_under_its_own_digest(store):
    content = os.urandom(3 * MIB + 7)
    sha256 = kept(store, content)
    assert sha256 == hashlib.sha256(content).hexdigest()
    with store.open_stream(sha256) as stream:
        assert stream.read() == content
    assert store.size(sha256) == len(content)


def test_staged_content_is_private_and_kept_content_read_only(store):
    staged = store.stage(io.BytesIO(b"x"), limit=10)
    assert staged.path.stat().st_mode & 0o777 == 0o600
    sha256 = store.keep(staged)
    place = store.root / sha256[:2] / sha256[2:4] / sha256
    assert place.stat().st_mode & 0o777 == 0o400
    assert place.stat().st_nlink == 1
    assert not staged.path.exists()


def test_the_same_content_twice_is_one_file(store):
    assert kept(store, b"twice") == kept(store, b"twice")
    assert len(left_behind(store)) == 1


def test_content_over_the_limit_is_refused_and_leaves_nothing(store):
    with pytest.raises(TooLarge):
        store.stage(io.BytesIO(b"x" * (2 * MIB + 1)), limit=2 * MIB)
    assert left_behind(store) == []


def test_content_of_exactly_the_limit_is_taken(store):
    assert store.stage(io.BytesIO(b"x" * MIB), limit=MIB).size == MIB


def test_an_empty_file_is_refused_and_leaves_nothing(store):
    with pytest.raises(EmptyContent):
        store.stage(io.BytesIO(b""), limit=10)
    assert left_behind(store) == []


def test_a_reader_that_fails_leaves_nothing(store):
    class Cut(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store.stage(Cut(), limit=10)
    assert left_behind(store) == []


def test_too_little_room_is_refused_before_the_first_byte(store, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage(100, 95, 5))
    with pytest.raises(StoreFull):
        store.begin(limit=100, expected=6)
    assert left_behind(store) == []


@pytest.mark.parametrize("failing", ["write", "fsync"])
def test_a_disk_that_fills_in_the_middle_leaves_nothing(store, monkeypatch, failing):
    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    incoming = store.begin(limit=100)
    incoming.write(b"before")
    if failing == "write":
        monkeypatch.setattr(incoming, "_file", SimpleNamespace(write=full, close=incoming._file.close))
    else:
        monkeypatch.setattr(os, "fsync", full)
    last_step = (lambda: incoming.write(b"after")) if failing == "write" else incoming.finish
    with pytest.raises(StoreFull):
        last_step()
    assert left_behind(store) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="this machine does not allow mounting without root")
def test_a_real_full_disk_leaves_nothing(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk], check=False, capture_output=True
    ).returncode:
        pytest.skip("this machine does not allow mounting")
    try:
        store = LocalStore(disk, reserve=0)
        with pytest.raises(StoreFull):
            store.stage(io.BytesIO(os.urandom(6 * MIB)), limit=100 * MIB)
        assert left_behind(store) == []
        assert kept(store, b"small enough")
    finally:
        subprocess.run(["umount", disk], check=True)


def test_memory_stays_flat_however_long_the_stream(store):
    class Endless(io.RawIOBase):
        left = 64

        def read(self, size: int = -1) -> bytes:
            self.left -= 1
            return b"\0" * MIB if self.left >= 0 else b""

    tracemalloc.start()
    store.stage(Endless(), limit=100 * MIB)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * MIB


def test_a_range_gives_just_those_bytes(store):
    sha256 = kept(store, bytes(range(256)) * 8192)
    assert b"".join(store.open_range(sha256, 300, 20)) == bytes(range(44, 64))
    assert b"".join(store.open_range(sha256, 2 * MIB - 3, 100)) == b"\xfd\xfe\xff"


def test_altered_content_is_noticed(store):
    sha256 = kept(store, b"as it was")
    assert store.verify(sha256)
    alter(store, sha256, b"as it wos")
    assert not store.verify(sha256)
    assert store.digest(sha256) == hashlib.sha256(b"as it wos").hexdigest()


def test_true_content_replaces_altered_content_which_is_set_aside_as_proof(store):
    sha256 = kept(store, b"as it was")
    alter(store, sha256, b"as it wos")
    assert kept(store, b"as it was") == sha256
    assert store.verify(sha256)
    assert [path.read_bytes() for path in (store.root / "altered").iterdir()] == [b"as it wos"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63])
def test_only_a_digest_is_ever_looked_up(store, name):
    with pytest.raises(MissingContent):
        store.open_stream(name)
    assert not store.exists(name)


def test_a_missing_file_does_not_verify(store):
    assert not store.verify("0" * 64)


def test_abandoned_content_is_swept_and_fresh_content_is_not(store):
    old, fresh = store.stage(io.BytesIO(b"old"), 10), store.stage(io.BytesIO(b"fresh"), 10)
    os.utime(old.path, (0, 0))
    assert store.sweep() == 1
    assert not old.path.exists()
    assert fresh.path.exists()


def test_discarding_after_keeping_keeps(store):
    staged = store.stage(io.BytesIO(b"kept"), 10)
    sha256 = store.keep(staged)
    store.discard(staged)
    assert store.verify(sha256)
