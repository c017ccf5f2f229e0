"""The folder that holds original files."""

import errno
import hashlib
import io
import os
import subprocess
import tracemalloc
from collections import namedtuple
from pathlib import Path

import pytest

from casework.storage import (
    AlteredContent,
    EmptyContent,
    FileStore,
    LocalBackend,
    MissingContent,
    StoreFull,
    TooLarge,
    frames,
)
from casework.storage.local_writer import LocalWriter
from tests.storage.stores import alter, make_store, place_of, staged_in

MIB = 1024 * 1024


def kept(store: FileStore, content: bytes) -> str:
    return store.keep(store.stage(io.BytesIO(content), limit=len(content)))


def left_behind(store: FileStore) -> list[Path]:
    assert isinstance(store.backend, LocalBackend)
    return [path for path in store.backend.root.rglob("*") if path.is_file()]


def keys_left(store: FileStore) -> int:
    return store.sealers._keys._vault.keystore.count_files()


def test_content_is_found_under_its_own_digest(store):
    content = os.urandom(3 * MIB + 7)
    sha256 = kept(store, content)
    assert sha256 == hashlib.sha256(content).hexdigest()
    with store.open_stream(sha256) as stream:
        assert stream.read() == content
    assert store.size(sha256) == len(content)


def test_staged_content_is_private_and_kept_content_read_only(store):
    staged = store.stage(io.BytesIO(b"x"), limit=10)
    assert store.backend.staged_place(staged.handle).stat().st_mode & 0o777 == 0o600
    place = place_of(store, store.keep(staged))
    assert place.stat().st_mode & 0o777 == 0o400
    assert place.stat().st_nlink == 1
    assert staged_in(store) == []


def test_the_same_content_twice_is_one_file_with_one_key(store):
    assert kept(store, b"twice") == kept(store, b"twice")
    assert (len(left_behind(store)), keys_left(store)) == (1, 1)
    assert store.verify(hashlib.sha256(b"twice").hexdigest())


def test_the_same_content_is_never_the_same_bytes_on_the_disk(store, tmp_path):
    other = make_store(tmp_path / "other")
    assert place_of(store, kept(store, b"same")).read_bytes() != place_of(other, kept(other, b"same")).read_bytes()


def test_content_over_the_limit_is_refused_and_leaves_nothing(store):
    with pytest.raises(TooLarge):
        store.stage(io.BytesIO(b"x" * (2 * MIB + 1)), limit=2 * MIB)
    assert (left_behind(store), keys_left(store)) == ([], 0)


@pytest.mark.parametrize("size", [1, MIB - 1, MIB, MIB + 1, 2 * MIB])
def test_content_of_exactly_the_limit_is_taken(store, size):
    content = os.urandom(size)
    sha256 = kept(store, content)
    with store.open_stream(sha256) as stream:
        assert stream.read() == content


def test_an_empty_file_is_refused_and_leaves_nothing(store):
    with pytest.raises(EmptyContent):
        store.stage(io.BytesIO(b""), limit=10)
    assert (left_behind(store), keys_left(store)) == ([], 0)


def test_a_reader_that_fails_leaves_nothing(store):
    class Cut(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store.stage(Cut(), limit=10)
    assert (left_behind(store), keys_left(store)) == ([], 0)


def test_too_little_room_is_refused_before_the_first_byte(store, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage(100, 95, 5))
    with pytest.raises(StoreFull):
        store.begin(limit=100, expected=6)
    assert left_behind(store) == []


@pytest.mark.parametrize("problem", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("failing", ["pwrite", "fsync", "preadv"])
def test_a_disk_that_fails_in_the_middle_leaves_nothing(store, monkeypatch, failing, problem):
    def full(*args):
        raise OSError(problem, os.strerror(problem))

    incoming = store.begin(limit=100)
    incoming.write(b"before")
    monkeypatch.setattr(os, failing, full)
    with pytest.raises(StoreFull):
        incoming.finish()
    assert (left_behind(store), keys_left(store)) == ([], 0)


@pytest.mark.parametrize("failing", ["pwrite", "fsync", "link", "chmod"])
def test_a_disk_that_fails_when_the_name_is_given_leaves_nothing_or_the_whole_file(store, monkeypatch, failing):
    staged = store.stage(io.BytesIO(b"content"), 100)
    with monkeypatch.context() as broken:
        broken.setattr(os, failing, lambda *_a, **_k: (_ for _ in ()).throw(OSError(errno.EIO, "broken")))
        with pytest.raises(StoreFull):
            store.keep(staged)
    assert staged_in(store) == []
    if store.exists(staged.sha256):
        assert store.verify(staged.sha256)
    assert keys_left(store) == len(left_behind(store))
    assert store.verify(kept(store, b"content"))


@pytest.mark.skipif(os.geteuid() != 0, reason="this machine does not allow mounting without root")
def test_a_real_full_disk_leaves_nothing(tmp_path):
    disk = tmp_path / "files"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk], check=False, capture_output=True
    ).returncode:
        pytest.skip("this machine does not allow mounting")
    try:
        store = make_store(tmp_path)
        with pytest.raises(StoreFull):
            store.stage(io.BytesIO(os.urandom(6 * MIB)), limit=100 * MIB)
        assert (left_behind(store), keys_left(store)) == ([], 0)
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
    assert peak < 8 * MIB


