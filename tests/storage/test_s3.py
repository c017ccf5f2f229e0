"""A bucket on a real server (Ceph): the same promises as a folder, and a server that refuses, breaks off or is gone."""

import hashlib
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from casework.cli import unsafe_store
from casework.config import Settings
from casework.storage import AlteredContent, FileStore, MissingContent, Staged, StoreAway
from casework.storage import bucket as calls
from casework.storage.collecting import Collected, keys_without_files, look, remove
from casework.storage.s3 import S3Backend, open_bucket
from casework.storage.sealers import Sealers
from casework.vault import FileKeys, prepare
from tests.storage.ceph import ACCESS, SECRET, Ceph, is_installed
from tests.storage.stores import settings_in

pytestmark = [pytest.mark.s3, pytest.mark.slow]
MIB = 1024 * 1024


@pytest.fixture(scope="module")
def ceph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ceph]:
    if not is_installed():
        pytest.skip("no Ceph: ./dev test installs it")
    server = Ceph(tmp_path_factory.mktemp("ceph"))
    server.start()
    bucket_of(settings_for(server, Path("/nowhere")))._client.create_bucket(Bucket="casework")
    yield server
    server.stop()


def settings_for(ceph: Ceph, folder: Path, prefix: str = "") -> Settings:
    address = f"s3://casework/{prefix}?endpoint={quote(ceph.endpoint)}&region=us-east-1"
    return replace(
        settings_in(folder), storage_url=address, storage_access_key=ACCESS, storage_secret_key=SECRET
    )  # fmt: skip


def bucket_of(settings: Settings) -> calls.Bucket:
    return open_bucket(settings).bucket


@pytest.fixture
def settings(ceph: Ceph, tmp_path: Path) -> Settings:
    """A prefix of its own for each test."""
    return settings_for(ceph, tmp_path, tmp_path.name)


@pytest.fixture
def store(settings: Settings) -> FileStore:
    return make(settings)


def make(settings: Settings) -> FileStore:
    """One more machine that uses the bucket."""
    return FileStore(open_bucket(settings), Sealers(FileKeys(prepare(settings))))


def backend(store: FileStore) -> S3Backend:
    assert isinstance(store.backend, S3Backend)
    return store.backend


def everything(store: FileStore) -> dict[str, bytes]:
    bucket = backend(store).bucket
    return {key: bucket.get(key)[0] for key, _at in bucket.list("")}


def staged(store: FileStore, content: bytes, piece: int = 3 * MIB + 17) -> Staged:
    with store.begin(limit=len(content), expected=len(content)) as incoming:
        for at in range(0, len(content), piece):
            incoming.write(content[at : at + piece])
        return incoming.finish()