def test_a_range_gives_just_those_bytes(store):
    sha256 = kept(store, bytes(range(256)) * 8192)
    assert b"".join(store.open_range(sha256, 300, 20)) == bytes(range(44, 64))
    assert b"".join(store.open_range(sha256, 2 * MIB - 3, 100)) == b"\xfd\xfe\xff"


def test_a_range_opens_only_the_frames_that_it_touches(store, monkeypatch):
    content = os.urandom(5 * MIB)
    sha256 = kept(store, content)
    opened, real = [], frames.Sealer.open
    monkeypatch.setattr(
        frames.Sealer, "open", lambda self, number, stored: opened.append(number) or real(self, number, stored)
    )
    assert b"".join(store.open_range(sha256, 3 * MIB - 2, 4)) == content[3 * MIB - 2 : 3 * MIB + 2]
    assert opened == [2, 3]


def test_a_reader_seeks_like_a_file(store):
    content = os.urandom(2 * MIB + 100)
    with store.open_stream(kept(store, content)) as stream:
        assert stream.seek(-10, os.SEEK_END) == len(content) - 10
        assert stream.read(100) == content[-10:]
        assert stream.seek(MIB - 1) == MIB - 1
        assert (stream.read(3), stream.tell()) == (content[MIB - 1 : MIB + 2], MIB + 2)
        stream.seek(5 * MIB)
        assert stream.read(1) == b""


def test_a_read_that_failed_can_be_tried_again_from_the_same_place(store, monkeypatch):
    content = os.urandom(2 * MIB)
    with store.open_stream(kept(store, content)) as stream:
        stream.seek(10)
        real = frames.Sealer.open
        with monkeypatch.context() as broken:
            broken.setattr(
                frames.Sealer, "open", lambda self, n, stored: real(self, n, stored if n == 0 else stored[:-1])
            )
            with pytest.raises(AlteredContent):
                stream.read()
        assert stream.read() == content[10:]


def test_altered_content_is_noticed(store):
    sha256 = kept(store, b"as it was")
    assert store.verify(sha256)
    alter(store, sha256, b"as it wos")
    assert not store.verify(sha256)
    with pytest.raises(AlteredContent):
        store.digest(sha256)


def test_another_files_content_under_the_name_is_noticed_when_it_is_opened(store):
    first, second = kept(store, b"first"), kept(store, b"other")
    alter(store, first, place_of(store, second).read_bytes())
    with pytest.raises(AlteredContent):
        store.open_stream(first)


def test_true_content_replaces_altered_content_which_is_set_aside_as_proof(store):
    sha256 = kept(store, b"as it was")
    alter(store, sha256, b"as it wos")
    assert kept(store, b"as it was") == sha256
    assert store.verify(sha256)
    assert [path.read_bytes() for path in (store.backend.root / "altered").iterdir()] == [b"as it wos"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63])
def test_only_a_digest_is_ever_looked_up(store, name):
    with pytest.raises(MissingContent):
        store.open_stream(name)
    assert not store.exists(name)


@pytest.mark.parametrize("handle", ["../../etc/passwd", "", "A" * 32, "0" * 31])
def test_only_a_handle_is_ever_resumed(store, handle):
    with pytest.raises(MissingContent):
        store.resume(handle, 10)
    assert store.staged_again(handle, "0" * 64, 1) is None
    store.forget(handle)


def test_a_missing_file_does_not_verify(store):
    assert not store.verify("0" * 64)


def test_abandoned_content_is_swept_with_its_key_and_fresh_or_spared_content_is_not(store):
    old, spared, fresh = (store.stage(io.BytesIO(word), 10) for word in (b"old", b"spared", b"fresh"))
    for one in (old, spared):
        os.utime(store.backend.staged_place(one.handle), (0, 0))
    assert store.sweep(spare={spared.handle}) == 1
    assert sorted(staged_in(store)) == sorted(f"{one.handle}.part" for one in (spared, fresh))
    assert keys_left(store) == 2


def test_discarding_after_keeping_keeps(store):
    staged = store.stage(io.BytesIO(b"kept"), 10)
    sha256 = store.keep(staged)
    store.discard(staged)
    assert store.verify(sha256)


def test_what_does_not_come_back_as_it_was_written_is_not_kept(store, monkeypatch):
    real = LocalWriter.append

    def silently_wrong(self, data):
        real(self, bytes(data[:-1]) + bytes([data[-1] ^ 1]))

    incoming = store.begin(limit=10)
    monkeypatch.setattr(LocalWriter, "append", silently_wrong)
    incoming.write(b"x")
    with pytest.raises(StoreFull, match="read back"):
        incoming.finish()
    assert left_behind(store) == []