@pytest.mark.parametrize("size", [1, 20 * MIB + 5])
def test_what_goes_in_comes_out_in_one_request_or_in_parts(store, size):
    content = os.urandom(size)
    sha256 = store.keep(staged(store, content))
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert store.digest(sha256) == sha256
    assert b"".join(store.open_range(sha256, size // 2, 100)) == content[size // 2 :][:100]
    with store.open_stream(sha256) as stream:
        stream.seek(-1, os.SEEK_END)
        assert stream.read() == content[-1:]
    folders = sorted(key.split("/")[0] for key in everything(store))
    assert folders == ["data", "kept"]


def test_nothing_in_the_bucket_is_plain(store):
    word = b"Qubayplant was shelled at noon. "
    store.keep(staged(store, word * 300_000))
    handle = store.begin(limit=1000).suspend()
    again = store.resume(handle, 1000)
    again.write(word)
    again.suspend()
    assert [key for key, data in everything(store).items() if word[:12] in data] == []
    assert len(everything(store)) == 3


def test_a_pause_at_any_place_loses_nothing(settings):
    content, at, handle = os.urandom(10 * MIB + 3), 0, make(settings).begin(limit=20 * MIB).suspend()
    for cut in (10, MIB, 9 * MIB + 1, 9 * MIB + 2, len(content)):
        again = make(settings).resume(handle, 20 * MIB)
        assert again.offset == at
        again.write(content[at:cut])
        again.suspend()
        at = cut
    store = make(settings)
    again = store.resume(handle, 20 * MIB)
    assert again.offset == len(content)
    finished = again.finish()
    assert store.digest(store.keep(finished)) == hashlib.sha256(content).hexdigest()
    assert not [key for key in everything(store) if key.startswith("incoming")]


def test_a_killed_writer_goes_on_after_its_last_part(settings):
    content, store = os.urandom(18 * MIB), make(settings)
    first = store.begin(limit=len(content))
    first.write(content[:1000])
    first = store.resume(first.suspend(), len(content))
    first.write(content[1000 : 17 * MIB])  # two parts have left, and here it is killed
    again = make(settings).resume(first.handle, len(content))
    assert again.offset == 16 * MIB
    again.write(content[again.offset :])
    finished = again.finish()
    again = make(settings).resume(first.handle, len(content))  # killed once more before it was kept
    assert again.offset == len(content)
    assert again.finish() == finished
    assert store.verify(store.keep(finished))


def test_an_upload_that_is_given_up_leaves_nothing(store):
    with store.begin(limit=100 * MIB) as incoming:
        incoming.write(os.urandom(9 * MIB))
    assert everything(store) == {}
    assert list(backend(store).bucket.uploads(f"data/{incoming.handle}")) == []
    with pytest.raises(MissingContent):
        store.resume(incoming.handle, 10)


def test_two_writers_of_one_content_make_one_file(settings):
    content, results = os.urandom(MIB), []

    def write(store: FileStore) -> None:
        results.append(store.keep(staged(store, content)))

    writers = [threading.Thread(target=write, args=[make(settings)]) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    store = make(settings)
    assert results == [hashlib.sha256(content).hexdigest()] * 2
    assert store.verify(results[0])
    assert len(everything(store)) == 2
    assert store.sealers._keys._vault.keystore.count_files() == 1


def test_a_name_given_without_an_answer_is_not_given_twice(store, monkeypatch):
    """The server wrote it, the answer was lost, the client tried again and was told that it is taken."""
    one, real = staged(store, b"once"), calls.Bucket.put

    def twice(self, key, data, *, only_new=False):
        real(self, key, data, only_new=only_new)
        if only_new:
            real(self, key, data, only_new=True)

    monkeypatch.setattr(calls.Bucket, "put", twice)
    assert store.verify(store.keep(one))
    assert len(everything(store)) == 2


@pytest.mark.parametrize("how", ["a byte", "shorter", "longer", "the pointer", "another file"])
def test_altered_objects_are_noticed_and_the_true_content_takes_their_place(store, how):
    content = os.urandom(MIB + 10)
    sha256, bucket = store.keep(staged(store, content)), backend(store).bucket
    other = store.keep(staged(store, b"other"))
    data = f"data/{backend(store)._pointer(sha256)[0]}"
    was = bytearray(bucket.get(data)[0])
    if how == "a byte":
        was[5000] ^= 1
    if how == "the pointer":
        bucket.put(f"kept/{sha256}", bucket.get(f"kept/{sha256}")[0][:-1] + b"x")
    elif how == "another file":
        bucket.put(f"kept/{sha256}", bucket.get(f"kept/{other}")[0])
    else:
        bucket.put(data, bytes(was[:-1]) if how == "shorter" else bytes(was) + (b"x" if how == "longer" else b""))
    assert not store.verify(sha256)
    with pytest.raises(AlteredContent):
        store.digest(sha256)
    assert store.keep(staged(store, content)) == sha256
    assert store.verify(sha256)
    assert [key for key in everything(store) if key.startswith(f"altered/{sha256}")]


@pytest.mark.parametrize(
    "change, said",
    [
        ({"storage_secret_key": "wrong"}, "refused our credentials"),
        ({"storage_access_key": "nobody"}, "refused our credentials"),
    ],
)
def test_wrong_credentials_are_said_and_take_nothing_in(settings, store, change, said):
    sha256 = store.keep(staged(store, b"kept before"))
    refused = make(replace(settings, **change))
    for call in (lambda: staged(refused, b"x"), lambda: refused.digest(sha256), lambda: refused.verify(sha256)):
        with pytest.raises(StoreAway, match=said):
            call()


def test_a_bucket_that_is_not_there_is_said(ceph, tmp_path):
    settings = settings_for(ceph, tmp_path)
    store = make(replace(settings, storage_url=(settings.storage_url or "").replace("casework/", "elsewhere/")))
    with pytest.raises(StoreAway, match="bucket that holds the files does not exist"):
        staged(store, b"x")


def test_a_bucket_that_strangers_can_read_is_noticed(store, settings):
    bucket = backend(store).bucket
    assert bucket.is_public() is False
    assert list(unsafe_store.unusable(settings)) == []
    bucket._client.put_bucket_acl(Bucket="casework", ACL="public-read")
    try:
        assert bucket.is_public() is True
        assert "strangers can read" in "".join(unsafe_store.unusable(settings))
    finally:
        bucket._client.put_bucket_acl(Bucket="casework", ACL="private")


def test_what_nothing_names_is_removed_with_its_key(store):
    orphan, used = (store.keep(staged(store, word)) for word in (b"orphan", b"used"))
    paused = store.begin(100).suspend()
    found = look(store, lambda words: words & {used}, -60)
    assert found == Collected((paused,), (orphan,))
    assert remove(store, found, lambda words: words & {used}, 60).kept == (), "it was touched meanwhile"
    assert remove(store, Collected((), (orphan,)), lambda words: words & {used}, -60).kept == (orphan,)
    assert keys_without_files(store, store.sealers.older_than(-60)) == ()
    assert store.verify(used)
    assert len(everything(store)) == 2


def test_a_server_that_goes_away_in_the_middle_costs_no_byte(ceph, settings, monkeypatch):
    """The last one: Ceph waits for a killed gateway now and then afterwards."""
    monkeypatch.setattr(calls, "ATTEMPTS", 2)
    content, store = os.urandom(20 * MIB), make(settings)
    kept = store.keep(staged(store, content[: 12 * MIB]))
    incoming = store.begin(limit=len(content))
    incoming.write(content[: 9 * MIB])
    handle = incoming.suspend()
    again, reading = store.resume(handle, len(content)), store.open_stream(kept)
    assert reading.read(MIB) == content[:MIB]
    ceph.kill_gateway()
    try:
        with pytest.raises(StoreAway, match="does not answer"), again:
            again.write(content[9 * MIB :])
        with pytest.raises(StoreAway, match="does not answer"):
            reading.read()
        with pytest.raises(StoreAway):
            store.verify(kept)
    finally:
        ceph.start_gateway()
    again = store.resume(handle, len(content))
    assert again.offset == 9 * MIB
    again.write(content[9 * MIB :])
    assert store.verify(store.keep(again.finish()))
    assert reading.read() == content[MIB : 12 * MIB]
    assert "does not answer" not in "".join(unsafe_store.unusable(settings))
